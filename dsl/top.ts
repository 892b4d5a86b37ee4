import { type ClockOptions, type ClockSpec, type ClockSpecs, clock, domainNames } from './clock.ts';
import { type Configuration, topName } from './configuration.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { describeModule } from './elaborate.ts';
import { isReserved } from './emit/reservedWords.ts';
import { requireRecord } from './given.ts';
import { instantiate } from './instantiate.ts';
import type { HwModule } from './ir/hwModule.ts';
import { checkValues } from './module.ts';
import type { Param, ParameterSpecs } from './params.ts';
import { modulesOf } from './passes/pipeline.ts';
import { CallSite, withoutPlaces } from './source/location.ts';
import { encodeValues, OptionParam } from './structural.ts';

/** A parameter's value as it is behind the description. */
export function positionOf(parameter: Param | OptionParam | undefined): number {
  return parameter instanceof OptionParam ? parameter.position : (parameter?.value ?? 0);
}

/** Whether a module below the top has its name: in Verilog they would be one. */
function isTaken(top: HwModule): boolean {
  return modulesOf(top).some(module => module !== top && module.name === top.name);
}

/** A declared clock with what a configuration says of it. */
function clockOf(own: ClockSpec, given: ClockOptions): ClockSpec {
  clock(given);
  const { edge = own.edge, enable = own.enable, ports } = given;
  const kind = given.reset ?? own.reset?.kind ?? 'none';
  const active = given.active ?? own.reset?.active;
  const stated = clock({
    edge,
    enable,
    ...(kind === 'none' ? { reset: kind } : { reset: kind, active: active ?? 'high' }),
  });
  return { ...stated, ports: { ...own.ports, ...ports }, site: own.site };
}

/** The clocks of a configuration's top: those of its module, each as the configuration says. */
function clocksOf({ module, clocks = {} }: Configuration): ClockSpecs {
  const declaresNone = Object.keys(module.clocks).length === 0;
  const own: ClockSpecs = declaresNone ? { clk: clock() } : module.clocks;
  requireRecord('What a configuration says of clocks', clocks);
  for (const name of Object.keys(clocks))
    if (!Object.hasOwn(own, name))
      fail('unknown-clock', {
        module: module.name,
        clock: name,
        clocks: domainNames(Object.keys(own).map(declared => ({ name: declared }))),
      });
  const { clk } = clocks;
  if (!declaresNone)
    return Object.fromEntries(
      Object.entries(own).map(([name, spec]) => [name, clockOf(spec, clocks[name] ?? {})] as const),
    );
  if (clk === undefined) return {};
  return { clk: clock(clk) };
}

/** Names that a clock and its reset have in every module. */
const ofClocks: readonly string[] = ['clk', 'rst'];

/** The instance in a top: the last word of its module's name, or the whole name where that is no name in Verilog. */
function instanceName(moduleName: string): string {
  const word = moduleName.split('_').at(-1) ?? moduleName;
  return /^[A-Za-z]/.test(word) && !isReserved(word) && !ofClocks.includes(word) ? word : moduleName;
}

/**
 * The top of a configuration: a module with the ports of the configured one, whose parameters have the configuration's
 * values as their defaults and can still be overridden. It is called as the configuration, with `_top` behind where a
 * module below it has that name.
 *
 * @throws DiagnosticError when a value is unknown, outside its range, or violates a relation
 */
export function describeTop(configuration: Configuration): HwModule {
  const top = describeTopAs(topName(configuration), configuration);
  return isTaken(top) ? describeTopAs(`${top.name}_top`, configuration) : top;
}

function describeTopAs(name: string, configuration: Configuration): HwModule {
  const { module, description } = configuration;
  const values = encodeValues(module.name, module.params, configuration.values);
  checkValues(module.name, module.params, values);
  const specs: ParameterSpecs = Object.fromEntries(
    Object.entries(module.params).map(([name, spec]) => [name, { ...spec, default: values[name] ?? spec.default }]),
  );
  const readValue = (parameter: string): number => specs[parameter]?.default ?? 0;
  const top = describeModule(
    {
      name,
      head: {
        params: specs,
        clocks: withoutPlaces(() => clocksOf(configuration)),
        where: parameters => module.interfaceFor(parameters).relations,
        ports: parameters => module.interfaceFor(parameters).ports,
      },
      body: (io, parameters, _, clocks) => {
        instantiate(instanceName(module.name), module, parameters, io, parameter => positionOf(parameters[parameter]), {
          // No user's code makes this instance.
          site: withoutPlaces(() => new CallSite()),
          clocks: Object.fromEntries(Object.entries(clocks).filter(([clockName]) => clockName in module.clocks)),
        });
      },
      site: module.site,
    },
    readValue,
  );
  const binding = new Map(Object.entries(specs).map(([name, spec]) => [name, spec.default]));
  for (const relation of top.owner.relations)
    if (!relation.holds(binding))
      fail(
        'relation-violated',
        {
          module: module.name,
          relation: `\`${relation.toString()}\``,
          binding: [...binding].map(([name, value]) => `${name} = ${value}`).join(', '),
        },
        [{ location: relation.site?.location, message: 'stated here' }],
      );
  const isChanged = Object.keys(configuration.values).length > 0;
  const doc = isChanged
    ? `${description}

${module.name} with other defaults.`
    : description;
  // Its values are those of the configuration: they are not told once more by its name.
  return { ...top, name, doc };
}

import { type AnyModule, type Builder, cat, clock, flipped, module, type PortSpecs } from '../../dsl/index.ts';
import { assign, type Body, initialise, type Register, register } from './body.ts';
import { clockName, declaredClock, optionsOf, plainClock } from './clocks.ts';
import { coerce, isBool, isVec, packed } from './coerce.ts';
import { construct } from './constructs.ts';
import { expression } from './expression.ts';
import { instance } from './instance.ts';
import { parametersOf, relations, specs, specText } from './parameters.ts';
import type { ClockPlan, ModulePlan } from './plan.ts';
import { isConstruct } from './planStatements.ts';
import { isInGroup, PARITY_BITS, portsOf, signalsOf, specOf } from './ports.ts';
import { call, Scribe, typeOf, type Value } from './scribe.ts';
import { statement } from './statements.ts';

/** A described plan: the module, and the TypeScript that would describe it. */
export interface Described {
  readonly module: AnyModule;
  /** The source; of the last elaboration, up to where it failed. */
  source(): string;
  /** The clock that it declares. */
  readonly clock: ClockPlan | undefined;
}

/**
 * A plan as a module of this name, with the clock of the module that instantiates it if there is one; those that it instantiates have its name in front of theirs.
 */
export function describe(plan: ModulePlan, name: string, surrounding?: ClockPlan): Described {
  const declared = declaredClock(plan, surrounding);
  const clockPlan = declared ?? surrounding ?? plainClock;
  const children = plan.children.map((child, index) => describe(child, `${name}_child${index}`, clockPlan));
  const ports = portsOf(plan);
  let text = '';
  let header = '';
  const relation = relations[plan.relation % relations.length] ?? { said: () => [], text: '[]' };
  const described = module(
    name,
    {
      params: specs,
      where: relation.said,
      clocks: declared === undefined ? {} : { [clockName]: clock(optionsOf(declared)) },
      ports: (given): PortSpecs => {
        const parameters = parametersOf(given);
        const made = ports.map(({ type, ...port }) => ({ ...port, type: type(parameters) }));
        const [grouped, plain] = [made.filter(isInGroup), made.filter(port => !isInGroup(port))];
        const text = plain.map(port => specOf(port, false).text);
        const declared = Object.fromEntries(plain.map(port => [port.name, specOf(port, false).said]));
        header = text.join(', ');
        if (grouped.length === 0) return declared;
        header += `, link: flipped({ ${grouped.map(port => specOf(port, true).text).join(', ')} })`;
        return {
          ...declared,
          link: flipped(Object.fromEntries(grouped.map(port => [port.name, specOf(port, true).said]))),
        };
      },
    },
    (io, given, m) => {
      const scribe = new Scribe(parametersOf(given), m);
      try {
        describeBody({ plan, children, hasReset: clockPlan.reset !== 'none' }, signalsOf(io), scribe, m);
      } finally {
        text = scribe.text;
      }
    },
  );
  const source = (): string => {
    // A child that nothing instantiates is never described.
    if (header === '') return '';
    const plain = ports.filter(port => !isInGroup(port)).map(port => port.name);
    const names = [...plain, ...(plan.isGrouped ? ['link'] : [])].join(', ');
    return [
      ...children.map(child => child.source()).filter(child => child !== ''),
      `const ${name} = module('${name}', {`,
      `  params: { ${specText} },`,
      `  where: ({ W, V, N, K, S }) => ${relation.text},`,
      ...(declared === undefined ? [] : [`  clocks: { ${clockName}: clock(${JSON.stringify(optionsOf(declared))}) },`]),
      `  ports: ({ W, V, N, K, S }) => ({ ${header} }),`,
      `}, ({ ${names} }, { W, V, N, K, S }, m) => {`,
      text,
      '});',
    ].join('\n');
  };
  return { module: described, source, clock: declared };
}

function describeBody(
  {
    plan,
    children,
    hasReset,
  }: Pick<Body, 'hasReset'> & { readonly plan: ModulePlan; readonly children: readonly Described[] },
  io: ReadonlyMap<string, Value>,
  scribe: Scribe,
  m: Builder,
): void {
  const port = (name: string): Value => {
    const value = io.get(name);
    if (value === undefined) throw new Error(`no port ${name}`);
    return value;
  };
  const registers: Register[] = plan.registers.map(({ type, reset }) => ({
    value: register({ scribe, m, hasReset }, typeOf(type, scribe.parameters), reset),
    inLoop: false,
  }));
  const body: Body = { scribe, m, init: port('init'), initAddress: port('init_address'), registers, hasReset };
  scribe.values.push(
    ...plan.inputs.map((_, index) => port(`in${index}`)),
    ...registers.map(({ value }) => value),
    port('init_address'),
  );
  plan.body.forEach(part => {
    if (part.kind === 'instance') instance(body, plan, children, part);
    else if (isConstruct(part)) construct(body, part);
    else statement(body, part);
  });
  plan.outputs.forEach(({ value }, index) => {
    const target = port(`out${index}`);
    assign(scribe, target, coerce(expression(scribe, value), target.said.type));
  });
  if (plan.isObserved) observe(scribe, port('parities'));
  registers.forEach(({ value }, index) => {
    if (plan.registers[index]?.reset === 'none' || !hasReset) initialise(body, value);
    assign(scribe, port(`state${index}`), value);
  });
}

/** Gives an output the parities of everything that can be read. */
function observe(scribe: Scribe, target: Value): void {
  const bits = scribe.values.slice(-PARITY_BITS).map(value => {
    const scalar = isVec(value.said) ? packed(value) : value;
    return isBool(scalar.said) ? scalar : call(scalar, 'reduceXor');
  });
  const parities: Value = {
    said: cat(...bits.map(({ said }) => said)),
    text: `cat(${bits.map(({ text }) => text).join(', ')})`,
  };
  assign(scribe, target, coerce(parities, target.said.type));
}

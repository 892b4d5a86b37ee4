import { vec, type Width } from '../../dsl/index.ts';
import { type Body, wire } from './body.ts';
import { coerce } from './coerce.ts';
import type { Described } from './describe.ts';
import { expression } from './expression.ts';
import { inLoop } from './loops.ts';
import { type ModulePlan, parameterRanges } from './plan.ts';
import type { StatementPlan } from './planStatements.ts';
import { isInGroup, portsOf } from './ports.ts';
import { call, integer, type Parameters, type Said, type Value } from './scribe.ts';

/** What an instance gives for the child's parameters, as an argument list and as its parameters. */
function argumentsOf({ scribe }: Body, plan: StatementPlan & { readonly kind: 'instance' }) {
  const given: [string, Said<Width>][] = [];
  const said = (name: keyof Parameters): Said<Width> => {
    const argument = plan.arguments[name];
    if (argument === 'default') return integer(parameterRanges[name].default);
    const value = argument === 'own' ? scribe.parameters[name] : integer(argument);
    given.push([name, value]);
    return value;
  };
  const parameters: Parameters = { W: said('W'), V: said('V'), N: said('N'), K: said('K'), S: said('S') };
  return { given, parameters };
}

/** An instance of one of the modules that the plan brings along, or one in every iteration of a loop. */
export function instance(
  body: Body,
  plan: ModulePlan,
  children: readonly Described[],
  part: StatementPlan & { readonly kind: 'instance' },
): void {
  const index = part.child % Math.max(1, children.length);
  const child = children[index];
  const childPlan = plan.children[index];
  if (child === undefined || childPlan === undefined) return;
  const { scribe } = body;
  const { given, parameters } = argumentsOf(body, part);
  const ports = portsOf(childPlan);
  const grouped = new Set(ports.filter(isInGroup).map(({ name }) => name));
  const count = scribe.parameters.N.said;
  const outputs = new Map(
    ports
      .filter(({ direction }) => direction === 'output')
      .map(({ name, type }) => {
        const own = type(parameters);
        return [name, wire(body, part.repeated ? vec(count, own) : own)] as const;
      }),
  );
  const connect = (outputOf: (value: Value) => Value): void => {
    const connections = ports.map(({ name, type }, position): readonly [string, Value] => {
      if (name === 'init') return [name, body.init];
      if (name === 'init_address') return [name, body.initAddress];
      const target = outputs.get(name);
      if (target !== undefined) return [name, outputOf(target)];
      const connection = part.connections[position % part.connections.length];
      if (connection === undefined) throw new Error('nothing to connect');
      return [name, coerce(expression(scribe, connection), type(parameters))];
    });
    const instanceName = scribe.fresh('u');
    const written = (entries: readonly (readonly [string, Said])[]): string =>
      entries.map(([name, { text }]) => `${name}: ${text}`).join(', ');
    const values = (entries: readonly (readonly [string, Said])[]) =>
      Object.fromEntries(entries.map(([name, { said }]) => [name, said]));
    const { name } = child.module;
    const isLink = ([port]: readonly [string, Said]): boolean => grouped.has(port);
    const [link, plain] = [connections.filter(isLink), connections.filter(entry => !isLink(entry))];
    const text = `${written(plain)}${link.length === 0 ? '' : `, link: { ${written(link)} }`}`;
    scribe.line(`m.inst('${instanceName}', ${name}, { ${written(given)} }, { ${text} });`);
    const all = link.length === 0 ? values(plain) : { ...values(plain), link: values(link) };
    Reflect.apply(body.m.inst, body.m, [instanceName, child.module, values(given), all]);
  };
  if (part.repeated) inLoop(scribe, count, index_ => connect(value => call(value, 'at', index_)));
  else connect(value => value);
  scribe.values.push(...outputs.values());
}

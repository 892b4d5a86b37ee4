import {
  type AnyModule,
  type Builder,
  bool,
  flipped,
  type HwType,
  type IntExpr,
  type Io,
  input,
  int,
  module,
  type Operand,
  output,
  type PortSpecs,
  type Relation,
  uint,
  vec,
  type Width,
} from '../../dsl/index.ts';
import type { PortSpec } from '../../dsl/ports.ts';
import { coerce } from './coerce.ts';
import { construct } from './constructs.ts';
import { expression } from './expression.ts';
import {
  isConstruct,
  type ModulePlan,
  type ParameterName,
  parameterNames,
  parameterRanges,
  type StatementPlan,
} from './plan.ts';
import { call, integer, type Parameters, type Said, Scribe, typeOf, typeText, type Value } from './scribe.ts';
import { assign, type Body, initialise, inLoop, type Register, register, statement, wire } from './statements.ts';

/** A described plan: the module, and the TypeScript that would describe it. */
export interface Described {
  readonly module: AnyModule;
  /** The source; of the last elaboration, up to where it failed. */
  source(): string;
}

/** A port of a plan: its name and its type at the parameters of whoever asks. */
interface PlannedPort {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly type: (parameters: Parameters) => HwType;
  /** Stands in the group `link`, whose directions are those of the other side. */
  readonly isGrouped?: boolean;
}

const INIT_ADDRESS_BITS = 4;

function portsOf(plan: ModulePlan): PlannedPort[] {
  return [
    { name: 'init', direction: 'input', type: () => bool },
    { name: 'init_address', direction: 'input', type: () => uint(INIT_ADDRESS_BITS) },
    ...plan.inputs.map(
      (port, index): PlannedPort => ({
        name: `in${index}`,
        direction: 'input',
        type: parameters => typeOf(port, parameters),
        isGrouped: plan.isGrouped && index === plan.inputs.length - 1,
      }),
    ),
    ...plan.outputs.map(
      ({ type }, index): PlannedPort => ({
        name: `out${index}`,
        direction: 'output',
        type: parameters => typeOf(type, parameters),
        isGrouped: plan.isGrouped && index === 0,
      }),
    ),
    // Every register can be seen from outside.
    ...plan.registers.map(
      ({ type }, index): PlannedPort => ({
        name: `state${index}`,
        direction: 'output',
        type: parameters => typeOf(type, parameters),
      }),
    ),
  ];
}

const { W, V, N, K, S } = parameterRanges;
const specs = {
  W: int(W.default, W),
  V: int(V.default, V),
  N: int(N.default, N),
  K: int(K.default, K),
  S: int(S.default, S),
};

/** Relations that hold at every binding. */
const relations: readonly Said<(given: Readonly<Record<ParameterName, IntExpr>>) => Relation[]>[] = [
  { said: () => [], text: '[]' },
  { said: given => [given.W.plus(given.V).atLeast(2)], text: '[W.plus(V).atLeast(2)]' },
  {
    said: given => [given.S.atMost(given.K.plus(7)), given.N.atLeast(given.S.minus(6))],
    text: '[S.atMost(K.plus(7)), N.atLeast(S.minus(6))]',
  },
];
const specText = parameterNames
  .map(name => {
    const { default: value, min, max } = parameterRanges[name];
    return `${name}: int(${value}, { min: ${min}, max: ${max} })`;
  })
  .join(', ');

/** A plan as a module of this name; those that it instantiates have its name in front of theirs. */
export function describe(plan: ModulePlan, name: string): Described {
  const children = plan.children.map((child, index) => describe(child, `${name}_child${index}`));
  const ports = portsOf(plan);
  let text = '';
  let header = '';
  const relation = relations[plan.relation % relations.length] ?? { said: () => [], text: '[]' };
  const described = module(
    name,
    {
      params: specs,
      where: relation.said,
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
        describeBody(plan, children, signalsOf(io), scribe, m);
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
      `  ports: ({ W, V, N, K, S }) => ({ ${header} }),`,
      `}, ({ ${names} }, { W, V, N, K, S }, m) => {`,
      text,
      '});',
    ].join('\n');
  };
  return { module: described, source };
}

function parametersOf(given: Readonly<Record<keyof Parameters, Width>>): Parameters {
  const said = (name: keyof Parameters): Said<Width> => ({ said: given[name], text: name });
  return { W: said('W'), V: said('V'), N: said('N'), K: said('K'), S: said('S') };
}

const isInGroup = ({ isGrouped }: Pick<PlannedPort, 'isGrouped'>): boolean => isGrouped === true;

/** A port's line of the head; in the group the directions are those of the other side. */
function specOf(
  { name, direction, type }: { readonly name: string; readonly direction: 'input' | 'output'; readonly type: HwType },
  isOtherSide: boolean,
): Said<PortSpec> {
  const isInput = (direction === 'input') !== isOtherSide;
  return {
    said: isInput ? input(type) : output(type),
    text: `${name}: ${isInput ? 'input' : 'output'}(${typeText(type)})`,
  };
}

/** Every port is one value, those of the group too. */
function signalsOf(io: Io<PortSpecs>): ReadonlyMap<string, Value> {
  const { link, ...plain } = Object(io);
  const all = (group: object, path: string): [string, Value][] =>
    Object.entries<Operand<HwType>>(Object(group)).map(([name, said]) => [name, { said, text: `${path}${name}` }]);
  return new Map([...all(plain, ''), ...(link === undefined ? [] : all(link, 'link.'))]);
}

function describeBody(
  plan: ModulePlan,
  children: readonly Described[],
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
    value: register({ scribe, m }, typeOf(type, scribe.parameters), reset),
    inLoop: false,
  }));
  const body: Body = { scribe, m, init: port('init'), initAddress: port('init_address'), registers };
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
  registers.forEach(({ value }, index) => {
    if (plan.registers[index]?.reset === 'none') initialise(body, value);
    assign(scribe, port(`state${index}`), value);
  });
}

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

function instance(
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

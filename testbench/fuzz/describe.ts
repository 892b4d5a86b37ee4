import {
  type AnyModule,
  type Builder,
  bool,
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
      }),
    ),
    ...plan.outputs.map(
      ({ type }, index): PlannedPort => ({
        name: `out${index}`,
        direction: 'output',
        type: parameters => typeOf(type, parameters),
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
        const made = ports.map(({ name: port, direction, type }) => ({ port, direction, type: type(parameters) }));
        header = made.map(({ port, direction, type }) => `${port}: ${direction}(${typeText(type)})`).join(', ');
        return Object.fromEntries(
          made.map(({ port, direction, type }) => [port, direction === 'input' ? input(type) : output(type)]),
        );
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
    const names = ports.map(port => port.name).join(', ');
    return [
      ...children.map(child => child.source()),
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

/** Every port is one value: there are no streams and no groups. */
function signalsOf(io: Io<PortSpecs>): ReadonlyMap<string, Operand<HwType>> {
  return new Map(Object.entries<Operand<HwType>>(Object(io)));
}

function describeBody(
  plan: ModulePlan,
  children: readonly Described[],
  io: ReadonlyMap<string, Operand<HwType>>,
  scribe: Scribe,
  m: Builder,
): void {
  const port = (name: string): Value => {
    const said = io.get(name);
    if (said === undefined) throw new Error(`no port ${name}`);
    return { said, text: name };
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
    scribe.line(`m.inst('${instanceName}', ${name}, { ${written(given)} }, { ${written(connections)} });`);
    Reflect.apply(body.m.inst, body.m, [instanceName, child.module, values(given), values(connections)]);
  };
  if (part.repeated) inLoop(scribe, count, index_ => connect(value => call(value, 'at', index_)));
  else connect(value => value);
  scribe.values.push(...outputs.values());
}

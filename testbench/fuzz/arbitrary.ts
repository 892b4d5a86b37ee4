import fc from 'fast-check';
import { operatorNames } from './expression.ts';
import {
  type ActionPlan,
  type ArgumentPlans,
  type Binding,
  type ConstructPlan,
  type EnumPlan,
  type ExpressionPlan,
  type LengthPlan,
  type ModulePlan,
  type OutputPlan,
  parameterRanges,
  type RegisterPlan,
  type ScalarPlan,
  type StatementPlan,
  type StreamStep,
  type TypePlan,
  type WidthPlan,
} from './plan.ts';
import type { FuzzCase } from './subject.ts';

/** Small widths, those about the sizes at which representations change, and any up to 130. */
const bits = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 3, arbitrary: fc.constantFrom(1, 8, 15, 16, 17, 30, 31, 32, 33, 34, 52, 53, 54, 63, 64, 65, 66, 128, 129) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 130 }) },
);
const width: fc.Arbitrary<WidthPlan> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('literal' as const), bits }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(['W', 'V', 'W', 'V', 'index', 'double', 'sum', 'larger', 'power'] satisfies WidthPlan['kind'][]),
      ),
      more: fc.integer({ min: 0, max: 3 }),
    }),
  },
);
const scalar: fc.Arbitrary<ScalarPlan> = fc.record({
  kind: fc.constantFrom('uint', 'sint', 'uint', 'sint', 'bool'),
  width,
});
const length: fc.Arbitrary<LengthPlan> = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(undefined));
const type: fc.Arbitrary<TypePlan> = fc.record({
  scalar,
  lengths: fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.tuple(length) },
    { weight: 1, arbitrary: fc.tuple(length, length) },
  ),
});

/** Corners of any width, small numbers, and long random ones. */
const constant = fc.oneof(
  fc.bigInt({ min: -3n, max: 20n }),
  fc.nat({ max: 129 }).map(at => 1n << BigInt(at)),
  fc.nat({ max: 129 }).map(at => (1n << BigInt(at)) - 1n),
  fc.bigInt({ min: -(1n << 129n), max: 1n << 129n }),
);
const number = fc.nat({ max: 1023 });

const { expression } = fc.letrec<{ expression: ExpressionPlan; leaf: ExpressionPlan; operation: ExpressionPlan }>(
  tie => ({
    leaf: fc.oneof(
      { weight: 8, arbitrary: fc.record({ kind: fc.constant('reference' as const), index: number, variant: number }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('literal' as const), type: scalar, value: constant }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('parameter' as const), index: number }) },
    ),
    operation: fc.record({
      kind: fc.constant('operation' as const),
      operator: fc.constantFrom(...operatorNames),
      operands: fc.array(tie('expression'), { minLength: 1, maxLength: 3, depthIdentifier: 'operands' }),
      variant: number,
      width,
      constant,
    }),
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true, depthIdentifier: 'expression' },
      { weight: 1, arbitrary: tie('leaf') },
      { weight: 3, arbitrary: tie('operation') },
    ),
  }),
);

export { expression as arbitraryExpression };

const { action } = fc.letrec<{ action: ActionPlan; set: ActionPlan; when: ActionPlan }>(tie => ({
  set: fc.record({ kind: fc.constant('set' as const), target: number, value: expression, variant: number }),
  when: fc.record({
    kind: fc.constant('when' as const),
    arms: fc.array(
      fc.record({ condition: expression, body: fc.array(tie('action'), { minLength: 1, maxLength: 2 }) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    otherwise: fc.option(fc.array(tie('action'), { minLength: 1, maxLength: 2 }), { nil: undefined }),
  }),
  action: fc.oneof(
    { maxDepth: 2, withCrossShrink: true, depthIdentifier: 'action' },
    { weight: 1, arbitrary: tie('set') },
    { weight: 1, arbitrary: tie('when') },
  ),
}));

const output: fc.Arbitrary<OutputPlan> = fc.record({ type, value: expression });
const scalarOutput: fc.Arbitrary<OutputPlan> = fc.record({
  type: scalar.map((plan): TypePlan => ({ scalar: plan, lengths: [] })),
  value: expression,
});
const register: fc.Arbitrary<RegisterPlan> = fc.record({
  type,
  reset: fc.oneof(fc.constantFrom<RegisterPlan['reset']>('none', 'zero'), constant),
});

const statements = {
  let: fc.record({ kind: fc.constant('let' as const), value: expression }),
  block: fc.record({
    kind: fc.constant('block' as const),
    wires: fc.array(output, { maxLength: 2 }),
    actions: fc.array(action, { minLength: 1, maxLength: 3 }),
  }),
  loop: fc.record({
    kind: fc.constant('loop' as const),
    count: length,
    element: scalar,
    value: expression,
    clocked: fc.constantFrom('no' as const, 'none' as const, 'zero' as const),
    enable: expression,
    split: fc.option(fc.record({ at: fc.nat({ max: 4 }), value: expression }), { nil: undefined }),
    register: fc.option(number, { nil: undefined }),
  }),
  scan: fc.record({
    kind: fc.constant('scan' as const),
    count: length,
    initial: expression,
    type: scalar,
    step: expression,
  }),
  genIf: fc.record({
    kind: fc.constant('genIf' as const),
    parameter: number,
    comparison: number,
    value: fc.nat({ max: 9 }),
    type: scalar,
    holds: expression,
    fails: expression,
  }),
  memory: fc.record({
    kind: fc.constant('memory' as const),
    type: scalar,
    depth: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(undefined)),
    lanes: fc.option(fc.record({ width, count: fc.integer({ min: 1, max: 4 }) }), { nil: undefined, freq: 2 }),
    readDuringWrite: fc.constantFrom('old' as const, 'new' as const),
    reads: fc.array(
      fc.record({
        synchronous: fc.boolean(),
        address: expression,
        enable: fc.option(expression, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    writes: fc.array(
      fc.record({
        address: expression,
        value: expression,
        enable: expression,
        mask: fc.option(expression, { nil: undefined }),
      }),
      { maxLength: 2 },
    ),
  }),
} satisfies Readonly<Record<string, fc.Arbitrary<StatementPlan>>>;

const enumPlan: fc.Arbitrary<EnumPlan> = fc.record({
  names: fc.integer({ min: 2, max: 5 }),
  codes: fc.oneof(fc.constantFrom('counting' as const, 'one-hot' as const), fc.integer({ min: 0, max: 10 })),
});

const constructs = {
  struct: fc.record({
    kind: fc.constant('struct' as const),
    fields: fc.array(type, { minLength: 1, maxLength: 3 }),
    nested: fc.boolean(),
    clocked: fc.boolean(),
    value: expression,
    field: number,
    condition: expression,
    alone: expression,
  }),
  match: fc.record({
    kind: fc.constant('match' as const),
    on: fc.oneof(fc.constant('number' as const), enumPlan, enumPlan),
    subject: expression,
    type: scalar,
    arms: fc.array(expression, { minLength: 2, maxLength: 4 }),
  }),
  fsm: fc.record({
    kind: fc.constant('fsm' as const),
    oneHot: fc.boolean(),
    type: scalar,
    value: expression,
    states: fc.array(
      fc.record({
        hasEntry: fc.boolean(),
        next: expression,
        leap: expression,
        to: fc.nat({ max: 4 }),
        value: expression,
      }),
      { minLength: 2, maxLength: 5 },
    ),
  }),
  pipe: fc.record({
    kind: fc.constant('pipe' as const),
    value: expression,
    stages: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    enable: fc.option(expression, { nil: undefined }),
    isReset: fc.boolean(),
  }),
  counter: fc.record({
    kind: fc.constant('counter' as const),
    modulus: length,
    enable: expression,
    clear: expression,
  }),
  stream: fc.record({
    kind: fc.constant('stream' as const),
    type: scalar,
    isStruct: fc.boolean(),
    value: expression,
    valid: expression,
    ready: expression,
    steps: fc.array(fc.constantFrom<StreamStep>('map', 'filter', 'register', 'buffer', 'fork'), { maxLength: 3 }),
  }),
  assertion: fc.record({ kind: fc.constant('assertion' as const), left: expression, right: expression }),
} satisfies Readonly<Record<ConstructPlan['kind'], fc.Arbitrary<ConstructPlan>>>;

const argument = (name: keyof typeof parameterRanges): fc.Arbitrary<number | 'own' | 'default'> =>
  fc.oneof(
    fc.constantFrom<'own' | 'default'>('own', 'default'),
    fc.integer({ min: parameterRanges[name].min, max: parameterRanges[name].max }),
  );
const argumentsOf: fc.Arbitrary<ArgumentPlans> = fc.record({
  W: argument('W'),
  V: argument('V'),
  N: argument('N'),
  K: argument('K'),
  S: argument('S'),
});
const instance: fc.Arbitrary<StatementPlan> = fc.record({
  kind: fc.constant('instance' as const),
  child: number,
  arguments: argumentsOf,
  connections: fc.array(expression, { minLength: 1, maxLength: 4 }),
  repeated: fc.boolean(),
});

const simple = fc.oneof(
  { weight: 3, arbitrary: statements.let },
  { weight: 5, arbitrary: statements.block },
  { weight: 3, arbitrary: statements.loop },
  { weight: 1, arbitrary: statements.scan },
  { weight: 1, arbitrary: statements.genIf },
  { weight: 2, arbitrary: statements.memory },
  { weight: 2, arbitrary: constructs.struct },
  { weight: 2, arbitrary: constructs.match },
  { weight: 2, arbitrary: constructs.fsm },
  { weight: 1, arbitrary: constructs.pipe },
  { weight: 1, arbitrary: constructs.counter },
  { weight: 2, arbitrary: constructs.stream },
  { weight: 1, arbitrary: constructs.assertion },
);

const modules = (
  statement: fc.Arbitrary<StatementPlan>,
  most: number,
  children: fc.Arbitrary<readonly ModulePlan[]>,
): fc.Arbitrary<ModulePlan> =>
  fc.record({
    inputs: fc.array(type, { minLength: 1, maxLength: 4 }),
    registers: fc.array(register, { maxLength: 3 }),
    body: fc.array(statement, { maxLength: most }),
    outputs: fc.array(output, { minLength: 1, maxLength: 3 }),
    children,
    relation: fc.nat({ max: 2 }),
    isGrouped: fc.boolean(),
  });

const child = modules(simple, 2, fc.constant([]));

/** A module with everything. */
export const arbitraryModule: fc.Arbitrary<ModulePlan> = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: modules(simple, 5, fc.constant([])) },
  {
    weight: 1,
    arbitrary: modules(fc.oneof(simple, simple, instance), 4, fc.array(child, { minLength: 1, maxLength: 2 })),
  },
);

/** Nothing but expressions: inputs, and outputs that are computed from them in the same cycle. */
export const arbitraryExpressions: fc.Arbitrary<ModulePlan> = fc.record({
  inputs: fc.array(type, { minLength: 2, maxLength: 5 }),
  registers: fc.constant([]),
  body: fc.constant([]),
  outputs: fc.array(scalarOutput, { minLength: 3, maxLength: 6 }),
  children: fc.constant([]),
  relation: fc.constant(0),
  isGrouped: fc.constant(false),
});

const parameter = (name: keyof typeof parameterRanges): fc.Arbitrary<number> => {
  const { min, max } = parameterRanges[name];
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, Math.min(min + 1, max)));
};

export const arbitraryBinding: fc.Arbitrary<Binding> = fc.record({
  W: parameter('W'),
  V: parameter('V'),
  N: parameter('N'),
  K: parameter('K'),
  S: parameter('S'),
});

/** A module and two bindings of its parameters. */
export const arbitraryCase = (plan: fc.Arbitrary<ModulePlan>): fc.Arbitrary<FuzzCase> =>
  fc.record({ plan, bindings: fc.array(arbitraryBinding, { minLength: 1, maxLength: 2, size: 'max' }) });

import fc from 'fast-check';
import { constructs } from './arbitraryConstructs.ts';
import { instance, output, register, scalarOutput, statements } from './arbitraryStatements.ts';
import { type } from './arbitraryTypes.ts';
import { type Binding, type ClockPlan, type ModulePlan, type ParameterName, parameterRanges } from './plan.ts';
import type { StatementPlan } from './planStatements.ts';
import type { FuzzCase } from './subject.ts';

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
  { weight: 2, arbitrary: constructs.bits },
);

/** Half of the modules say nothing of clocks. */
const clock: fc.Arbitrary<ClockPlan | undefined> = fc.option(
  fc.record({
    edge: fc.constantFrom('rising' as const, 'falling' as const),
    reset: fc.constantFrom('synchronous' as const, 'asynchronous' as const, 'asynchronous' as const, 'none' as const),
    active: fc.constantFrom('high' as const, 'low' as const),
    enable: fc.boolean(),
  }),
  { nil: undefined, freq: 2 },
);

const modules = (
  statement: fc.Arbitrary<StatementPlan>,
  most: number,
  children: fc.Arbitrary<readonly ModulePlan[]>,
): fc.Arbitrary<ModulePlan> =>
  fc.record({
    clock,
    inputs: fc.array(type, { minLength: 1, maxLength: 4 }),
    registers: fc.array(register, { maxLength: 3 }),
    body: fc.array(statement, { maxLength: most }),
    outputs: fc.array(output, { minLength: 1, maxLength: 3 }),
    children,
    relation: fc.nat({ max: 2 }),
    isObserved: fc.boolean(),
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
  clock: fc.constant(undefined),
  inputs: fc.array(type, { minLength: 2, maxLength: 5 }),
  registers: fc.constant([]),
  body: fc.constant([]),
  outputs: fc.array(scalarOutput, { minLength: 3, maxLength: 6 }),
  children: fc.constant([]),
  relation: fc.constant(0),
  isObserved: fc.constant(false),
  isGrouped: fc.constant(false),
});

const parameter = (name: ParameterName): fc.Arbitrary<number> => {
  const { min, max } = parameterRanges[name];
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, Math.min(min + 1, max)));
};

const arbitraryBinding: fc.Arbitrary<Binding> = fc.record({
  W: parameter('W'),
  V: parameter('V'),
  N: parameter('N'),
  K: parameter('K'),
  S: parameter('S'),
});

/** A module and two bindings of its parameters. */
export const arbitraryCase = (plan: fc.Arbitrary<ModulePlan>): fc.Arbitrary<FuzzCase> =>
  fc.record({ plan, bindings: fc.array(arbitraryBinding, { minLength: 1, maxLength: 2, size: 'max' }) });

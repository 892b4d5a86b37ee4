import fc from 'fast-check';
import { arbitraryExpression as expression } from './arbitraryExpression.ts';
import { constant, length, number, scalar, type, width } from './arbitraryTypes.ts';
import {
  type ArgumentPlans,
  MOST_WORDS,
  type OutputPlan,
  type ParameterName,
  parameterRanges,
  type RegisterPlan,
  type TypePlan,
} from './plan.ts';
import type { ActionPlan, StatementPlan } from './planStatements.ts';

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

export const output: fc.Arbitrary<OutputPlan> = fc.record({ type, value: expression });
export const scalarOutput: fc.Arbitrary<OutputPlan> = fc.record({
  type: scalar.map((plan): TypePlan => ({ scalar: plan, lengths: [] })),
  value: expression,
});
export const register: fc.Arbitrary<RegisterPlan> = fc.record({
  type,
  reset: fc.oneof(fc.constantFrom<RegisterPlan['reset']>('none', 'zero'), constant),
});

export const statements = {
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
    depth: fc.oneof(fc.integer({ min: 1, max: MOST_WORDS }), fc.constant(undefined)),
    lanes: fc.option(fc.record({ width, count: fc.integer({ min: 1, max: 4 }) }), { nil: undefined, freq: 2 }),
    readDuringWrite: fc.constantFrom('old' as const, 'new' as const),
    init: fc.oneof(
      fc.constant('none' as const),
      fc.constant('each' as const),
      fc.array(constant, { minLength: 1, maxLength: 5 }),
    ),
    writers: fc.constantFrom('priority' as const, 'disjoint' as const),
    reads: fc.array(
      fc.record({
        kind: fc.constantFrom(...(['now', 'memory', 'old', 'new', 'undefined'] as const)),
        latency: fc.constantFrom(1 as const, 2 as const),
        follows: fc.option(fc.nat({ max: 2 }), { nil: undefined, freq: 2 }),
        address: expression,
        enable: fc.option(expression, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    writes: fc.array(
      fc.record({
        address: expression,
        value: expression,
        enable: expression,
        mask: fc.option(expression, { nil: undefined }),
      }),
      { maxLength: 3 },
    ),
  }),
} satisfies Readonly<Record<string, fc.Arbitrary<StatementPlan>>>;

const argument = (name: ParameterName): fc.Arbitrary<number | 'own' | 'default'> =>
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
export const instance: fc.Arbitrary<StatementPlan> = fc.record({
  kind: fc.constant('instance' as const),
  child: number,
  arguments: argumentsOf,
  connections: fc.array(expression, { minLength: 1, maxLength: 4 }),
  repeated: fc.boolean(),
});

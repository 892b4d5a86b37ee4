import fc from 'fast-check';
import { arbitraryExpression as expression } from './arbitraryExpression.ts';
import { constant, length, number, scalar, type, width } from './arbitraryTypes.ts';
import type { ConstructPlan, EnumPlan, PartPlan, StreamStep } from './planStatements.ts';

const enumPlan: fc.Arbitrary<EnumPlan> = fc.record({
  names: fc.integer({ min: 2, max: 5 }),
  codes: fc.oneof(fc.constantFrom('counting' as const, 'one-hot' as const), fc.integer({ min: 0, max: 10 })),
});

const part = (inner: fc.Arbitrary<PartPlan | undefined>): fc.Arbitrary<PartPlan> =>
  fc.record({
    by: fc.constantFrom('bit' as const, 'low' as const, 'high' as const, 'rest' as const, 'value' as const),
    at: number,
    width: number,
    index: expression,
    value: expression,
    condition: fc.option(expression, { nil: undefined, freq: 2 }),
    inner,
  });

/** The constructs of the language, each by its kind. */
export const constructs = {
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
  bits: fc.record({
    kind: fc.constant('bits' as const),
    width,
    isSigned: fc.boolean(),
    lanes: fc.constantFrom('none' as const, 'element' as const, 'loop' as const),
    laneWidth: fc.oneof(
      fc.record({ kind: fc.constant('literal' as const), bits: fc.integer({ min: 1, max: 24 }) }),
      fc.record({ kind: fc.constantFrom('V' as const, 'index' as const), more: fc.integer({ min: 0, max: 1 }) }),
    ),
    count: length,
    element: number,
    clocked: fc.oneof(fc.constant(undefined), fc.constantFrom('none' as const, 'zero' as const), constant),
    value: expression,
    parts: fc.array(part(fc.option(part(fc.constant(undefined)), { nil: undefined, freq: 2 })), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  assertion: fc.record({ kind: fc.constant('assertion' as const), left: expression, right: expression }),
} satisfies Readonly<Record<ConstructPlan['kind'], fc.Arbitrary<ConstructPlan>>>;

import fc from 'fast-check';
import { arbitraryExpression as expression } from './arbitraryExpression.ts';
import { length, number, scalar, type } from './arbitraryTypes.ts';
import type { ConstructPlan, EnumPlan, StreamStep } from './planStatements.ts';

const enumPlan: fc.Arbitrary<EnumPlan> = fc.record({
  names: fc.integer({ min: 2, max: 5 }),
  codes: fc.oneof(fc.constantFrom('counting' as const, 'one-hot' as const), fc.integer({ min: 0, max: 10 })),
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
  assertion: fc.record({ kind: fc.constant('assertion' as const), left: expression, right: expression }),
} satisfies Readonly<Record<ConstructPlan['kind'], fc.Arbitrary<ConstructPlan>>>;

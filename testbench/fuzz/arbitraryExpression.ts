import fc from 'fast-check';
import { constant, number, scalar, width } from './arbitraryTypes.ts';
import { operatorNames } from './expression.ts';
import type { ExpressionPlan } from './plan.ts';

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

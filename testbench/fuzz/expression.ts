import type { Width } from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import { isScalar, isVec, literal, parameterConstant, toIndex } from './coerce.ts';
import { parameter } from './operands.ts';
import { operators } from './operators.ts';
import type { ExpressionPlan } from './plan.ts';
import { call, integer, type Scribe, scalarType, type Value, widthOf } from './scribe.ts';
import { selections } from './selections.ts';

/** A scalar by its number among the readable values; of a vec, an element chosen in one of several ways. */
function reference(scribe: Scribe, index: number, variant: number): Value {
  const value = scribe.values[index % scribe.values.length];
  if (value === undefined) throw new Error('nothing can be read');
  return elementOf(scribe, value, variant);
}

function elementOf(scribe: Scribe, value: Value, variant: number): Value {
  if (!isVec(value.said)) return value;
  const element = call(value, 'at', elementIndex(scribe, value.said.type.length, variant));
  return elementOf(scribe, element, variant >> 2);
}

/** A loop's index, the first or last element, or a value. */
export function elementIndex(scribe: Scribe, length: Width, variant: number) {
  const loop = scribe.indices.find(({ count }) => toExpr(count).minus(length).constant === 0);
  if (loop !== undefined && variant % 4 !== 3) return loop;
  if (variant % 4 === 0) return integer(0);
  if (variant % 4 === 1) return integer(toExpr(length).minus(1));
  const scalars = scribe.values.filter(isScalar);
  const value = scalars[(variant >> 2) % scalars.length];
  if (value === undefined) return integer(0);
  return toIndex(scribe, value, length);
}

const all = { ...operators, ...selections };
export const operatorNames = Object.keys(all);

export function expression(scribe: Scribe, plan: ExpressionPlan): Value {
  switch (plan.kind) {
    case 'reference':
      return reference(scribe, plan.index, plan.variant);
    case 'literal':
      return literal(scalarType(plan.type, scribe.parameters), plan.value);
    case 'parameter':
      return parameterConstant(parameter(scribe, plan.index));
    case 'operation': {
      const operands = plan.operands.map(operand => expression(scribe, operand));
      const [first] = operands;
      const operator = all[plan.operator];
      if (first === undefined || operator === undefined) throw new Error(`no operator ${plan.operator}`);
      const given = {
        scribe,
        a: first,
        b: operands[1] ?? first,
        c: operands[2] ?? first,
        variant: plan.variant,
        width: widthOf(plan.width, scribe.parameters),
        constant: plan.constant,
      };
      return scribe.limited(operator(given), 64 + (plan.variant % 67));
    }
  }
}

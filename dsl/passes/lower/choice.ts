import { binary, type Expression, unary } from '../../ir/verilog.ts';

type Conditional = Expression & { readonly kind: 'conditional' };

/** The value of a constant of one bit. Its width says that of what stands beside it in a choice. */
function constantBit(expression: Expression): boolean | undefined {
  if (expression.kind !== 'sized' || expression.width !== 1 || expression.signed) return undefined;
  return expression.value === 1n;
}

const arithmetic: readonly string[] = ['+', '-', '*', '/', '%', '<<', '>>', '>>>'];

/** Whether a value reads as a condition: a sum of one bit does not. */
const isLogic = (value: Expression): boolean => value.kind !== 'binary' || !arithmetic.includes(value.operator);

function negated(condition: Expression): Expression {
  if (condition.kind === 'unary' && condition.operator === '!') return condition.operand;
  if (condition.kind === 'binary' && condition.operator === '==') return { ...condition, operator: '!=' };
  if (condition.kind === 'binary' && condition.operator === '!=') return { ...condition, operator: '==' };
  return unary('!', condition);
}

/**
 * A choice between bits as the logic that it is: `c ? 1 : 0` is `c`, `c ? x : 0` is `c && x`, `c ? 1 : x` is `c || x`.
 * What chooses between more than two stays a chain of `?:`, which reads as a table.
 */
export function simplifiedChoice(expression: Expression): Expression {
  if (expression.kind !== 'conditional') return expression;
  const whenTrue = simplifiedChoice(expression.whenTrue);
  const { condition, whenFalse } = expression;
  if (whenFalse.kind === 'conditional') return { ...expression, whenTrue, whenFalse: restOfChain(whenFalse) };
  return logicOf({ ...expression, condition, whenTrue });
}

/** The links of a chain keep their form; only what they choose is made simple. */
function restOfChain(expression: Conditional): Conditional {
  const { whenTrue, whenFalse } = expression;
  return {
    ...expression,
    whenTrue: simplifiedChoice(whenTrue),
    whenFalse: whenFalse.kind === 'conditional' ? restOfChain(whenFalse) : whenFalse,
  };
}

function logicOf(choice: Conditional): Expression {
  const { condition, whenTrue, whenFalse } = choice;
  const [first, second] = [constantBit(whenTrue), constantBit(whenFalse)];
  if (first !== undefined && second !== undefined) {
    if (first === second) return whenTrue;
    return first ? condition : negated(condition);
  }
  if (!isLogic(whenTrue) || !isLogic(whenFalse)) return choice;
  if (second === false) return binary('&&', condition, whenTrue);
  if (second === true) return binary('||', negated(condition), whenTrue);
  if (first === true) return binary('||', condition, whenFalse);
  if (first === false) return binary('&&', negated(condition), whenFalse);
  return choice;
}

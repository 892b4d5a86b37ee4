import { describeType, nodeName, requireType, sameTypes } from './conformance.ts';
import { callLabel, compareWidths, context, isProvablyAtLeast, widthText } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { difference, maxWidth, provablyNonNegative, toExpr, type Width } from './ir/integer.ts';
import type { BinaryOperator, Node, UnaryOperator } from './ir/node.ts';
import { bool, type HwType, type SIntType, sint, type UIntType, uint } from './types.ts';

/** Operations on nodes, untyped in TypeScript's sense: `signal.ts` says what a user may ask of which type. */

export type NumberType = UIntType | SIntType;

/** The node's type as a number, or a diagnostic. */
export function numberType(node: Node, operation: string): NumberType {
  if (node.type.kind === 'uint' || node.type.kind === 'sint') return node.type;
  return fail(
    'type-mismatch',
    {
      operation,
      expected: 'a uint or a sint',
      actual: describeType(node.type),
      suggestion: 'Use `asUint()` or `pack` first.',
    },
    [callLabel()],
  );
}

function like(type: NumberType, width: Width): NumberType {
  return type.kind === 'sint' ? sint(width) : uint(width);
}

/** The node at another width. */
export function resize(node: Node, width: Width): Node {
  const type = numberType(node, 'a change of width');
  const relation = compareWidths(type.width, width);
  if (relation === 'equal') return node;
  const direction = isProvablyAtLeast(width, type.width)
    ? 'extend'
    : isProvablyAtLeast(type.width, width)
      ? 'truncate'
      : 'any';
  return context('a change of width').node({ kind: 'resize', type: like(type, width), operand: node, direction });
}

export function requireOrder(larger: Width, smaller: Width, operation: string, node: Node): void {
  const rest = difference(toExpr(larger), toExpr(smaller));
  if (provablyNonNegative(rest)) return;
  if (rest.constant !== undefined)
    fail(
      'type-mismatch',
      {
        operation,
        expected: operation === 'extend' ? `at least ${widthText(smaller)} bits` : `at most ${widthText(larger)} bits`,
        actual: operation === 'extend' ? widthText(larger) : widthText(smaller),
        suggestion: '`fit` extends or truncates, whichever is needed.',
      },
      [callLabel()],
    );
  context(operation).oblige({
    relation: toExpr(larger).atLeast(toExpr(smaller)),
    code: 'unproved-width',
    target: nodeName(node),
    targetSite: node.site,
    guard: `${widthText(larger)} must be at least ${widthText(smaller)}`,
  });
}

function sameSign(operation: string, left: Node, right: Node): void {
  if (left.type.kind !== right.type.kind)
    context(operation).report('sign-mismatch', {
      operation,
      left: describeType(left.type),
      right: describeType(right.type),
    });
}

/** Both operands at `width`, joined. */
export function arithmetic(
  operator: BinaryOperator,
  left: Node,
  right: Node,
  width: Width,
  name: string = operator,
): Node {
  sameSign(name, left, right);
  const type = like(numberType(left, name), width);
  return context(name).node({
    kind: 'binary',
    operator,
    type,
    left: resize(left, width),
    right: resize(right, width),
  });
}

const widerOf = (left: Node, right: Node, operation: string): Width => {
  const width = maxWidth(numberType(left, operation).width, numberType(right, operation).width);
  return width.constant ?? width;
};

const plus = (width: Width, amount: Width): Width => {
  const sum = toExpr(width).plus(amount);
  return sum.constant ?? sum;
};

export const add = (left: Node, right: Node): Node =>
  arithmetic('add', left, right, plus(widerOf(left, right, 'add'), 1));

/** The exact difference as a sint: unsigned operands gain their sign bit first. */
export function sub(left: Node, right: Node): Node {
  sameSign('sub', left, right);
  const width = plus(widerOf(left, right, 'sub'), 1);
  const raw = arithmetic('sub', left, right, width);
  return raw.type.kind === 'sint' ? raw : cast(raw, sint(width));
}

export const addWrap = (left: Node, right: Node): Node =>
  arithmetic('add', left, right, widerOf(left, right, 'addWrap'), 'addWrap');
export const subWrap = (left: Node, right: Node): Node =>
  arithmetic('sub', left, right, widerOf(left, right, 'subWrap'), 'subWrap');

export function mul(left: Node, right: Node): Node {
  return arithmetic('mul', left, right, plus(numberType(left, 'mul').width, numberType(right, 'mul').width));
}

/** Bitwise: equal types, bools included. */
export function bitwise(operator: 'and' | 'or' | 'xor', left: Node, right: Node): Node {
  if (left.type.kind === 'enum') numberType(left, operator);
  requireSameType(operator, left, right);
  return context(operator).node({ kind: 'binary', operator, type: left.type, left, right });
}

function requireSameType(operation: string, left: Node, right: Node): void {
  requireType(operation, left.type, right.type);
}

const isNumber = ({ type }: Node): boolean => type.kind === 'uint' || type.kind === 'sint';

/** Comparisons: of bools, enumerations and vecs as they are, of numbers at the wider width. */
export function compare(operator: BinaryOperator, left: Node, right: Node): Node {
  if (!isNumber(left)) {
    if (left.type.kind === 'enum' && operator !== 'eq' && operator !== 'ne') numberType(left, operator);
    requireSameType(operator, left, right);
    return context(operator).node({ kind: 'binary', operator, type: bool, left, right });
  }
  sameSign(operator, left, right);
  const width = widerOf(left, right, operator);
  return context(operator).node({
    kind: 'binary',
    operator,
    type: bool,
    left: resize(left, width),
    right: resize(right, width),
  });
}

export function unary(operator: UnaryOperator, operand: Node): Node {
  const reduces = operator.startsWith('reduce');
  return context(operator).node({ kind: 'unary', operator, operand, type: reduces ? bool : operand.type });
}

export function mux(condition: Node, whenTrue: Node, whenFalse: Node): Node {
  requireCondition(condition, 'mux');
  if (!isNumber(whenTrue)) {
    requireSameType('mux', whenTrue, whenFalse);
    return context('mux').node({ kind: 'mux', type: whenTrue.type, condition, whenTrue, whenFalse });
  }
  sameSign('mux', whenTrue, whenFalse);
  const width = widerOf(whenTrue, whenFalse, 'mux');
  const [a, b] = [resize(whenTrue, width), resize(whenFalse, width)];
  return context('mux').node({ kind: 'mux', type: a.type, condition, whenTrue: a, whenFalse: b });
}

export function requireCondition(condition: Node, operation: string): void {
  if (condition.type.kind !== 'bool')
    fail(
      'type-mismatch',
      {
        operation,
        expected: 'a bool',
        actual: describeType(condition.type),
        suggestion: 'Compare the value, for example with `.ne(0)`, or use `asBool()` on a uint of one bit.',
      },
      [callLabel()],
    );
}

export function cast(operand: Node, type: HwType): Node {
  if (sameTypes(operand.type, type)) return operand;
  if (operand.kind === 'cast' && sameTypes(operand.operand.type, type)) return operand.operand;
  return context('a cast').node({ kind: 'cast', operand, type });
}

export function slice(operand: Node, low: Width, width: Width): Node {
  numberType(operand, 'slice');
  requireOrder(operand.type.width, plus(low, width), 'slice', operand);
  return context('slice').node(
    { kind: 'slice', type: uint(width), operand, low: toExpr(low) },
    context('slice').region,
  );
}

export function concat(operands: readonly Node[]): Node {
  const total = operands.map(node => node.type.width).reduce<Width>((sum, width) => plus(sum, width), 0);
  return context('cat').node({ kind: 'concat', operands, type: uint(total) });
}

import { requireType } from './conformance.ts';
import { literal, parameterValue } from './constants.ts';
import { context, isProvablyAtLeast } from './context.ts';
import { IntExpr, lowerBound, toExpr, type Width } from './ir/integer.ts';
import type { BinaryOperator, Node } from './ir/node.ts';
import * as op from './operations.ts';
import type { Rounding } from './signal.ts';
import { bool, type HwType, sint, uint } from './types.ts';

/** Operations composed of simpler ones. Each says what becomes of the bits that leave. */

const minus = (width: Width, amount: Width): Width => {
  const rest = toExpr(width).minus(amount);
  return rest.constant ?? rest;
};

/** `0 - x`, exactly. */
export function negate(operand: Node): Node {
  return op.sub(literal(operand.type, 0n), operand);
}

/** The least width of a type, which may be anything up to infinity: beyond 64 bits the wider form is right too. */
const leastWidth = (type: op.NumberType): bigint => BigInt(Math.min(lowerBound(toExpr(type.width)), 64));

/**
 * Whether an order comparison with a number is neither out of range nor always the same, whatever the parameters: the
 * type holds the number, and values on both sides of the comparison.
 */
function divides(operator: BinaryOperator, type: op.NumberType, number: bigint): boolean {
  const width = leastWidth(type);
  const low = type.kind === 'uint' ? 0n : -(2n ** (width - 1n));
  const high = type.kind === 'uint' ? 2n ** width - 1n : 2n ** (width - 1n) - 1n;
  // `a > n` is `a >= n + 1`.
  const least = operator === 'gt' || operator === 'le' ? number + 1n : number;
  return number >= low && number <= high && least > low && least <= high;
}

/**
 * Whether an order comparison would still be always the same, by its widths, one bit wider than the value is at least: the
 * number is the last that this width holds.
 */
function endsWider(operator: BinaryOperator, type: op.NumberType, number: bigint): boolean {
  const width = leastWidth(type);
  if (operator === 'gt' || operator === 'le')
    return number === (type.kind === 'uint' ? 2n ** (width + 1n) : 2n ** width) - 1n;
  return type.kind === 'sint' && number === -(2n ** width);
}

/**
 * An order comparison with a constant. Where the value's own width need not hold the constant, or the comparison may
 * be one that is always the same, both sides are one bit wider than the value, so that a constant of 2^width, the
 * commonest of all (`count < DEPTH`), is still right; two bits wider where the constant is the last that one holds, and
 * signed where it may be 0, so that no tool takes the comparison for one that is always true.
 */
export function compareOrderWithConstant<C extends number | bigint | IntExpr>(
  operator: BinaryOperator,
  value: Node,
  constantNode: (constant: C, type: HwType) => Node,
  constant: C,
): Node {
  const type = op.numberType(value, operator);
  const number = typeof constant === 'object' || !Number.isInteger(Number(constant)) ? undefined : BigInt(constant);
  if (number !== undefined && divides(operator, type, number))
    return op.compare(operator, value, constantNode(constant, type));
  const wide = toExpr(type.width).plus(number !== undefined && endsWider(operator, type, number) ? 2 : 1);
  const width = wide.constant ?? wide;
  const extended = op.resize(value, width);
  const mayBeZero = constant instanceof IntExpr ? lowerBound(constant) < 1 : Number(constant) <= 0;
  if (type.kind === 'uint' && mayBeZero) {
    const signed = op.cast(extended, sint(width));
    return op.compare(operator, signed, constantNode(constant, signed.type));
  }
  return op.compare(operator, extended, constantNode(constant, extended.type));
}

/** Clamped to `width` bits, fewer than the value has. */
export function saturate(value: Node, width: Width): Node {
  const type = op.numberType(value, 'saturate');
  const dropped = minus(type.width, width);
  if (type.kind === 'uint') {
    const fits = op.unary('not', op.unary('reduceOr', op.slice(value, width, dropped)));
    return op.mux(fits, op.resize(value, width), allOnes(width));
  }
  const below = minus(width, 1);
  const high = op.slice(value, below, toExpr(dropped).plus(1));
  const fits = op.bitwise('or', op.unary('reduceAnd', high), op.unary('not', op.unary('reduceOr', high)));
  const negative = op.cast(op.slice(value, minus(type.width, 1), 1), bool);
  const [lowest, highest] = extremes(width);
  return op.mux(
    fits,
    op.resize(value, width),
    op.mux(negative, op.cast(lowest, sint(width)), op.cast(highest, sint(width))),
  );
}

/** The bits of the least and of the greatest sint of this width; one bit holds -1 and 0. */
function extremes(width: Width): readonly [Node, Node] {
  const below = minus(width, 1);
  if (isProvablyAtLeast(width, 2))
    return [
      op.concat([literal(uint(1), 1n), literal(uint(below), 0n)]),
      op.concat([literal(uint(1), 0n), allOnes(below)]),
    ];
  const highest = shift('right', allOnes(width), literal(uint(1), 1n));
  return [op.unary('not', highest), highest];
}

/** One more, wrapping. In a sint that may have one bit, 1 is no value, but -1 is. */
export const increment = (value: Node): Node =>
  mayBeOneBitSigned(value) ? op.subWrap(value, literal(value.type, -1n)) : op.addWrap(value, literal(value.type, 1n));

/** One less, wrapping. */
export const decrement = (value: Node): Node =>
  mayBeOneBitSigned(value) ? op.addWrap(value, literal(value.type, -1n)) : op.subWrap(value, literal(value.type, 1n));

const mayBeOneBitSigned = ({ type }: Node): boolean => type.kind === 'sint' && !isProvablyAtLeast(type.width, 2);

function allOnes(width: Width): Node {
  const ones = literal(sint(width), -1n);
  return op.cast(ones, uint(width));
}

/** Bits of a number as a uint of its width. */
const bits = (value: Node): Node => op.cast(value, uint(value.type.width));

/** `value / 2^amount`, rounded down. */
export function shiftRightBy(value: Node, amount: Width): Node {
  const type = op.numberType(value, 'shiftRightBy');
  const high = op.slice(value, amount, minus(type.width, amount));
  return type.kind === 'sint' ? op.cast(high, sint(high.type.width)) : high;
}

/** `value * 2^amount`. */
export function shiftLeftBy(value: Node, amount: Width): Node {
  const type = op.numberType(value, 'shiftLeftBy');
  const joined = op.concat([bits(value), literal(uint(amount), 0n)]);
  return type.kind === 'sint' ? op.cast(joined, sint(joined.type.width)) : joined;
}

/** `value / 2^amount`, rounded: the quotient rounded down plus the highest bit that leaves, ties as `rounding` says. */
export function shiftRightRound(value: Node, amount: Width, rounding: Rounding): Node {
  const type = op.numberType(value, 'shiftRightRound');
  const floor = shiftRightBy(value, amount);
  const half = op.slice(value, minus(amount, 1), 1);
  let up = half;
  if (rounding === 'half-even') {
    const odd = op.cast(op.slice(value, amount, 1), bool);
    const below = belowHalf(value, amount);
    const upwards = below === undefined ? odd : op.bitwise('or', odd, op.unary('reduceOr', below));
    up = op.cast(op.bitwise('and', op.cast(half, bool), upwards), uint(1));
  }
  const one = op.resize(up, toExpr(floor.type.width).plus(1));
  const increment = type.kind === 'sint' ? op.cast(one, sint(one.type.width)) : one;
  return op.arithmetic('add', floor, increment, increment.type.width);
}

/** The bits that leave below the half; undefined where there are none. They are all 0 in a tie. */
function belowHalf(value: Node, amount: Width): Node | undefined {
  const rest = minus(amount, 1);
  if (rest === 0) return undefined;
  if (typeof rest === 'number') return op.slice(value, 0, rest);
  // The parameters may make it one bit that leaves and none below: shifted, the width stays above 0.
  return shift('left', op.slice(value, 0, amount), literal(uint(1), 1n));
}

/** A number of places to shift by, as a value. */
export function amountNode(amount: Width): Node {
  const places = toExpr(amount);
  if (places.constant === undefined) return parameterValue(uint(32), places);
  const value = BigInt(places.constant);
  return literal(uint(value.toString(2).length), value);
}

/** Shift by a value. */
export function shift(direction: 'left' | 'right', operand: Node, amount: Node): Node {
  op.numberType(operand, 'shift');
  if (amount.type.kind !== 'uint') requireType('shift', uint(amount.type.width), amount.type);
  return context('shift').node({ kind: 'shift', direction, type: operand.type, operand, amount });
}

/** `value` one bit up, with `bit` in the lowest place. */
export function shiftIn(value: Node, bit: Node): Node {
  const up = shift('left', value, literal(uint(1), 1n));
  return op.bitwise('or', up, op.resize(op.cast(bit, uint(1)), value.type.width));
}

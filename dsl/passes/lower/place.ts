import { difference, type IntExpr, toExpr, type Width } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';
import type { Expression } from '../../ir/verilog.ts';
import type { Integers } from './integers.ts';

/**
 * Bits of something that has a name. They begin at `index * unit + low`: `unit` is the width of the vec's element, so
 * that an element of a vec of vecs reads `(r*COLS + c)*WIDTH`.
 */
export interface Place {
  readonly base: Expression;
  /** Bits of the whole of `base`. */
  readonly total: Width;
  readonly index: IntExpr;
  readonly unit: Width;
  readonly low: IntExpr;
  readonly width: Width;
}

export function wholePlace(base: Expression, width: Width): Place {
  return { base, total: width, index: toExpr(0), unit: width, low: toExpr(0), width };
}

/**
 * Element `index` of a place that holds a vec with elements of `width` bits, or the bits of a number. Where the place is an
 * element itself, both indices become one; but not where it is only some bits of an element.
 */
export function elementOf(place: Place, index: IntExpr, length: Width, width: Width): Place {
  const { base, total, low } = place;
  if (isZero(place.index)) return { base, total, index, unit: width, low, width };
  const isWholeElement = difference(toExpr(place.width), toExpr(place.unit)).constant === 0;
  if (!isWholeElement) return { base, total, index, unit: width, low: start(place), width };
  return { base, total, index: place.index.times(length).plus(index), unit: width, low, width };
}

/** `width` bits of a place from bit `low` up. */
export function sliceOf(place: Place, low: IntExpr, width: Width): Place {
  const { base, total, index, unit } = place;
  return { base, total, index, unit, low: isZero(place.low) ? low : place.low.plus(low), width };
}

const isZero = (expression: IntExpr): boolean => expression.constant === 0;
const isOne = (width: Width): boolean => toExpr(width).constant === 1;

export function isWhole({ index, low, width, total }: Place): boolean {
  return isZero(index) && isZero(low) && difference(toExpr(width), toExpr(total)).constant === 0;
}

/** Where the place begins in its base. */
function start(place: Place): IntExpr {
  if (isZero(place.index)) return place.low;
  const offset = isOne(place.unit) ? place.index : place.index.times(place.unit);
  return isZero(place.low) ? offset : offset.plus(place.low);
}

export function printPlace(place: Place, integers: Integers): Expression {
  if (isWhole(place) || isOne(place.total)) return place.base;
  const from = start(place);
  const bits = { low: from, width: place.width };
  if (isOne(place.width)) return { kind: 'select', base: place.base, index: integers.expression(from), bits };
  const width = integers.expression(place.width);
  if (isZero(from)) return { kind: 'low-part', base: place.base, width, bits };
  return { kind: 'part', base: place.base, low: integers.expression(from), width, bits };
}

/** `WIDTH-1`, close together as in a range. */
function tightDecrement(width: Width, integers: Integers): Expression {
  const bits = integers.expression(width);
  if (bits.kind !== 'identifier') return integers.expression(toExpr(width).minus(1));
  return { kind: 'binary', operator: '-', tight: true, left: bits, right: { kind: 'integer', value: 1 } };
}

/** The highest bit of a place: the sign of a sint. */
export function printTopBit(place: Place, integers: Integers): Expression {
  if (isOne(place.total)) return place.base;
  const top = toExpr(place.width).minus(1);
  const from = start(place);
  const index: Expression = isZero(from) ? tightDecrement(place.width, integers) : integers.expression(from.plus(top));
  return { kind: 'select', base: place.base, index, bits: { low: from.plus(top), width: 1 } };
}

/** An element of a vec with a dynamic index that a loop compares: `base[i*width +: width]`. */
export function loopElement(place: Place, variable: Expression, width: Width, integers: Integers): Expression {
  // A name of one bit has no range.
  if (isOne(place.total)) return place.base;
  const bits = integers.expression(width);
  const offset: Expression = isOne(width)
    ? variable
    : { kind: 'binary', operator: '*', left: variable, right: bits, tight: true };
  const from = start(place);
  const low: Expression = isZero(from)
    ? offset
    : { kind: 'binary', operator: '+', left: integers.expression(from), right: offset };
  return isOne(width)
    ? { kind: 'select', base: place.base, index: low }
    : { kind: 'part', base: place.base, low, width: bits };
}

export type PlaceOf = (node: Node) => Place | undefined;

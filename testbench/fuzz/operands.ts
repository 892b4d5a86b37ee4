import { type HwType, indexWidth, mux, type Width } from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import { literalValue } from '../../dsl/passes/lower/literalValue.ts';
import { operandNode } from '../../dsl/sources.ts';
import { type toBool, toKind, toNumber, toUint } from './coerce.ts';
import { call, integer, type Said, type Scribe, type Value } from './scribe.ts';

/** What an operator is given: scalars, and numbers to choose variants by. */
export interface Given {
  readonly scribe: Scribe;
  readonly a: Value;
  readonly b: Value;
  readonly c: Value;
  readonly variant: number;
  readonly width: Width;
  readonly constant: bigint;
}
export type Operator = (given: Given) => Value;

/** The signedness that an operator takes from a value. */
export const sign = (value: Value): 'uint' | 'sint' => (value.said.type.kind === 'sint' ? 'sint' : 'uint');

/** Both as numbers of the first one's signedness. */
export function numbers({ scribe, a, b, variant }: Given, most?: number): readonly [Value, Value] {
  const first = scribe.limited(toNumber(a), most);
  return [first, scribe.limited(toKind(b, sign(first), variant), most)];
}

/** A parameter or an index of a loop. */
export function parameter(scribe: Scribe, index: number): Said<Width> {
  const { K, N, W, V } = scribe.parameters;
  const all: readonly Said<Width>[] = [K, N, ...scribe.indices, W, V];
  return all[index % all.length] ?? K;
}

/** A number of bits to shift or leave out, of at least `least`: a number, or an expression of a parameter. */
export function amount({ scribe, variant }: Given, least: number): Width {
  const { K, V } = scribe.parameters;
  const choices: Width[] = [
    least + (variant % 8),
    toExpr(K.said).plus(least),
    least + (variant % 40),
    toExpr(V.said).plus(least),
  ];
  return choices[(variant >> 5) % choices.length] ?? least;
}

/** The sum of two widths. */
export const sum = (left: Width, right: Width): Width => {
  const total = toExpr(left).plus(right);
  return total.constant ?? total;
};

/** The first operand with at least `width` bits, and up to three more. */
export const holding = ({ a, variant }: Given, width: Width): Value =>
  call(toNumber(a), 'fit', integer(sum(width, variant % 4)));

/** Bits of an index below a length. */
export const indexBits = (length: Width): Width => {
  const bits = indexWidth(length);
  return bits.constant ?? bits;
};

/** What is computed has up to 31 bits: where it is constant, Yosys up to 0.53 takes more modulo two to the 32. */
export function shiftAmount(scribe: Scribe, value: Value, variant: number): Value {
  if (variant % 8 !== 0) return toUint(value, 1 + (variant % 9));
  const amount = toUint(value);
  return literalValue(operandNode(amount.said)) === undefined ? scribe.limited(amount, 31) : amount;
}

/** One of two values. */
export function choose(condition: ReturnType<typeof toBool>, left: Value, right: Value): Value {
  return {
    said: mux<HwType>(condition.said, left.said, right.said),
    text: `mux(${condition.text}, ${left.text}, ${right.text})`,
  };
}

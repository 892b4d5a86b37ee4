/**
 * Requantisation a second time, with unbounded integers and from other descriptions than docs/numerics.md's formulas:
 * slow, and independent of the golden model's arithmetic. For tests of the golden model.
 *
 * - `single`: the nearest integer to a fraction, the upper one of two.
 * - `double`: gemmlowp's two functions as its source describes them (nudge by sign, division toward zero; remainder
 *   against a threshold).
 * - `float`: rounding of exact fractions to 24 significant bits.
 */
import type { Requantisation } from './requantise.ts';

type Tie = 'up' | 'even';

/** numerator / denominator to the nearest integer. `denominator` is positive. */
function nearest(numerator: bigint, denominator: bigint, tie: Tie): bigint {
  const remainder = ((numerator % denominator) + denominator) % denominator;
  const floor = (numerator - remainder) / denominator;
  if (2n * remainder < denominator) return floor;
  if (2n * remainder > denominator || tie === 'up') return floor + 1n;
  return floor % 2n === 0n ? floor : floor + 1n;
}

/** One accumulator, one channel: the output before the offset and the clamp. */
export function bigIntSingle(accumulator: number, multiplier: number, shift: number): number {
  const exact = BigInt(accumulator) * BigInt(multiplier);
  return Number(BigInt.asIntN(32, nearest(exact, 2n ** BigInt(31 - shift), 'up')));
}

/** As `bigIntSingle`, for mode `double`. */
export function bigIntDouble(accumulator: number, multiplier: number, shift: number): number {
  const left = BigInt.asIntN(32, BigInt(accumulator) * 2n ** BigInt(Math.max(shift, 0)));
  // SaturatingRoundingDoublingHighMul; BigInt's division truncates toward zero, as C's does.
  const product = left * BigInt(multiplier);
  const nudge = product >= 0n ? 2n ** 30n : 1n - 2n ** 30n;
  const high = (product + nudge) / 2n ** 31n;
  // RoundingDivideByPOT; asUintN is the bitwise and with the mask, the exact quotient the shift.
  const exponent = BigInt(Math.max(-shift, 0));
  const remainder = BigInt.asUintN(Number(exponent), high);
  const threshold = (2n ** exponent - 1n) / 2n + (high < 0n ? 1n : 0n);
  return Number((high - remainder) / 2n ** exponent + (remainder > threshold ? 1n : 0n));
}

/** As `bigIntSingle`, for mode `float`. */
export function bigIntFloat(accumulator: number, scale: number): number {
  const rounded = toBinary32({ numerator: BigInt(accumulator), exponent: 0 });
  const factor = exactly(scale);
  const product = toBinary32({
    numerator: rounded.numerator * factor.numerator,
    exponent: rounded.exponent + factor.exponent,
  });
  const integer =
    product.exponent >= 0
      ? product.numerator * 2n ** BigInt(product.exponent)
      : nearest(product.numerator, 2n ** BigInt(-product.exponent), 'even');
  const top = 2n ** 31n;
  return Number(integer >= top ? top - 1n : integer < -top ? -top : integer);
}

/** numerator · 2^exponent. */
interface Dyadic {
  readonly numerator: bigint;
  readonly exponent: number;
}

/** The value of a finite float32, taken apart bit by bit. */
function exactly(value: number): Dyadic {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const biased = (bits >>> 23) & 0xff;
  const fraction = BigInt(bits & 0x7fffff);
  const magnitude = biased === 0 ? fraction : fraction + 2n ** 23n;
  return { numerator: bits >>> 31 === 1 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 150 };
}

/** The nearest multiple of the last place of binary32: 24 bits, and none below 2^−149. Overflow is left to the clamp. */
function toBinary32({ numerator, exponent }: Dyadic): Dyadic {
  const length = (numerator < 0n ? -numerator : numerator).toString(2).length;
  const dropped = Math.max(length - 24, -149 - exponent, 0);
  return { numerator: nearest(numerator, 2n ** BigInt(dropped), 'even'), exponent: exponent + dropped };
}

/** `requantise`, element by element, of whole rows. */
export function bigIntRequantise(accumulators: Int32Array, requantisation: Requantisation): Int8Array {
  return Int8Array.from(accumulators, (accumulator, index) => {
    const of = (values: Int32Array | Int8Array | Float32Array) => values[index % values.length] ?? Number.NaN;
    const { offset, low, high, relu } = requantisation;
    const output = offset + bigIntScaled(accumulator, requantisation, of);
    const activated = relu && output < offset ? offset : output;
    if (activated < low) return low;
    if (activated > high) return high;
    return activated;
  });
}

function bigIntScaled(
  accumulator: number,
  requantisation: Requantisation,
  of: (values: Int32Array | Int8Array | Float32Array) => number,
): number {
  if (requantisation.mode === 'float') return bigIntFloat(accumulator, of(requantisation.scale));
  const scaled = requantisation.mode === 'single' ? bigIntSingle : bigIntDouble;
  return scaled(accumulator, of(requantisation.multiplier), of(requantisation.shift));
}

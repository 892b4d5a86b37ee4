/**
 * Golden model of requantisation, int32 accumulators to int8, written from docs/numerics.md, "Requantisation".
 *
 *   single   y = wrap_32( (acc · q + 2^(30−e)) >> (31−e) )
 *   double   h = (wrap_32(acc << max(e, 0)) · q + 2^30) >> 31, then a rounding shift right by max(−e, 0)
 *   float    y = RNE( fround( fround(acc) · scale ) )
 *   all      out = min( max( y + offset, low ), high ), with ReLU: low no lower than offset
 */
import { roundHalfToEven } from './quantise.ts';

/** Modes `single` and `double`. An array holds one value for all columns, or one a column. */
export interface FixedPointScaling {
  readonly mode: 'single' | 'double';
  /** q, read as q / 2^31: 0 to 2^31 − 1. */
  readonly multiplier: Int32Array;
  /** e, −31 to 30: positive shifts left. */
  readonly shift: Int8Array;
}

/** Mode `float`. */
export interface FloatScaling {
  readonly mode: 'float';
  /** One finite value for all columns, or one a column. */
  readonly scale: Float32Array;
}

/** How accumulators become outputs, and into which range: of int8 outputs, all values are −128 to 127. */
export type Requantisation = (FixedPointScaling | FloatScaling) & {
  /** The output's zero point. */
  readonly offset: number;
  /** The smallest output, at most `high`. For int4 outputs −8 and 7. */
  readonly low: number;
  readonly high: number;
  /** Real values below 0 become 0: no output is below `offset`, except where `high` is. Absent means false. */
  readonly relu?: boolean;
};

/**
 * Requantises a matrix of accumulators to int8.
 *
 * @param accumulators rows × columns, row by row; a channel is a column
 * @returns rows × columns, row by row
 * @throws RangeError when the matrix is not whole rows, or a parameter is out of its range or not one or `columns` values
 */
export function requantise(accumulators: Int32Array, columns: number, requantisation: Requantisation): Int8Array {
  return Int8Array.from(requantiseTo(8, accumulators, columns, requantisation));
}

/** As requantise, to outputs of `width` bits, 2 to 32. */
export function requantiseTo(
  width: number,
  accumulators: Int32Array,
  columns: number,
  requantisation: Requantisation,
): Int32Array {
  if (
    !Number.isSafeInteger(columns) ||
    columns < 0 ||
    (columns === 0 ? accumulators.length > 0 : accumulators.length % columns)
  ) {
    throw new RangeError(`requantise: ${accumulators.length} accumulators are not rows of ${columns}.`);
  }
  checkRequantisation(requantisation, columns, width);
  const scaled = scaling(requantisation);
  const { low, high } = clampOf(requantisation);
  return accumulators.map((accumulator, index) => {
    const y = scaled(accumulator, index % columns) + requantisation.offset;
    return Math.min(Math.max(y, low), high);
  });
}

/** The clamp that hardware is given: ReLU raises `low` to `offset`, but not above `high`. */
export function clampOf({ offset, low, high, relu }: Requantisation): { readonly low: number; readonly high: number } {
  return { low: relu ? Math.min(Math.max(low, offset), high) : low, high };
}

/** y of one accumulator in a column. */
function scaling(requantisation: Requantisation): (accumulator: number, column: number) => number {
  if (requantisation.mode === 'float') {
    const scale = perColumn(requantisation.scale);
    return (accumulator, column) => scaleFloat(accumulator, scale(column));
  }
  const multiplier = perColumn(requantisation.multiplier);
  const shift = perColumn(requantisation.shift);
  const scaleFixed = requantisation.mode === 'single' ? scaleSingle : scaleDouble;
  return (accumulator, column) => scaleFixed(accumulator, multiplier(column), shift(column));
}

type Values = Int32Array | Int8Array | Float32Array;

function perColumn(values: Values): (column: number) => number {
  const [first = 0] = values;
  return values.length === 1 ? () => first : column => values[column] ?? 0;
}

/** Mode `single`: acc · q · 2^(e−31), rounded once, ties upward; wraps at 32 bits. */
export function scaleSingle(accumulator: number, multiplier: number, shift: number): number {
  return roundedHighPart(accumulator, multiplier, 31 - shift);
}

/** Mode `double`: the high part of the product, ties upward, then a shift right, ties away from zero. */
export function scaleDouble(accumulator: number, multiplier: number, shift: number): number {
  const right = Math.max(-shift, 0);
  const high = roundedHighPart(accumulator << Math.max(shift, 0), multiplier, 31);
  if (right === 0) return high;
  return Math.floor((high + 2 ** (right - 1) - (high < 0 ? 1 : 0)) / 2 ** right);
}

/** Mode `float`: two roundings to float32, and one to an integer, ties to even; int32's ends beyond int32. */
export function scaleFloat(accumulator: number, scale: number): number {
  // The product of two 24-bit significands is exact in a double, so that fround is its only rounding.
  const product = Math.fround(Math.fround(accumulator) * scale);
  if (product >= 2 ** 31) return 2 ** 31 - 1;
  if (product <= -(2 ** 31)) return -(2 ** 31);
  return roundHalfToEven(product) | 0;
}

/**
 * wrap_32( (value · multiplier + 2^(right−1)) >> right ), exact.
 *
 * The product, up to 62 bits, is kept as high · 2^32 + low, with `low` unsigned; every step stays below 2^53.
 *
 * @param value int32
 * @param multiplier 0 to 2^31 − 1
 * @param right 1 to 62
 */
function roundedHighPart(value: number, multiplier: number, right: number): number {
  const upper = (value >> 16) * multiplier;
  const upperHigh = Math.floor(upper / 2 ** 16);
  const rest = (upper - upperHigh * 2 ** 16) * 2 ** 16 + (value & 0xffff) * multiplier;
  const carry = Math.floor(rest / 2 ** 32);
  const high = upperHigh + carry;
  if (right > 32) return Math.floor((high + 2 ** (right - 33)) / 2 ** (right - 32));
  const low = rest - carry * 2 ** 32 + 2 ** (right - 1);
  const lowCarry = Math.floor(low / 2 ** 32);
  // `| 0` takes any double modulo 2^32, and a power of two times an integer is exact.
  const above = ((high + lowCarry) * 2 ** (32 - right)) | 0;
  return (above + Math.floor((low - lowCarry * 2 ** 32) / 2 ** right)) | 0;
}

function checkRequantisation(requantisation: Requantisation, columns: number, width: number): void {
  const { offset, low, high } = requantisation;
  for (const [name, value] of Object.entries({ offset, low, high })) {
    checkInteger(name, value, -(2 ** (width - 1)), 2 ** (width - 1) - 1);
  }
  if (low > high) throw new RangeError(`requantise: low, ${low}, is above high, ${high}.`);
  if (requantisation.mode === 'float') {
    checkCount('scale', requantisation.scale, columns);
    for (const scale of requantisation.scale) {
      if (!Number.isFinite(scale)) throw new RangeError(`requantise: scale is ${scale}, but it must be finite.`);
    }
    return;
  }
  checkCount('multiplier', requantisation.multiplier, columns);
  checkCount('shift', requantisation.shift, columns);
  for (const multiplier of requantisation.multiplier) checkInteger('multiplier', multiplier, 0, 2 ** 31 - 1);
  for (const shift of requantisation.shift) checkInteger('shift', shift, -31, 30);
}

function checkCount(name: string, { length }: Values, columns: number): void {
  if (length !== 1 && length !== columns) {
    throw new RangeError(`requantise: ${name} has ${length} values, but it must have 1 or ${columns}.`);
  }
}

function checkInteger(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`requantise: ${name} is ${value}, but it must be ${low} to ${high}.`);
  }
}

/**
 * A product with zero points as the signed GEMM that an engine is given (docs/numerics.md, "Zero points").
 *
 *   Y = (A − za) · (B − zb) + bias
 *
 * A's zero point goes into the bias. B's is subtracted where the ports have the bits for it; otherwise −zb is added as
 * rows of K, in as many blocks as it takes to fit, and A is repeated beside itself.
 */
import type { Operand } from '../golden/gemm.ts';

/** Signed operands and their zero points, what was unsigned being shifted already. */
export interface QuantisedOperands {
  /** m × k */
  readonly a: Operand;
  /** k × n */
  readonly b: Operand;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly aZero: number;
  /** One for all columns, or one a column; absent means 0. */
  readonly bZero?: Operand;
  readonly bias?: Int32Array;
}

/** What the engine multiplies. */
export interface FoldedOperands {
  readonly a: Operand;
  readonly b: Operand;
  readonly m: number;
  /** The inner dimension with the blocks for zero points: a multiple of the operands' own. */
  readonly k: number;
  readonly n: number;
  readonly bias?: Int32Array;
}

const ends = (width: number) => ({ low: -(2 ** (width - 1)), high: 2 ** (width - 1) - 1 });

/** Numbers of `width` bits that add up to a value of either sign. */
function inParts(value: number, width: number): number[] {
  const { low, high } = ends(width);
  const parts: number[] = [];
  for (let rest = value; rest !== 0; rest -= parts.at(-1) ?? rest) parts.push(Math.min(Math.max(rest, low), high));
  return parts;
}

/** −zb as vectors of one value a column that fit in `width` bits: none where all are 0. */
function negatedInParts(zero: (column: number) => number, n: number, width: number): Int16Array[] {
  const columns = Array.from({ length: n }, (_, column) => inParts(-zero(column), width));
  const blocks = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: blocks }, (_, block) => Int16Array.from(columns, parts => parts[block] ?? 0));
}

/** bias − za · Σ_p (B[p,j] − zb[j]), modulo 2^32. */
function foldedBias({ b, k, n, aZero, bias }: QuantisedOperands, zero: (column: number) => number): Int32Array {
  const sums = new Float64Array(n);
  for (let p = 0; p < k; p++) {
    for (let column = 0; column < n; column++) {
      sums[column] = (sums[column] ?? 0) + (b[p * n + column] ?? 0) - zero(column);
    }
  }
  return Int32Array.from(sums, (sum, column) => ((bias?.[column] ?? 0) - aZero * sum) | 0);
}

/** A matrix several times beside itself. */
function repeated(a: Operand, k: number, times: number): Operand {
  const result = new Int16Array(a.length * times);
  for (let row = 0; row * k < a.length; row++) {
    for (let time = 0; time < times; time++) {
      result.set(a.subarray(row * k, (row + 1) * k), (row * times + time) * k);
    }
  }
  return result;
}

/** @param width bits of the engine's weights */
export function foldOperands(operands: QuantisedOperands, width: number): FoldedOperands {
  const { a, b, m, k, n, aZero, bZero } = operands;
  const zero = (column: number): number => bZero?.[bZero.length === 1 ? 0 : column] ?? 0;
  const bias = aZero === 0 ? operands.bias : foldedBias(operands, zero);
  const common = { m, n, ...(bias === undefined ? {} : { bias }) };
  const blocks = negatedInParts(zero, n, width);
  if (blocks.length === 0) return { ...common, a, b, k };
  const { low, high } = ends(width);
  const shifted = Int16Array.from(b, (value, index) => value - zero(index % n));
  if (shifted.every(value => value >= low && value <= high)) return { ...common, a, b: shifted, k };
  const times = blocks.length + 1;
  const stacked = new Int16Array(k * n * times);
  stacked.set(b);
  blocks.forEach((block, index) => {
    for (let p = 0; p < k; p++) stacked.set(block, ((index + 1) * k + p) * n);
  });
  return { ...common, a: repeated(a, k, times), b: stacked, k: k * times };
}

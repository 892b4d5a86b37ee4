/**
 * Golden model of integer matrix multiplication, written from docs/numerics.md, "GEMM".
 *
 *   C[i,j] = wrap( bias[j] + Σ_p A[i,p] · B[p,j] )
 *
 * where wrap keeps the low `accumulatorWidth` bits, read as two's complement. Reducing modulo 2^w at the end gives what
 * reducing after every addition gives, and 2^w divides 2^32, so that the sum runs in wrapping 32-bit arithmetic
 * (`Math.imul` and `| 0`), exact for every K.
 */

/** Signed operands of up to 16 bits; narrower values (int4) are held in an Int8Array. */
export type Operand = Int8Array | Int16Array;

export interface GemmOperands {
  /** m × k, row by row. */
  readonly a: Operand;
  /** k × n, row by row. */
  readonly b: Operand;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** One value a column, n in all; absent means zero. */
  readonly bias?: Int32Array;
  /** Bits of the accumulator, 4 to 32; 32 when absent. */
  readonly accumulatorWidth?: number;
}

/**
 * The low `width` bits of `value` as a two's complement number.
 *
 * @param width 1 to 32
 */
export function wrap(value: number, width: number): number {
  const unused = 32 - width;
  return (value << unused) >> unused;
}

/**
 * A · B + bias, every element wrapped at `accumulatorWidth`.
 *
 * @returns m × n, row by row. k = 0 gives the bias alone; m = 0 or n = 0 gives an empty array.
 * @throws RangeError when a length or the accumulator's width does not fit.
 */
export function gemm(operands: GemmOperands): Int32Array {
  const { a, b, m, k, n, bias, accumulatorWidth = 32 } = operands;
  checkShape(operands, accumulatorWidth);
  const result = new Int32Array(m * n);
  // One element type in the inner loop keeps it monomorphic: 0.7 GMAC/s whatever was run before.
  const weights = b instanceof Int16Array ? b : Int16Array.from(b);
  for (let i = 0; i < m; i++) {
    const row = result.subarray(i * n, (i + 1) * n);
    if (bias) row.set(bias);
    accumulateRow(row, a.subarray(i * k, (i + 1) * k), weights);
    if (accumulatorWidth < 32) for (let j = 0; j < n; j++) row[j] = wrap(row[j] ?? 0, accumulatorWidth);
  }
  return result;
}

/** row[j] += Σ_p a[p] · b[p·n + j], modulo 2^32. Four rows of B at a time, so that `row` is read and written less. */
function accumulateRow(row: Int32Array, a: Operand, b: Int16Array): void {
  const n = row.length;
  const k = a.length;
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const a0 = a[p] ?? 0;
    const a1 = a[p + 1] ?? 0;
    const a2 = a[p + 2] ?? 0;
    const a3 = a[p + 3] ?? 0;
    const row0 = p * n;
    const row1 = row0 + n;
    const row2 = row1 + n;
    const row3 = row2 + n;
    for (let j = 0; j < n; j++) {
      // Each product is at most 2^30 and the row element at most 2^31: the sum in doubles is exact before `| 0`.
      row[j] =
        ((row[j] ?? 0) +
          Math.imul(a0, b[row0 + j] ?? 0) +
          Math.imul(a1, b[row1 + j] ?? 0) +
          Math.imul(a2, b[row2 + j] ?? 0) +
          Math.imul(a3, b[row3 + j] ?? 0)) |
        0;
    }
  }
  for (; p < k; p++) {
    const a0 = a[p] ?? 0;
    for (let j = 0; j < n; j++) row[j] = ((row[j] ?? 0) + Math.imul(a0, b[p * n + j] ?? 0)) | 0;
  }
}

function checkShape({ a, b, m, k, n, bias }: GemmOperands, accumulatorWidth: number): void {
  for (const [name, size] of Object.entries({ m, k, n })) {
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`gemm: ${name} is ${size}, not a size.`);
  }
  if (a.length !== m * k) throw new RangeError(`gemm: a has ${a.length} elements, but m × k is ${m} × ${k}.`);
  if (b.length !== k * n) throw new RangeError(`gemm: b has ${b.length} elements, but k × n is ${k} × ${n}.`);
  if (bias && bias.length !== n) throw new RangeError(`gemm: bias has ${bias.length} elements, but n is ${n}.`);
  if (!Number.isInteger(accumulatorWidth) || accumulatorWidth < 4 || accumulatorWidth > 32) {
    throw new RangeError(`gemm: the accumulator's width is ${accumulatorWidth}, but it must be 4 to 32.`);
  }
}

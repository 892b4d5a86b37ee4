import type { GemmOperands } from './gemm.ts';

/**
 * One element of `gemm`'s result, evaluated with unbounded integers and wrapped once: slow, and independent of the
 * golden model's arithmetic. For tests of the golden model.
 */
export function bigIntElement(operands: GemmOperands, row: number, column: number): number {
  const { a, b, k, n, bias, accumulatorWidth = 32 } = operands;
  let sum = BigInt(bias?.[column] ?? 0);
  for (let p = 0; p < k; p++) sum += BigInt(a[row * k + p] ?? 0) * BigInt(b[p * n + column] ?? 0);
  return Number(BigInt.asIntN(accumulatorWidth, sum));
}

/** `bigIntElement` for every element, row by row. */
export function bigIntGemm(operands: GemmOperands): Int32Array {
  const { m, n } = operands;
  return Int32Array.from({ length: m * n }, (_, index) => bigIntElement(operands, Math.floor(index / n), index % n));
}

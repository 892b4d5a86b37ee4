/** The words of matmul's buffers that hold a product's operands (docs/blocks/matmul.md, "Buffers"). */
import type { Operand } from '../golden/gemm.ts';
import type { EngineParameters } from './engineCommand.ts';
import type { EngineOperands, Filler } from './engineOrder.ts';
import type { Channel } from './engineWork.ts';

const zero: Filler = () => 0;

/** Words of `lanes` elements each; word `length`·t + i, lane l holds element(t, i, l), undefined where there is none. */
function words(
  tiles: number,
  length: number,
  lanes: number,
  filler: Filler,
  element: (tile: number, at: number, lane: number) => number | undefined,
): Int16Array {
  const values = new Int16Array(tiles * length * lanes);
  let next = 0;
  for (let tile = 0; tile < tiles; tile++) {
    for (let at = 0; at < length; at++) {
      for (let lane = 0; lane < lanes; lane++) values[next++] = element(tile, at, lane) ?? filler();
    }
  }
  return values;
}

/** Element [row, column] of a matrix, if it has one. */
const elementOf = (matrix: Operand, rows: number, columns: number, row: number, column: number) =>
  row < rows && column < columns ? matrix[row * columns + column] : undefined;

/** Words of activations, ROWS values each. @param filler gives what lies beyond the matrix */
export function activationWords(
  { a, m, k }: Pick<EngineOperands, 'a' | 'm' | 'k'>,
  { ROWS, OUTPUT_STATIONARY }: EngineParameters,
  filler: Filler = zero,
): Int16Array {
  return OUTPUT_STATIONARY === 1
    ? words(Math.ceil(m / ROWS), k, ROWS, filler, (tile, p, lane) => elementOf(a, m, k, tile * ROWS + lane, p))
    : words(Math.ceil(k / ROWS), m, ROWS, filler, (tile, row, lane) => elementOf(a, m, k, row, tile * ROWS + lane));
}

/** Words of weights, COLS values each. @param filler gives what lies beyond the matrix */
export function weightWords(
  { b, k, n }: Pick<EngineOperands, 'b' | 'k' | 'n'>,
  { COLS }: EngineParameters,
  filler: Filler = zero,
): Int16Array {
  return words(Math.ceil(n / COLS), k, COLS, filler, (tile, p, lane) => elementOf(b, k, n, p, tile * COLS + lane));
}

/** A column's parameters: shift, scale, bias, the bias in the low bits. */
export function parameterWord({ scale, shift, bias }: Channel, accumulatorWidth: number): bigint {
  const head = (BigInt.asUintN(6, BigInt(shift)) << 32n) | BigInt(scale);
  return (head << BigInt(accumulatorWidth)) | BigInt.asUintN(accumulatorWidth, BigInt(bias));
}

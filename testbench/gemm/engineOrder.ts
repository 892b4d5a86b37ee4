/** The order in which matmul_engine takes operands and gives results (see weight_stationary and output_stationary). */
import type { Operand } from '../golden/gemm.ts';
import type { EngineParameters } from './engineCommand.ts';

export interface EngineOperands {
  /** m × k, row by row. */
  readonly a: Operand;
  /** k × n, row by row. */
  readonly b: Operand;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** What a lane beyond the matrix holds: the engine must not look at it. */
export type Filler = () => number;

/** 0, step, 2 step, ... below the size. */
const tileStarts = (size: number, step: number): number[] =>
  Array.from({ length: Math.ceil(size / step) }, (_, tile) => tile * step);

/** The lanes of the weight stream, COLS a beat. */
export function weightLanes(operands: EngineOperands, parameters: EngineParameters, filler: Filler): number[] {
  const { b, m, k, n } = operands;
  const { ROWS, COLS, OUTPUT_STATIONARY } = parameters;
  const row = (p: number, firstColumn: number): number[] =>
    Array.from({ length: COLS }, (_, lane) => {
      const column = firstColumn + lane;
      return column < n ? (b[p * n + column] ?? 0) : filler();
    });
  const rows = Array.from({ length: k }, (_, p) => p);
  return tileStarts(n, COLS).flatMap(firstColumn => {
    const order =
      OUTPUT_STATIONARY === 1
        ? tileStarts(m, ROWS).flatMap(() => rows)
        : tileStarts(k, ROWS).flatMap(first => rows.slice(first, first + ROWS).reverse());
    return order.flatMap(p => row(p, firstColumn));
  });
}

/** The lanes of the activation stream, ROWS a beat. */
export function activationLanes(operands: EngineOperands, parameters: EngineParameters, filler: Filler): number[] {
  const { a, m, k, n } = operands;
  const { ROWS, COLS, OUTPUT_STATIONARY } = parameters;
  const vector = (element: (lane: number) => { readonly row: number; readonly p: number }): number[] =>
    Array.from({ length: ROWS }, (_, lane) => {
      const { row, p } = element(lane);
      return row < m && p < k ? (a[row * k + p] ?? 0) : filler();
    });
  const steps = Array.from({ length: k }, (_, p) => p);
  const rows = Array.from({ length: m }, (_, row) => row);
  return tileStarts(n, COLS).flatMap(() =>
    OUTPUT_STATIONARY === 1
      ? tileStarts(m, ROWS).flatMap(first => steps.flatMap(p => vector(lane => ({ row: first + lane, p }))))
      : tileStarts(k, ROWS).flatMap(first => rows.flatMap(row => vector(lane => ({ row, p: first + lane })))),
  );
}

/** One beat of the result stream. */
export interface ResultBeat {
  /** COLS values; those beyond `columns` are 0. */
  readonly values: readonly number[];
  readonly columns: number;
  readonly last: boolean;
}

/** m × n outputs, row by row, as the beats in which they leave. */
export function resultBeats(outputs: ArrayLike<number>, m: number, n: number, COLS: number): ResultBeat[] {
  return tileStarts(n, COLS).flatMap(first =>
    Array.from({ length: m }, (_, row) => {
      const columns = Math.min(COLS, n - first);
      const values = Array.from({ length: COLS }, (_, lane) =>
        lane < columns ? (outputs[row * n + first + lane] ?? 0) : 0,
      );
      return { values, columns, last: first + COLS >= n && row === m - 1 };
    }),
  );
}

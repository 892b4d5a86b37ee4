/**
 * How a matrix product is cut into the tiles that an array takes: columns of B outside, K in the middle, rows of A
 * inside. A tile is k rows and up to COLS columns of B with all rows of A; sums over the tiles of K are the driver's.
 */
import type { GemmOperands } from '../golden/gemm.ts';
import { packLanes } from '../streams/lanes.ts';
import { type ArrayParameters, latency } from './arrayDesign.ts';

/** M, K, N of a product A (m × k) · B (k × n); each 1 or more. */
export interface Shape {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** How many tiles there are along K and along N. */
export function tileCounts({ k, n }: Shape, { ROWS, COLS }: ArrayParameters): { alongK: number; alongN: number } {
  return { alongK: Math.ceil(k / ROWS), alongN: Math.ceil(n / COLS) };
}

/** Beats of a stream, in the form of a job's fields; `marks` is its one-bit sideband. */
export interface Beats {
  readonly beats: number;
  readonly bits: Uint8Array;
  readonly marks: Uint8Array;
}

/** All weights of a product: tile after tile, in each the last row first and row 0, marked, last. Columns past n are 0. */
export function weightBeats({ b, k, n }: GemmOperands, parameters: ArrayParameters): Beats {
  const { ROWS, COLS, W_WIDTH } = parameters;
  const { alongN } = tileCounts({ m: 1, k, n }, parameters);
  const beats = alongN * k;
  const values = new Int16Array(beats * COLS);
  const marks = new Uint8Array(beats);
  let beat = 0;
  for (let column = 0; column < n; column += COLS) {
    for (let first = 0; first < k; first += ROWS) {
      for (let row = Math.min(first + ROWS, k) - 1; row >= first; row--, beat++) {
        values.set(b.subarray(row * n + column, row * n + Math.min(column + COLS, n)), beat * COLS);
        if (row === first) marks[beat] = 1;
      }
    }
  }
  return { beats, bits: packLanes(values, { lanes: COLS, laneWidth: W_WIDTH }), marks };
}

/**
 * The activations of a product for one column of tiles: for each tile along K all rows of A, the first marked. Rows past
 * k are 0. Every column of tiles takes the same.
 */
export function activationBeats({ a, m, k }: GemmOperands, { ROWS, A_WIDTH }: ArrayParameters): Beats {
  const alongK = Math.ceil(k / ROWS);
  const beats = alongK * m;
  const values = new Int16Array(beats * ROWS);
  const marks = new Uint8Array(beats);
  let beat = 0;
  for (let first = 0; first < k; first += ROWS) {
    marks[beat] = 1;
    for (let row = 0; row < m; row++, beat++) {
      values.set(a.subarray(row * k + first, row * k + Math.min(first + ROWS, k)), beat * ROWS);
    }
  }
  return { beats, bits: packLanes(values, { lanes: ROWS, laneWidth: A_WIDTH }), marks };
}

/**
 * Cycles of products that follow each other without a stall, from the first weight beat to the last result, both
 * counted: k of the first tile + Σ max(m of a tile, k of the next) + m of the last + latency.
 */
export function expectedCycles(shapes: readonly Shape[], parameters: ArrayParameters): number {
  const { ROWS } = parameters;
  let total = latency(parameters);
  let before = 0;
  for (const { m, k, n } of shapes) {
    const { alongK, alongN } = tileCounts({ m, k, n }, parameters);
    const lastK = k - (alongK - 1) * ROWS;
    const firstK = Math.min(ROWS, k);
    // Within a column of tiles every tile is of ROWS rows but the last; each column begins with one of firstK.
    const within = alongK === 1 ? 0 : (alongK - 2) * Math.max(m, ROWS) + Math.max(m, lastK);
    total += Math.max(before, firstK) + alongN * within + (alongN - 1) * Math.max(m, firstK);
    before = m;
  }
  return total + before;
}

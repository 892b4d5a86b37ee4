import { expect, test } from 'vitest';
import { SystolicGrid } from '../../generators/systolic/grid.ts';
import { randomBits } from './random.ts';
import { simulate } from './simulate.ts';

interface GridCase {
  readonly ROWS: number;
  readonly COLS: number;
  readonly A_WIDTH: number;
  readonly W_WIDTH: number;
  readonly ACC_WIDTH: number;
}

type Matrix = readonly (readonly number[])[];

const at = (matrix: Matrix, row: number, column: number): number => matrix[row]?.[column] ?? 0;

/** `activations` times `weights`, sums wrapped. */
function product(activations: Matrix, weights: Matrix, { ROWS, COLS, ACC_WIDTH }: GridCase): number[][] {
  return activations.map((_, m) =>
    Array.from({ length: COLS }, (__, c) => {
      let sum = 0n;
      for (let k = 0; k < ROWS; k++) sum += BigInt(at(activations, m, k)) * BigInt(at(weights, k, c));
      return Number(BigInt.asIntN(ACC_WIDTH, sum));
    }),
  );
}

/**
 * One tile through the grid, with random stalls. In cycle t of those in which the grid advances: weights row
 * ROWS - 1 - (t - c) for column c, then from cycle ROWS on, activation m of row r in cycle ROWS + m + r, the first with
 * the swap mark. The sum of vector m and column c is there in cycle 2 * ROWS + m + c + 1.
 */
function runTile(activations: Matrix, weights: Matrix, shape: GridCase, seed: number): number[][] {
  const { ROWS, COLS } = shape;
  const simulator = simulate(SystolicGrid, { ...shape }, { seed });
  const next = randomBits(seed);
  const sums = activations.map(() => Array.from({ length: COLS }, () => Number.NaN));
  const rows = Array.from({ length: ROWS }, (_, r) => r);
  const columns = Array.from({ length: COLS }, (_, c) => c);
  const end = 2 * ROWS + activations.length + COLS + 1;
  for (let t = 0; t <= end; ) {
    const south = simulator.peekNumbers('south_sum');
    for (const c of columns) {
      const m = t - (2 * ROWS + c + 1);
      const row = sums[m];
      if (row !== undefined) row[c] = south[c] ?? Number.NaN;
    }
    const advance = next() % 4 !== 0;
    simulator.poke('advance', advance);
    simulator.poke(
      'west_a',
      rows.map(r => at(activations, t - ROWS - r, r)),
    );
    simulator.poke(
      'west_swap',
      rows.map(r => t - ROWS - r === 0),
    );
    simulator.poke(
      'west_load',
      rows.map(() => t < ROWS),
    );
    simulator.poke(
      'north_weight',
      columns.map(c => at(weights, ROWS - 1 - (t - c), c)),
    );
    simulator.step();
    if (advance) t++;
  }
  return sums;
}

const shapes: readonly GridCase[] = [
  { ROWS: 1, COLS: 1, A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 32 },
  { ROWS: 4, COLS: 4, A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 32 },
  { ROWS: 5, COLS: 3, A_WIDTH: 2, W_WIDTH: 16, ACC_WIDTH: 18 },
  { ROWS: 3, COLS: 7, A_WIDTH: 16, W_WIDTH: 16, ACC_WIDTH: 33 },
  { ROWS: 16, COLS: 16, A_WIDTH: 8, W_WIDTH: 4, ACC_WIDTH: 20 },
];

test.each(shapes)('a grid of $ROWS x $COLS, $A_WIDTH x $W_WIDTH bits, multiplies', shape => {
  const next = randomBits(shape.ROWS * 100 + shape.COLS);
  const value = (width: number): number => (next() | 0) >> (32 - width);
  const random = (rows: number, columns: number, width: number): Matrix =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => value(width)));
  const lowest = (rows: number, columns: number, width: number): Matrix =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => -(2 ** (width - 1))));
  for (const [seed, make] of [random, lowest].entries()) {
    const activations = make(6, shape.ROWS, shape.A_WIDTH);
    const weights = make(shape.ROWS, shape.COLS, shape.W_WIDTH);
    expect(runTile(activations, weights, shape, seed + 1)).toEqual(product(activations, weights, shape));
  }
});

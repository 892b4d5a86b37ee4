import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import type { Simulator } from '../../../dsl/simulate/simulator.ts';
import { WeightStationary } from './weightStationary.ts';

const SIZE_WIDTH = 6;

/** A command as the queue shows it. */
function head({ starts, ends }: { starts: boolean; ends: boolean }): number {
  const [m, k, n] = [2, 3, 3];
  return ((((m * 64 + k) * 64 + n) * 2 + Number(starts)) * 2 + Number(ends)) >>> 0;
}

// A = [[1, 2, 3], [4, 5, 6]], B = [[1, 0, 2], [0, 1, 3], [1, 1, 4]], in tiles of 2 x 2; 99 lies beyond the matrices.
const weights = [
  [0, 1],
  [1, 0],
  [1, 1],
  [3, 99],
  [2, 99],
  [4, 99],
];
const activations = [
  [1, 2],
  [4, 5],
  [3, 99],
  [6, 99],
  [1, 2],
  [4, 5],
  [3, 99],
  [6, 99],
];
/** A * B, its two columns, then the third and a lane that is not there. */
const product = [
  [4, 5],
  [10, 11],
  [20, 0],
  [47, 0],
];

/** Runs one command; gives the sums that left, and in how many cycles `kept` was high. */
function run(engine: Simulator, command: { starts: boolean; ends: boolean }) {
  const waiting = [true, true, true];
  const at = { weight: 0, activation: 0 };
  const sums: number[][] = [];
  let kept = 0;
  engine.poke('head_bits', [head(command), head(command), head(command)]);
  engine.poke('sum_ready', true);
  for (let cycle = 0; cycle < 40; cycle++) {
    engine.poke('head_valid', waiting);
    engine.poke('weight_valid', at.weight < weights.length);
    engine.poke('weight_bits', weights[at.weight] ?? [55, 55]);
    engine.poke('activation_valid', at.activation < activations.length);
    engine.poke('activation_bits', activations[at.activation] ?? [66, 66]);
    if (engine.peekNumber('weight_valid') === 1) at.weight += engine.peekNumber('weight_ready');
    if (engine.peekNumber('activation_valid') === 1) at.activation += engine.peekNumber('activation_ready');
    for (const [side, taken] of engine.peekNumbers('take').entries()) if (taken === 1) waiting[side] = false;
    if (engine.peekNumber('sum_valid') === 1) sums.push(engine.peekNumbers('sum_bits'));
    kept += engine.peekNumber('kept');
    engine.step();
  }
  expect(waiting).toEqual([false, false, false]);
  expect(at).toEqual({ weight: weights.length, activation: activations.length });
  return { sums, kept };
}

describe('weight_stationary', () => {
  it('sums over the tiles of K and masks what lies beyond the matrices', () => {
    const engine = simulate(WeightStationary, { ROWS: 2, COLS: 2, SIZE_WIDTH, ACC_DEPTH: 2 });
    const whole = { starts: true, ends: true };
    expect(run(engine, whole)).toEqual({ sums: product, kept: 0 });
    // The next command begins a sum of its own.
    expect(run(engine, whole)).toEqual({ sums: product, kept: 0 });
  });

  it('keeps the sums of a command that does not end, and goes on with them', () => {
    const engine = simulate(WeightStationary, { ROWS: 2, COLS: 2, SIZE_WIDTH, ACC_DEPTH: 2 });
    expect(run(engine, { starts: true, ends: false })).toEqual({ sums: [], kept: 1 });
    const { sums, kept } = run(engine, { starts: false, ends: true });
    // The memory holds one tile of N: the second one, after a command of two.
    expect(sums).toHaveLength(product.length);
    expect(sums[0]).toEqual([20 + 4, 0 + 5]);
    expect(kept).toBe(0);
  });
});

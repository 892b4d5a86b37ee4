import { describe, expect, it } from 'vitest';
import { simulate } from '../../dsl/simulate/simulate.ts';
import type { Simulator } from '../../dsl/simulate/simulator.ts';
import { SystolicArray } from './array.ts';

const values = { ROWS: 3, COLS: 2, PIPELINE: 2 };
/** ROWS + COLS + floor((ROWS - 1) / PIPELINE) + floor((COLS - 1) / PIPELINE). */
const LATENCY = 6;

/** One cycle; gives the results that were taken in it, and what was accepted. */
function cycle(array: Simulator, given: { weight?: number[]; last?: boolean; activation?: number[]; first?: boolean }) {
  const { weight, last = false, activation, first = false } = given;
  array.poke('weight_valid', weight !== undefined);
  array.poke('weight_bits', weight ?? [77, 77]);
  array.poke('weight_last', last);
  array.poke('activation_valid', activation !== undefined);
  array.poke('activation_bits', activation ?? [55, 55, 55]);
  array.poke('activation_first', first);
  array.poke('result_ready', true);
  const seen = {
    weight: weight !== undefined && array.peekNumber('weight_ready') === 1,
    activation: activation !== undefined && array.peekNumber('activation_ready') === 1,
    result: array.peekNumber('result_valid') === 1 ? array.peekNumbers('result_bits') : undefined,
  };
  array.step();
  return seen;
}

/** Loads weights [[1, 2], [3, 4], [5, 6]], last row first. */
function load(array: Simulator): void {
  cycle(array, { weight: [5, 6] });
  cycle(array, { weight: [3, 4] });
  cycle(array, { weight: [1, 2], last: true });
}

describe('systolic_array in the built-in simulator', () => {
  it('multiplies one vector, LATENCY cycles after it was accepted', () => {
    const array = simulate(SystolicArray, values);
    load(array);
    expect(array.peekNumber('busy')).toBe(1);
    expect(cycle(array, { activation: [10, 100, -1], first: true }).activation).toBe(true);
    const results = Array.from({ length: LATENCY + 3 }, () => cycle(array, {}).result);
    const expected = results.map((_, after) => (after === LATENCY - 1 ? [10 + 300 - 5, 20 + 400 - 6] : undefined));
    expect(results).toEqual(expected);
    expect(array.peekNumber('busy')).toBe(0);
  });

  it('holds a first vector back until its weights are in, and the weights of a third tile until the second begins', () => {
    const array = simulate(SystolicArray, values);
    expect(cycle(array, { activation: [1, 0, 0], first: true }).activation).toBe(false);
    load(array);
    expect(cycle(array, { weight: [9, 9] }).weight).toBe(false);
    const both = cycle(array, { weight: [9, 9], last: true, activation: [1, 0, 0], first: true });
    expect(both).toEqual({ weight: true, activation: true, result: undefined });
    expect(cycle(array, { weight: [8, 8] }).weight).toBe(false);
    expect(cycle(array, { activation: [1, 0, 0], first: true }).activation).toBe(true);
    const results = Array.from({ length: LATENCY }, () => cycle(array, {}).result);
    expect(results.filter(result => result !== undefined)).toEqual([
      [1, 2],
      [9, 9],
    ]);
  });

  it('forgets what is in it when it is reset, at any moment', () => {
    for (let moment = 0; moment < LATENCY + 4; moment++)
      for (const seed of [1, 2]) {
        const array = simulate(SystolicArray, values, { seed });
        const steps = [
          () => cycle(array, { weight: [50, 60] }),
          () => cycle(array, { weight: [70, 80], last: true }),
          () => cycle(array, { activation: [1, 1, 0], first: true, weight: [11, 12] }),
          () => cycle(array, { activation: [2, 2, 0], weight: [13, 14] }),
        ];
        for (let done = 0; done < moment; done++) (steps[done] ?? (() => cycle(array, {})))();
        array.poke('weight_valid', false);
        array.poke('activation_valid', false);
        array.reset();
        expect(array.peekNumber('busy')).toBe(0);
        // One row: the shadow weights of the others come from the reset.
        cycle(array, { weight: [3, -4], last: true });
        const results = [cycle(array, { activation: [7, 0, 0], first: true })];
        for (let waited = 0; waited < LATENCY + 2; waited++) results.push(cycle(array, {}));
        expect(results.flatMap(({ result }) => (result === undefined ? [] : [result]))).toEqual([[21, -28]]);
      }
  });
});

import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { requantise } from '../../../testbench/golden/requantise.ts';
import { random } from '../../../testbench/random.ts';
import { ResultStage } from './resultStage.ts';

const COLS = 3;
const Q = 2 ** 30;
const clamp = { offset: 2, low: -60, high: 50 };
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('result_stage', () => {
  it.each([1, 2, 3])('gives the results of commands in order, %i lanes', LANES => {
    const next = random(LANES);
    const stage = simulate(ResultStage, { COLS, ACC_WIDTH: 32, LANES, OUT_WIDTH: 8, FLOAT: 0, SIZE_WIDTH: 4 });
    // Commands, the vectors of sums that they take, the set of parameters that each of those needs, and their results.
    const commands = upTo(40).map(() => {
      const [ends, bias, per_channel] = [next.chance(0.8), next.chance(0.5), next.chance(0.5)];
      const mode = next.integer(0, 1);
      const parametric = ends && (bias || (per_channel && mode === 1));
      const size = { m: next.integer(1, 4), k: 1, n: next.integer(1, 7) };
      return { ...size, starts: true, ends, bias, mode, per_channel, parametric, scale: Q, shift: -1, ...clamp };
    });
    const sums: number[][] = [];
    const sets: { shift: number; bias: number }[][] = [];
    const expected: { bits: number[]; columns: number; last: boolean }[] = [];
    for (const { m, n, ends, bias, mode, per_channel, parametric } of commands) {
      if (!ends) continue;
      for (let first = 0; first < n; first += COLS) {
        const columns = Math.min(COLS, n - first);
        const set = upTo(COLS).map(() => ({ shift: next.integer(-3, 0), bias: next.integer(-50, 50) }));
        if (parametric) sets.push(set);
        for (const row of upTo(m)) {
          const sum = upTo(COLS).map(() => next.integer(-500, 500));
          sums.push(sum);
          const biased = Int32Array.from(sum, (value, c) => value + (bias ? (set[c]?.bias ?? 0) : 0));
          const scaling = {
            mode: 'single' as const,
            multiplier: Int32Array.from({ length: COLS }, () => Q),
            shift: Int8Array.from(set, ({ shift }) => (per_channel ? shift : -1)),
          };
          const results = mode === 0 ? biased : requantise(biased, COLS, { ...scaling, ...clamp });
          const bits = upTo(COLS).map(c => (c < columns ? (results[c] ?? 0) : 0));
          expected.push({ bits, columns, last: row === m - 1 && first + COLS >= n });
        }
      }
    }

    const seen: typeof expected = [];
    let [command, sum, set] = [0, 0, 0];
    let isOffered = false;
    for (let cycle = 0; (seen.length < expected.length || command < commands.length) && cycle < 8000; cycle++) {
      const head = commands[command];
      stage.poke('head_valid', head !== undefined);
      if (head !== undefined) stage.poke('head', head);
      isOffered ||= next.chance(0.7);
      stage.poke('sum_valid', isOffered && sum < sums.length);
      stage.poke('sum_bits', sums[sum] ?? upTo(COLS));
      stage.poke('set_valid', set < sets.length && next.chance(0.8));
      const words = (sets[set] ?? []).map(
        ({ shift, bias }) =>
          (BigInt.asUintN(6, BigInt(shift)) << 64n) | (BigInt(Q) << 32n) | BigInt.asUintN(32, BigInt(bias)),
      );
      if (words.length > 0) stage.poke('set_bits', words);
      stage.poke('result_ready', next.chance(0.7));
      const is = (name: string): boolean => stage.peekNumber(name) === 1;
      if (is('result_valid') && is('result_ready'))
        seen.push({
          bits: stage.peekNumbers('result_bits'),
          columns: stage.peekNumber('result_columns'),
          last: is('result_last'),
        });
      const [taken, entered, done] = [is('take'), is('sum_valid') && is('sum_ready'), is('set_done')];
      if (taken) command++;
      if (done) set++;
      if (entered) {
        sum++;
        isOffered = false;
      }
      stage.step();
    }
    expect(seen).toEqual(expected);
    expect([command, sum, set]).toEqual([commands.length, sums.length, sets.length]);
  });
});

import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { random } from '../../../testbench/random.ts';
import { OutputStationary } from './outputStationary.ts';

const ROWS = 3;
const COLS = 2;
const SIZE_WIDTH = 4;
const wrap = (value: number): number => (value << 12) >> 12;
const from = <T>(count: number, value: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => value(index));

interface Command {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly starts: boolean;
  readonly ends: boolean;
}

const bitsOf = ({ m, k, n, starts, ends }: Command): bigint =>
  [m, k, n].reduce((bits, size) => (bits << BigInt(SIZE_WIDTH)) | BigInt(size), 0n) * 4n +
  (starts ? 2n : 0n) +
  (ends ? 1n : 0n);

/** Random commands; some sums go through several. */
function commandsOf(seed: number): Command[] {
  const next = random(seed);
  const whole = () => ({
    m: next.integer(1, 8),
    k: next.integer(1, 8),
    n: next.integer(1, 5),
    starts: true,
    ends: true,
  });
  return from(12, () => {
    if (next.chance(0.6)) return [whole()];
    const tile = { m: next.integer(1, ROWS), n: next.integer(1, COLS) };
    const parts = next.integer(2, 3);
    return from(parts, part => ({ ...tile, k: next.integer(1, 4), starts: part === 0, ends: part === parts - 1 }));
  }).flat();
}

describe('output_stationary', () => {
  it.each([0, 1, 2].flatMap(PIPELINE => [0, 0.3].map(part => ({ PIPELINE, part }))))(
    'multiplies, PIPELINE $PIPELINE, $part of the cycles stalled',
    ({ PIPELINE, part }) => {
      const next = random(PIPELINE + 10);
      const array = simulate(OutputStationary, { ROWS, COLS, ACC_WIDTH: 20, PIPELINE, SIZE_WIDTH });
      const commands = commandsOf(PIPELINE + 1);
      const beats: { weight: number[]; activation: number[] }[] = [];
      const expected: number[][] = [];
      // What lies beyond M and N is in the operands too, and must not be seen.
      let sums: number[][] = [];
      for (const { m, k, n, starts, ends } of commands) {
        for (let column = 0; column < n; column += COLS)
          for (let row = 0; row < m; row += ROWS) {
            if (starts) sums = from(ROWS, () => from(COLS, () => 0));
            for (let p = 0; p < k; p++) {
              const weight = from(COLS, () => next.integer(-128, 127));
              const activation = from(ROWS, () => next.integer(-128, 127));
              beats.push({ weight, activation });
              sums = sums.map((line, r) => line.map((sum, c) => wrap(sum + (activation[r] ?? 0) * (weight[c] ?? 0))));
            }
            if (!ends) continue;
            for (const line of sums.slice(0, m - row)) expected.push(line.map((sum, c) => (c < n - column ? sum : 0)));
          }
      }

      let command = 0;
      let beat = 0;
      let given = 0;
      let kept = 0;
      for (let cycle = 0; (command < commands.length || given < expected.length) && cycle < 4000; cycle++) {
        const head = commands[command];
        array.poke('head_valid', [head !== undefined, true, false]);
        array.poke('head_bits', [head === undefined ? 0n : bitsOf(head), 0n, 0n]);
        array.poke('weight_valid', beat < beats.length && !next.chance(part));
        array.poke('weight_bits', beats[beat]?.weight ?? [1, 1]);
        array.poke('activation_valid', beat < beats.length && !next.chance(part));
        array.poke('activation_bits', beats[beat]?.activation ?? [1, 1, 1]);
        const ready = !next.chance(part);
        array.poke('sum_ready', ready);
        const taken = array.peekNumber('weight_ready') === 1 && array.peekNumber('weight_valid') === 1;
        const other = array.peekNumber('activation_ready') === 1 && array.peekNumber('activation_valid') === 1;
        expect(other).toBe(taken);
        const offered = array.peekNumber('sum_valid') === 1;
        expect(array.peekNumber('blocked')).toBe(offered && !ready ? 1 : 0);
        const [take, passes, absent] = array.peekNumbers('take');
        expect([passes, absent]).toEqual([1, 0]);
        if (offered) {
          expect(array.peekNumbers('sum_bits')).toEqual(expected[given]);
          if (ready) given++;
        }
        kept += array.peekNumber('kept');
        if (taken) beat++;
        if (take === 1) command++;
        array.step();
      }
      expect({ command, beat, given }).toEqual({
        command: commands.length,
        beat: beats.length,
        given: expected.length,
      });
      expect(kept).toBe(commands.filter(({ ends }) => !ends).length);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { randomBits } from '../../../dsl/simulate/random.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { Accumulator } from './accumulator.ts';

const LANES = 2;
const wrap = (value: number): number => (value << 24) >> 24;

describe('accumulator', () => {
  // With few words the same address comes in consecutive cycles; 0 stalls show the full rate.
  it.each([1, 2, 7].flatMap(DEPTH => [0, 2].map(stalls => ({ DEPTH, stalls }))))(
    'adds to $DEPTH words, $stalls of 4 cycles stalled',
    ({ DEPTH, stalls }) => {
      const next = randomBits(DEPTH + 100 * stalls);
      const upTo = (most: number): number => next() % (most + 1);
      const sums = simulate(Accumulator, { LANES, WIDTH: 8, DEPTH });
      const words: (number[] | undefined)[] = new Array(DEPTH).fill(undefined);
      /** Sums that are to leave, with the first cycle in which they can. */
      const expected: { sum: number[]; cycle: number }[] = [];
      let left = 0;
      for (let cycle = 0; cycle < 800; cycle++) {
        const valid = stalls === 0 || upTo(3) >= stalls;
        const outReady = stalls === 0 || upTo(3) >= stalls;
        const address = upTo(DEPTH - 1);
        const word = words[address];
        const start = word === undefined || upTo(3) === 0;
        const leave = upTo(1) === 1;
        const vector = Array.from({ length: LANES }, () => wrap(next()));
        sums.poke('in_valid', valid);
        sums.poke('in_bits', vector);
        sums.poke('in_address', address);
        sums.poke('in_start', start);
        sums.poke('in_leave', leave);
        sums.poke('out_ready', outReady);
        const ready = sums.peekNumber('in_ready') === 1;
        if (stalls === 0) expect(ready).toBe(true);
        if (sums.peekNumber('out_valid') === 1) {
          const due = expected[0];
          expect(sums.peekNumbers('out_bits')).toEqual(due?.sum);
          if (stalls === 0) expect(cycle).toBe(due?.cycle);
          if (outReady) {
            expected.shift();
            left++;
          }
        }
        if (valid && ready) {
          const sum = vector.map((value, lane) => wrap(value + (start ? 0 : (word?.[lane] ?? 0))));
          words[address] = sum;
          if (leave) expected.push({ sum, cycle: cycle + 2 });
        }
        sums.step();
      }
      expect(left).toBeGreaterThan(100);
      expect(expected.length).toBeLessThanOrEqual(2);
    },
  );
});

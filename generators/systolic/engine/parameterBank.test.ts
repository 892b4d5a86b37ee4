import { describe, expect, it } from 'vitest';
import { randomBits } from '../../../dsl/simulate/random.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { ParameterBank } from './parameterBank.ts';

describe('parameter_bank', () => {
  it.each([1, 2, 5])('uses sets of %i columns in order, the next one loading behind', COLS => {
    const next = randomBits(COLS);
    const upTo = (most: number): number => next() % (most + 1);
    const bank = simulate(ParameterBank, { COLS, WIDTH: 8 });
    // The next set as far as it is in, whether it is complete, and the set in use.
    let loading = new Array<number>(COLS).fill(0);
    let order: number[] = [];
    let loaded = false;
    let used: number[] | undefined;
    let sets = 0;
    for (let cycle = 0; cycle < 1500; cycle++) {
      // Every column once, the highest first or the lowest first.
      if (order.length === 0) {
        order = Array.from({ length: COLS }, (_, column) => column);
        if (upTo(1) === 1) order.reverse();
      }
      const column = order[0] ?? 0;
      const word = upTo(255);
      const valid = upTo(3) > 0;
      const done = used !== undefined && upTo(3) === 0;
      bank.poke('in_valid', valid);
      bank.poke('in_bits', word);
      bank.poke('in_column', column);
      bank.poke('in_last', order.length === 1);
      bank.poke('done', done);

      const swap = loaded && (used === undefined || done);
      const ready = !loaded || swap;
      expect(bank.peekNumber('in_ready')).toBe(ready ? 1 : 0);
      expect(bank.peekNumber('set_valid')).toBe(used === undefined ? 0 : 1);
      if (used !== undefined) expect(bank.peekNumbers('set_bits')).toEqual(used);

      if (swap) {
        used = loading;
        loaded = false;
        sets++;
      } else if (done) used = undefined;
      if (valid && ready) {
        loading = loading.with(column, word);
        order.shift();
        loaded = order.length === 0;
      }
      bank.step();
    }
    expect(sets).toBeGreaterThan(100);
  });
});

import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { scaleSingle } from '../../../testbench/golden/requantise.ts';
import { random } from '../../../testbench/random.ts';
import { ResultPath } from './resultPath.ts';

const Q = 2 ** 30;

describe('result_path', () => {
  it.each([
    { COLS: 5, LANES: 2, ACC_WIDTH: 20 },
    { COLS: 3, LANES: 3, ACC_WIDTH: 32 },
    { COLS: 4, LANES: 1, ACC_WIDTH: 8 },
    { COLS: 2, LANES: 0, ACC_WIDTH: 16 },
  ])('keeps the order of raw and requantised vectors: $COLS columns, $LANES lanes', ({ COLS, LANES, ACC_WIDTH }) => {
    const next = random(COLS);
    const path = simulate(ResultPath, { COLS, ACC_WIDTH, LANES, OUT_WIDTH: 8, FLOAT: 0, TAG_WIDTH: 8 });
    const expected: { results: number[]; tag: number }[] = [];
    const vector = () =>
      Array.from({ length: COLS }, () => next.integer(-(2 ** (ACC_WIDTH - 1)), 2 ** (ACC_WIDTH - 1) - 1));
    let taken = 0;
    let sums = vector();
    let raw = true;
    let tag = 0;
    let offering = false;
    while (taken < 300) {
      if (!offering && next.chance(0.8)) {
        offering = true;
        // A raw vector is seen at the output while it is offered.
        const scaled = sums.map((sum, column) => Math.min(Math.max(scaleSingle(sum, Q, -column) + 3, -100), 100));
        expected.push({ results: raw ? sums : scaled, tag });
      }
      path.poke('in_valid', offering);
      path.poke('in_bits', sums);
      path.poke(
        'in_scale',
        sums.map(() => Q),
      );
      path.poke(
        'in_shift',
        sums.map((_, column) => -column),
      );
      path.poke('in_mode', raw ? 0 : 1);
      path.poke('in_offset', 3);
      path.poke('in_low', -100);
      path.poke('in_high', 100);
      path.poke('in_tag', tag);
      const ready = next.chance(0.7);
      path.poke('out_ready', ready);
      const accepted = offering && path.peekNumber('in_ready') === 1;
      if (path.peekNumber('out_valid') === 1) {
        expect(path.peekNumbers('out_bits')).toEqual(expected[0]?.results);
        expect(path.peekNumber('out_tag')).toBe(expected[0]?.tag);
        if (ready) {
          expected.shift();
          taken++;
        }
      }
      if (accepted) {
        offering = false;
        sums = vector();
        raw = LANES === 0 || next.chance(0.3);
        tag = next.integer(0, 255);
      }
      path.step();
    }
  });

  it('takes a vector every ceil(COLS / LANES) cycles, and gives it that less 1, and 6, cycles later', () => {
    const path = simulate(ResultPath, { COLS: 5, LANES: 2, FLOAT: 0 });
    for (const [name, value] of Object.entries({ in_valid: 1, in_mode: 1, in_low: -128, in_high: 127, out_ready: 1 }))
      path.poke(name, value);
    const taken: number[] = [];
    const given: number[] = [];
    for (let cycle = 0; cycle < 20; cycle++) {
      if (path.peekNumber('in_ready') === 1) taken.push(cycle);
      if (path.peekNumber('out_valid') === 1) given.push(cycle);
      path.step();
    }
    expect(taken).toEqual([2, 5, 8, 11, 14, 17]);
    // The vector offered from cycle 0 on leaves in cycle 0 + 2 + 6.
    expect(given).toEqual([8, 11, 14, 17]);
  });
});

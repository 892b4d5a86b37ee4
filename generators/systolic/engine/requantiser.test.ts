import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { scaleDouble, scaleFloat, scaleSingle } from '../../../testbench/golden/requantise.ts';
import { type Random, random } from '../../../testbench/random.ts';
import { Requantiser } from './requantiser.ts';

const MAX = 2 ** 31 - 1;
const floatBits = new DataView(new ArrayBuffer(4));

/** Magnitudes of every order, small numbers, and int32's ends. */
function anySum(next: Random): number {
  const kind = next.integer(0, 3);
  if (kind === 0) return next.pick([-MAX - 1, MAX, 0, 1, -1]);
  // 13 bits: times a significand of 13 bits, the product's rest is a tie or just above one.
  if (kind === 1) return next.integer(2 ** 12, 2 ** 13 - 1);
  return (next.uint32() | 0) >> next.integer(0, 31);
}

/** What a lane is given, and what it has to give before offset and clamp. */
function anyCase(next: Random, mode: number): { sum: number; scale: number; shift: number; y: number } {
  const sum = anySum(next);
  const shift = next.integer(-31, 30);
  if (mode !== 3) {
    const scale = next.pick([2 ** 30, MAX, 2 ** next.integer(0, 30), 2 ** 30 + (next.uint32() >>> 2)]);
    return { sum, scale, shift, y: (mode === 1 ? scaleSingle : scaleDouble)(sum, scale, shift) };
  }
  // Exponents from subnormal numbers up to 2^64; the whole range now and then.
  const exponent = next.pick([0, next.integer(90, 191), next.integer(138, 144), next.integer(1, 254)]);
  const fraction = next.pick([0, 0x7fffff, next.uint32() >>> 9, next.integer(0, 2 ** 12 - 1) << 11]);
  const scale = ((next.integer(0, 1) << 31) | (exponent << 23) | fraction) >>> 0;
  floatBits.setUint32(0, scale);
  return { sum, scale, shift, y: scaleFloat(sum, floatBits.getFloat32(0)) };
}

describe('requantiser', () => {
  it.each([
    { FLOAT: 0, OUT_WIDTH: 31, modes: [1, 2] },
    { FLOAT: 1, OUT_WIDTH: 31, modes: [1, 2, 3] },
    { FLOAT: 1, OUT_WIDTH: 8, modes: [1, 2, 3] },
  ])('gives what the golden model gives, FLOAT $FLOAT, $OUT_WIDTH bits', ({ FLOAT, OUT_WIDTH, modes }) => {
    const next = random(OUT_WIDTH * 2 + FLOAT);
    const LANES = 2;
    const unit = simulate(Requantiser, { LANES, OUT_WIDTH, FLOAT, TAG_WIDTH: 4 });
    const most = 2 ** (OUT_WIDTH - 1) - 1;
    const expected: { results: number[]; tag: number; cycle: number }[] = [];
    let taken = 0;
    let moved = 0;
    while (taken < 1500) {
      const mode = next.pick(modes);
      const offset = next.integer(-most - 1, most) >> next.integer(0, OUT_WIDTH);
      const low = next.pick([-most - 1, next.integer(-most - 1, 0)]);
      const high = next.pick([most, next.integer(0, most)]);
      const tag = next.integer(0, 15);
      const lanes = Array.from({ length: LANES }, () => anyCase(next, mode));
      const valid = next.chance(0.9);
      const ready = next.chance(0.9);
      unit.poke('in_valid', valid);
      unit.poke(
        'in_bits',
        lanes.map(({ sum }) => sum),
      );
      unit.poke(
        'in_scale',
        lanes.map(({ scale }) => scale),
      );
      unit.poke(
        'in_shift',
        lanes.map(({ shift }) => shift),
      );
      unit.poke('in_mode', mode);
      unit.poke('in_offset', offset);
      unit.poke('in_low', low);
      unit.poke('in_high', high);
      unit.poke('in_tag', tag);
      unit.poke('out_ready', ready);
      expect(unit.peekNumber('busy')).toBe(expected.length > 0 ? 1 : 0);
      const offered = unit.peekNumber('out_valid') === 1;
      const accepted = unit.peekNumber('in_ready') === 1;
      expect(accepted).toBe(!offered || ready);
      if (offered) {
        const due = expected[0];
        expect(unit.peekNumbers('out_bits')).toEqual(due?.results);
        expect(unit.peekNumber('out_tag')).toBe(due?.tag);
        expect(moved).toBe(due?.cycle);
        if (ready) {
          expected.shift();
          taken++;
        }
      }
      if (accepted) {
        if (valid) {
          const results = lanes.map(({ y }) => Math.min(Math.max(y + offset, low), high));
          expected.push({ results, tag, cycle: moved + 6 + FLOAT });
        }
        moved++;
      }
      unit.step();
    }
  });
});

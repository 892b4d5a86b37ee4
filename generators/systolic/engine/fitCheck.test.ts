import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { type Random, random } from '../../../testbench/random.ts';
import { FitCheck } from './fitCheck.ts';

const ROWS = 3;
const COLS = 2;
const depths = { ACTIVATION_DEPTH: 40, WEIGHT_DEPTH: 30, PARAMETER_DEPTH: 12 };

/** Fields that go through as they are. */
const any = (next: Random) => ({
  scale: next.integer(0, 2 ** 32 - 1),
  shift: next.integer(-32, 31),
  offset: next.integer(-8, 7),
  low: next.integer(-8, 7),
  high: next.integer(-8, 7),
});

describe.each([0, 1])('fit_check, OUTPUT_STATIONARY %i', OUTPUT_STATIONARY => {
  it('finds what does not fit, in the time stated', () => {
    const next = random(5 + OUTPUT_STATIONARY);
    const check = simulate(FitCheck, {
      ROWS,
      COLS,
      OUTPUT_STATIONARY,
      SIZE_WIDTH: 5,
      BASE_WIDTH: 6,
      OUT_WIDTH: 4,
      ...depths,
    });
    const seen = new Set<number>();
    for (let round = 0; round < 400; round++) {
      const [m, k, n] = [next.integer(1, 12), next.integer(1, 12), next.integer(1, 12)];
      const bases = [next.integer(0, 10), next.integer(0, 10), next.integer(0, 5)];
      const [activation_base = 0, weight_base = 0, parameter_base = 0] = next.chance(0.9) ? bases : [63, 63, 63];
      const bit = () => next.integer(0, 1);
      const [ends, bias, per_channel, mode] = [bit(), bit(), bit(), next.integer(0, 3)];
      const parametric = ends === 1 && (bias === 1 || (per_channel === 1 && mode !== 0));
      const how = { starts: bit(), ends, bias, mode, per_channel, ...any(next) };
      const product = { m, k, n, activation_base, weight_base, parameter_base, ...how };
      for (const [name, value] of Object.entries(product)) check.poke(`in_${name}`, value);
      check.poke('in_valid', 1);
      check.poke('out_ready', 0);
      expect(check.peekNumber('in_ready')).toBe(1);
      check.step();
      check.poke('in_valid', 0);
      for (const name of Object.keys(product)) check.poke(`in_${name}`, 0);

      const [counted, words] = OUTPUT_STATIONARY === 1 ? [m, k] : [k, m];
      const fault =
        activation_base + words * Math.ceil(counted / ROWS) > depths.ACTIVATION_DEPTH
          ? 4
          : weight_base + k * Math.ceil(n / COLS) > depths.WEIGHT_DEPTH
            ? 5
            : parametric && parameter_base + n > depths.PARAMETER_DEPTH
              ? 6
              : 0;
      const cycles = Math.max(Math.ceil(counted / ROWS), Math.ceil(n / COLS));
      let waited = 0;
      while (check.peekNumber('out_valid') === 0 && waited <= cycles) {
        check.step();
        waited++;
      }
      const found = check.peekNumber('out_fault');
      expect(check.peekNumber('out_parametric')).toBe(parametric ? 1 : 0);
      if (fault === 0) expect([found, waited]).toEqual([0, cycles]);
      else expect(found).toBeGreaterThan(0);
      expect(waited).toBeLessThanOrEqual(cycles);
      seen.add(found);
      for (const [name, value] of Object.entries(product)) expect(check.peekNumber(`out_${name}`)).toBe(value);
      check.step(next.integer(0, 2));
      expect(check.peekNumber('out_valid')).toBe(1);
      check.poke('out_ready', 1);
      check.step();
    }
    expect([...seen].sort()).toEqual([0, 4, 5, 6]);
  });
});

import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { ActivationAddresses } from './activationAddresses.ts';
import { ParameterAddresses } from './parameterAddresses.ts';
import { WeightAddresses } from './weightAddresses.ts';

const ROWS = 3;
const COLS = 2;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const tiles = (size: number, step: number) => upTo(Math.ceil(size / step));

/** Offsets from base in the order in which an engine takes them, from the order of its loops. */
function offsets(stay: boolean, m: number, k: number, n: number) {
  const rowTiles = tiles(stay ? m : k, ROWS);
  return {
    activations: tiles(n, COLS).flatMap(() =>
      rowTiles.flatMap(t => upTo(stay ? k : m).map(i => t * (stay ? k : m) + i)),
    ),
    weights: tiles(n, COLS).flatMap(c =>
      rowTiles.flatMap(t => {
        if (stay) return upTo(k).map(p => c * k + p);
        const rows = upTo(Math.min(ROWS, k - t * ROWS));
        return rows.map(r => c * k + t * ROWS + r).reverse();
      }),
    ),
  };
}

describe.each([
  { stay: false, name: 'weight-stationary' },
  { stay: true, name: 'output-stationary' },
])('addresses, $name', ({ stay }) => {
  it.each([
    { m: 1, k: 1, n: 1 },
    { m: 4, k: 3, n: 5 },
    { m: 7, k: 8, n: 4 },
  ])('of $m x $k times $k x $n, twice', ({ m, k, n }) => {
    const { activations, weights } = offsets(stay, m, k, n);
    for (const [module, expected] of [
      [ActivationAddresses, activations] as const,
      [WeightAddresses, weights] as const,
    ]) {
      const walk = simulate(module, { ROWS, COLS, OUTPUT_STATIONARY: stay ? 1 : 0, SIZE_WIDTH: 5, BASE_WIDTH: 8 });
      for (const [name, value] of Object.entries({ m, k, n, base: 200 })) walk.poke(name, value);
      for (const _ of [1, 2]) {
        for (const [index, offset] of expected.entries()) {
          walk.poke('next', 0);
          walk.step();
          walk.poke('next', 1);
          expect(walk.peekNumber('address')).toBe((200 + offset) % 256);
          expect(walk.peekNumber('done')).toBe(index === expected.length - 1 ? 1 : 0);
          walk.step();
        }
      }
    }
  });
});

describe('parameter_addresses', () => {
  it.each([1, 5])('of %i columns, twice', n => {
    const walk = simulate(ParameterAddresses, { SIZE_WIDTH: 5, BASE_WIDTH: 4 });
    walk.poke('n', n);
    walk.poke('base', 14);
    for (const column of [...upTo(n), ...upTo(n)]) {
      walk.poke('next', 0);
      walk.step();
      walk.poke('next', 1);
      expect(walk.peekNumber('address')).toBe((14 + column) % 16);
      expect(walk.peekNumber('done')).toBe(column === n - 1 ? 1 : 0);
      walk.step();
    }
  });
});

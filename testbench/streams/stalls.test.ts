import { expect, it } from 'vitest';
import { random } from '../random.ts';
import { anyStalls, burstStalls, randomStalls } from './stalls.ts';

it('stall patterns hold 0 and 1, always let something pass, and are the same for the same seed', () => {
  for (let seed = 0; seed < 100; seed++) {
    for (const make of [
      anyStalls,
      (r = random(seed)) => randomStalls(r, 1),
      (r = random(seed)) => burstStalls(r, 999),
    ]) {
      const pattern = make(random(seed));
      expect(pattern).toEqual(make(random(seed)));
      expect(pattern.every(entry => entry <= 1)).toBe(true);
      expect(pattern.length === 0 || pattern.includes(0)).toBe(true);
    }
  }
});

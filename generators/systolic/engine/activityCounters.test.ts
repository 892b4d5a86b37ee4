import { expect, it } from 'vitest';
import { randomBits } from '../../../dsl/simulate/random.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { ActivityCounters } from './activityCounters.ts';

it('activity_counters count the cycles of each kind, and wrap', () => {
  const next = randomBits(5);
  const counters = simulate(ActivityCounters, { KINDS: 3, WIDTH: 6 });
  const counts = [0, 0, 0];
  for (let cycle = 0; cycle < 400; cycle++) {
    const kinds = counts.map(() => (next() & 1) === 1);
    counters.poke('kinds', kinds);
    counters.step();
    for (const [kind, counted] of kinds.entries()) if (counted) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(counters.peekNumbers('counts')).toEqual(counts.map(count => count % 64));
  }
  expect(Math.min(...counts)).toBeGreaterThan(64);
  counters.reset();
  expect(counters.peekNumbers('counts')).toEqual([0, 0, 0]);
});

import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { random } from '../../../testbench/random.ts';
import { ActivityCounters } from './activityCounters.ts';

/** The counter of a busy cycle, by the definition. */
function kindOf(is: Readonly<Record<string, boolean>>): number {
  if (is.moved === true) return 0;
  if (is.blocked === true) return is.parameter_waits === true ? 3 : 4;
  if (is.weight_waits === true) return 1;
  return is.activation_waits === true ? 2 : 5;
}

describe('activity_counters', () => {
  it('count each busy cycle once, by its kind, and wrap', () => {
    const next = random(4);
    const counters = simulate(ActivityCounters, { WIDTH: 3 });
    const expected = [0, 0, 0, 0, 0, 0];
    const names = ['busy', 'moved', 'blocked', 'weight_waits', 'activation_waits', 'parameter_waits'];
    for (let cycle = 0; cycle < 600; cycle++) {
      const is = Object.fromEntries(names.map(name => [name, next.chance(0.5)]));
      for (const [name, value] of Object.entries(is)) counters.poke(name, value);
      const kind = kindOf(is);
      if (is.busy === true) expected[kind] = ((expected[kind] ?? 0) + 1) % 8;
      counters.step();
      expect(counters.peekNumbers('counts')).toEqual(expected);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { random } from './random.ts';

describe('random', () => {
  it('gives the same sequence for the same seed, and another for a neighbouring one', () => {
    const draw = (seed: number) => {
      const source = random(seed);
      return Array.from({ length: 5 }, () => source.uint32());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    // From the reference algorithms, written in Python.
    expect(draw(1)).toEqual([393288148, 2174103013, 3814759091, 2092745082, 1865176206]);
  });

  it('draws integers over the whole range, evenly', () => {
    const source = random(1);
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 30_000; draw++) {
      const value = source.integer(-1, 1);
      counts[value + 1] = (counts[value + 1] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(source.integer(5, 5)).toBe(5);
    expect(() => source.integer(2, 1)).toThrow('No uniform integer from 2 to 1.');
  });

  it('draws numbers of any width', () => {
    const source = random(1);
    let seen = 0n;
    for (let draw = 0; draw < 200; draw++) seen |= source.bits(77);
    expect(seen).toBe((1n << 77n) - 1n);
    expect(source.bits(0)).toBe(0n);
  });

  it('picks, and refuses to pick from nothing', () => {
    expect(random(1).pick(['a'])).toBe('a');
    expect(() => random(1).pick([])).toThrow('Nothing to pick from.');
  });

  it('forks a generator that its parent does not disturb', () => {
    const first = random(3);
    const second = random(3);
    const fork = first.fork();
    const other = second.fork();
    first.uint32();
    expect(fork.uint32()).toBe(other.uint32());
  });
});

import { describe, expect, it } from 'vitest';
import { randomBits } from '../../../dsl/simulate/random.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { BroadcastQueue } from './broadcastQueue.ts';

const sizes = [1, 2, 5].flatMap(DEPTH => [1, 2, 3].map(READERS => ({ DEPTH, READERS })));

describe('broadcast_queue', () => {
  it.each(sizes)('gives every reader every word in order: $DEPTH words, $READERS readers', ({ DEPTH, READERS }) => {
    const next = randomBits(DEPTH * 10 + READERS);
    const chance = (): boolean => (next() & 1) === 1;
    const queue = simulate(BroadcastQueue, { WIDTH: 8, DEPTH, READERS });
    const words: number[] = [];
    const places = new Array<number>(READERS).fill(0);
    for (let cycle = 0; cycle < 600; cycle++) {
      const word = next() & 255;
      const offered = chance();
      const take = places.map(chance);
      queue.poke('enq_valid', offered);
      queue.poke('enq_bits', word);
      queue.poke('take', take);
      const ready = places.every(place => words.length - place < DEPTH);
      expect(queue.peekNumber('enq_ready')).toBe(ready ? 1 : 0);
      expect(queue.peekNumbers('head_valid')).toEqual(places.map(place => (place < words.length ? 1 : 0)));
      const heads = queue.peekNumbers('head_bits');
      for (const [reader, place] of places.entries()) {
        if (place === words.length) continue;
        expect(heads[reader]).toBe(words[place]);
        if (take[reader] === true) places[reader] = place + 1;
      }
      if (offered && ready) words.push(word);
      queue.step();
    }
    expect(Math.min(...places)).toBeGreaterThan(100);
  });
});

import { expect, test } from 'vitest';
import { randomStalls, runStreams, simulate } from '../dsl/index.ts';
import { Queue } from './queue.ts';

test('an element is offered in the cycle after it entered', () => {
  const queue = simulate(Queue, { DEPTH: 2 });
  const recording = queue.record(['enq_valid', 'enq_ready', 'enq_bits', 'level', 'deq_valid', 'deq_ready', 'deq_bits']);
  const outcome = runStreams(queue, {
    inputs: { enq: { beats: [11, 12, 13, 14], stalls: cycle => cycle === 4 } },
    outputs: { deq: { expected: [11, 12, 13, 14], stalls: cycle => cycle < 3 } },
    drain: 1,
  });
  expect(recording.waves({ to: 6 })).toMatchInlineSnapshot(`
    "cycle      0   1   2   3   4   5   6
    enq_valid  ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁
    enq_ready  ▔▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔
    enq_bits   │11 │12 │13         │14 │114
    level      │0  │1  │2      │1
    deq_valid  ▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    deq_ready  ▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    deq_bits   │57 │11         │12 │13 │14"
  `);
  expect(outcome.cycles).toBe(7);
});

test.each([1, 2, 3, 8])('a queue of %i keeps the order under random stalls', DEPTH => {
  const queue = simulate(Queue, { DEPTH });
  const beats = Array.from({ length: 200 }, (_, index) => (index * 37) % 256);
  runStreams(queue, {
    inputs: { enq: { beats, stalls: randomStalls(1, 0.4) } },
    outputs: { deq: { expected: beats, stalls: randomStalls(2, 0.5) } },
  });
  expect(queue.coverage()[0]?.count).toBeGreaterThan(0);
});

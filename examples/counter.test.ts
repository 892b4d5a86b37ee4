import { expect, test } from 'vitest';
import { simulate } from '../dsl/index.ts';
import { EventCounter } from './counter.ts';

test('counts events, and begins again after the last', () => {
  const counter = simulate(EventCounter, { LIMIT: 3 });
  const recording = counter.record(['up', 'clear', 'count', 'wraps']);
  counter.reset();
  counter.poke('up', true);
  counter.step(5);
  counter.poke('clear', true);
  counter.step();
  counter.poke('clear', false);
  counter.poke('up', false);
  counter.step(2);
  expect(recording.waves()).toMatchInlineSnapshot(`
    "cycle  0 1 2 3 4 5 6 7 8
    up     ▁▁▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁
    clear  ▁▁▁▁▁▁▁▁▁▁▁▁▔▔▁▁▁▁
    count  │0  │1│2│0│1│2│0
    wraps  ▁▁▁▁▁▁▔▔▁▁▁▁▁▁▁▁▁▁"
  `);
  expect(counter.coverage()).toEqual([{ message: 'the count begins again', path: '', count: 1 }]);
});

test('a limit of one wraps with every event', () => {
  const counter = simulate(EventCounter, { LIMIT: 1 });
  counter.poke('up', true);
  expect([counter.peek('count'), counter.peek('wraps')]).toEqual([0, 1]);
});

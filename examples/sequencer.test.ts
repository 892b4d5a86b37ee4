import { expect, test } from 'vitest';
import { type PortValue, type Simulator, simulate } from '../dsl/index.ts';
import { Sequencer } from './sequencer.ts';

const instruction = (operation: string, fields: Record<string, number> = {}): PortValue => ({
  operation,
  target: 0,
  left: 0,
  right: 0,
  immediate: 0,
  ...fields,
});

/** Emits 3, 2, 1, and halts. */
const countdown = [
  instruction('set', { target: 0, immediate: 3 }),
  instruction('set', { target: 1, immediate: 1 }),
  instruction('branch', { left: 0, immediate: 7 }),
  instruction('emit', { left: 0 }),
  instruction('sub', { target: 0, left: 0, right: 1 }),
  instruction('xor', { target: 2, left: 1, right: 1 }),
  instruction('branch', { left: 2, immediate: 2 }),
  instruction('halt'),
];

function load(sequencer: Simulator, program: readonly PortValue[]): void {
  sequencer.reset();
  sequencer.poke('load', true);
  for (const [address, entry] of program.entries()) {
    sequencer.poke('address', address);
    sequencer.poke('program', entry);
    sequencer.step();
  }
  sequencer.poke('load', false);
}

test('a loop counts down', () => {
  const sequencer = simulate(Sequencer, { LENGTH: 8 });
  load(sequencer, countdown);
  const recording = sequencer.record(['counter', 'current.operation', 'emitted', 'halted']);
  const words: unknown[] = [];
  sequencer.observe(() => {
    if (sequencer.peek('emitted.strobe') === 1) words.push(sequencer.peek('emitted.word'));
  });
  sequencer.step(20);
  expect(words).toEqual([3, 2, 1]);
  expect(sequencer.peek('registers[0]')).toBe(0);
  expect(sequencer.peek('halted')).toBe(1);
  expect(recording.waves({ to: 20 })).toMatchInlineSnapshot(`
    "cycle              9      10     11     12     13     14     15     16     17     18     19     20
    counter            │0     │1     │2     │3     │4     │5     │6     │2     │3     │4     │5     │6
    current.operation  │set          │branch│emit  │sub   │xor   │branch       │emit  │sub   │xor   │branch
    emitted.strobe     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
    emitted.word       │0                   │3     │0                          │2     │0
    halted             ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁"
  `);
});

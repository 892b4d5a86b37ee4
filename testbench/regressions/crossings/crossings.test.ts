import { describe, expect, it } from 'vitest';
import {
  type ClockOptions,
  clock,
  int,
  module,
  randomStalls,
  runStreams,
  type Simulator,
  simulate,
  sink,
  source,
  uint,
} from '../../../dsl/index.ts';
import { Handshake } from '../../../generators/crossings/handshake.ts';
import { PulseSynchroniser } from '../../../generators/crossings/pulseSynchroniser.ts';
import { random } from '../../random.ts';
import { testInEveryTool } from '../clocks/everyTool.ts';
import type { Numbers } from '../language/tools.ts';

/** A handshake between two domains of these kinds, which it takes over. */
const between = (name: string, send: ClockOptions, receive: ClockOptions) =>
  module(
    name,
    {
      params: { WIDTH: int(8, { min: 1 }) },
      clocks: { send: clock(send), receive: clock(receive) },
      ports: ({ WIDTH }, clocks) => ({
        enq: clocks.send.port(sink(uint(WIDTH))),
        deq: clocks.receive.port(source(uint(WIDTH))),
      }),
    },
    ({ enq, deq }, { WIDTH }, m, clocks) => m.inst('handshake', Handshake, { WIDTH }, { enq, deq }, { clocks }),
  );

const periods = [
  { send: 10, receive: 10 },
  { send: 10, receive: 23 },
  { send: 23, receive: { period: 10, phase: 3 } },
];

describe('a handshake', () => {
  it('offers a word two edges behind, and takes the next two edges after it was taken', () => {
    const line = simulate(Handshake, { WIDTH: 8 });
    line.poke('enq_valid', true);
    line.poke('enq_bits', 42);
    line.tick('send');
    expect(line.peek('enq_ready')).toBe(0);
    line.poke('enq_bits', 7);
    for (let edge = 0; edge < 2; edge++) {
      expect(line.peek('deq_valid')).toBe(0);
      line.tick('receive');
    }
    expect([line.peek('deq_valid'), line.peek('deq_bits')]).toEqual([1, 42]);
    for (let edge = 0; edge < 4; edge++) line.tick('send');
    expect([line.peek('enq_ready'), line.peek('deq_bits')]).toEqual([0, 42]);
    line.poke('deq_ready', true);
    line.tick('receive');
    expect(line.peek('deq_valid')).toBe(0);
    for (let edge = 0; edge < 2; edge++) {
      expect(line.peek('enq_ready')).toBe(0);
      line.tick('send');
    }
    expect(line.peek('enq_ready')).toBe(1);
  });

  it.each(periods)('keeps the order whatever the stalls, periods %o', own => {
    for (const seed of [1, 2]) {
      const beats = Array.from({ length: 100 }, () => random(seed).bits(8));
      const { outputs } = runStreams(simulate(Handshake, {}, { periods: own, seed }), {
        inputs: { enq: { beats, stalls: randomStalls(seed, 0.4) } },
        outputs: { deq: { expected: beats, stalls: randomStalls(seed + 7, 0.4) } },
      });
      expect(outputs.deq?.values).toHaveLength(beats.length);
    }
  });
});

/** Sends so many pulses, a few periods of the slower clock apart, and counts those that are seen. */
function pulsesSeen(line: Simulator, count: number, apart: (at: number) => number): number {
  let seen = 0;
  line.observe((_, clocks) => {
    if (clocks.includes('receive')) seen += line.peekNumber('seen');
  });
  for (let at = 0; at < count; at++) {
    line.poke('pulse', true);
    line.step(1, 'send');
    line.poke('pulse', false);
    line.step(apart(at), 'receive');
  }
  line.step(4, 'receive');
  return seen;
}

describe('a pulse synchroniser', () => {
  it.each(periods)('gives one pulse for each, periods %o', own => {
    const chance = random(3);
    const line = simulate(PulseSynchroniser, {}, { periods: own });
    line.reset(3);
    expect(pulsesSeen(line, 50, () => chance.integer(1, 5))).toBe(50);
  });
});

const low = { reset: 'asynchronous', active: 'low' } as const;
const settling = 4;

describe.each([
  { block: Handshake, sizes: [{ WIDTH: 8 }, { WIDTH: 1 }, { WIDTH: 77 }] as readonly Numbers[] },
  { block: between('mixed_handshake', low, { enable: true, edge: 'falling' }), sizes: [{ WIDTH: 5 }] },
  { block: PulseSynchroniser, sizes: [{}] },
])('$block.name', ({ block, sizes }) => {
  testInEveryTool(block, sizes, {
    trace: { seed: 5, instants: 500, settling, settle: () => ({}), resets: 0 },
    from: 2 * settling,
    isMeant: (name, outputs) => name !== 'deq_bits' || outputs.deq_valid === 1n,
  });
});

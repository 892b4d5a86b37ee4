import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  bufferStream,
  connect,
  filterStream,
  forkStream,
  joinStreams,
  module,
  registerStream,
  sink,
  source,
  uint,
} from '../../../../dsl/index.ts';
import { simulate } from '../../../../dsl/simulate/simulate.ts';
import { randomStalls, runStreams } from '../../../../dsl/simulate/streams.ts';
import { random } from '../../../random.ts';
import { packValues, unpackValues } from '../../../streams/bits.ts';
import { expectNoViolations } from '../../../streams/job.ts';
import { anyStalls } from '../../../streams/stalls.ts';
import { buildModel } from '../../../verilator/model.ts';
import { runStreams as runInVerilator } from '../../../verilator/runStreams.ts';
import { emitFiles, missingSimulator } from '../tools.ts';
import { Channels, Links } from './channels.ts';

const W = 8;

interface Item {
  readonly tag: number;
  readonly data: number;
}

function items(seed: number, count: number): Item[] {
  const draw = random(seed);
  return Array.from({ length: count }, () => ({ tag: draw.integer(0, 3), data: draw.integer(0, 255) }));
}

/** What comes through: no item with tag 3, each with twice its data. */
const through = (sent: readonly Item[]) =>
  sent.filter(({ tag }) => tag !== 3).map(item => ({ left: item, right: 2 * item.data }));

it.each([1, 2, 3, 7])('a filter, a fork, a queue of %i and a join keep every element in its place', DEPTH => {
  for (let seed = 0; seed < 10; seed++) {
    const sent = items(seed, 150);
    const expected = through(sent);
    const outcome = runStreams(simulate(Channels, { DEPTH, W }), {
      inputs: { in: { beats: sent.map(item => ({ ...item })), stalls: randomStalls(seed, 0.3) } },
      outputs: { out: { count: expected.length, stalls: randomStalls(seed + 100, 0.4) } },
    });
    expect(outcome.outputs.out?.values, `seed ${seed}`).toEqual(expected);
  }
});

it('the same in Verilator', async ({ skip }) => {
  const missing = await missingSimulator();
  if (missing !== undefined) return skip(missing);
  const folder = await mkdtemp(join(tmpdir(), 'scoville-streams-'));
  try {
    const emitted = await emitFiles(folder, Channels);
    const model = await buildModel({ files: emitted.files, top: emitted.top, parameters: { W, DEPTH: 2 } });
    for (let seed = 0; seed < 10; seed++) {
      const sent = items(seed, 200);
      const expected = through(sent);
      const stalls = random(seed + 1000);
      const fields = {
        tag: packValues(
          sent.map(({ tag }) => BigInt(tag)),
          2,
        ),
        data: packValues(
          sent.map(({ data }) => BigInt(data)),
          W,
        ),
      };
      const result = runInVerilator(model, {
        inputs: { in: { beats: sent.length, fields, stall: anyStalls(stalls) } },
        outputs: { out: { beats: expected.length, stall: anyStalls(stalls) } },
        seed,
      });
      expectNoViolations(result);
      const field = (name: string, width: number): number[] =>
        unpackValues(result.outputs.out?.fields[name] ?? new Uint8Array(), width).map(Number);
      expect(field('left_tag', 2), `seed ${seed}`).toEqual(expected.map(({ left }) => left.tag));
      expect(field('left_data', W)).toEqual(expected.map(({ left }) => left.data));
      expect(field('right', W + 1)).toEqual(expected.map(({ right }) => right));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('groups of ports carry requests one way and answers the other', () => {
  const sent = items(5, 60);
  const answers = sent.map(({ tag, data }) => (tag + data) % 256);
  const beats = sent.map(item => ({ ...item }));
  const outcome = runStreams(simulate(Links, { W }), {
    inputs: { north_ask: { beats, stalls: randomStalls(1, 0.3) }, south_ask: { beats, stalls: randomStalls(2, 0.3) } },
    outputs: {
      north_answer: { count: answers.length, stalls: randomStalls(3, 0.3) },
      south_answer: { count: answers.length, stalls: randomStalls(4, 0.3) },
    },
  });
  expect(outcome.outputs.north_answer?.values).toEqual(answers);
  expect(outcome.outputs.south_answer?.values).toEqual(answers);
});

const beats = [10, 11, 12, 13, 14, 15];
const plain = { params: {}, ports: () => ({ in: sink(uint(8)), out: source(uint(8)) }) };

it('a register passes an element in every cycle, one cycle later', () => {
  const Registered = module('registered', plain, io => {
    const held = registerStream(io.in);
    connect(held, io.out);
  });
  const outcome = runStreams(simulate(Registered), { inputs: { in: { beats } }, outputs: { out: { count: 6 } } });
  expect(outcome.inputs.in).toEqual([0, 1, 2, 3, 4, 5]);
  expect(outcome.outputs.out?.cycles).toEqual([1, 2, 3, 4, 5, 6]);
  const simulator = simulate(Registered);
  simulator.reset();
  const ready = (): unknown => {
    simulator.poke('out_ready', false);
    const stalled = simulator.peek('in_ready');
    simulator.poke('out_ready', true);
    return [stalled, simulator.peek('in_ready')];
  };
  simulator.poke('in_valid', true);
  simulator.poke('out_ready', false);
  expect(ready()).toEqual([1, 1]);
  simulator.poke('out_ready', false);
  simulator.step(2);
  // Full: what the other side says now changes nothing before the next cycle.
  expect(ready()).toEqual([0, 0]);
});

it.each([
  [1, [0, 2, 4, 6, 8, 10]],
  [2, [0, 1, 2, 3, 4, 5]],
])('a queue of %i takes elements in cycles %o while the other side is ready', (depth, cycles) => {
  const Queue = module('queue', plain, io => {
    const queued = bufferStream(io.in, depth);
    connect(queued, io.out);
  });
  const outcome = runStreams(simulate(Queue), { inputs: { in: { beats } }, outputs: { out: { count: 6 } } });
  expect(outcome.inputs.in).toEqual(cycles);
  expect(outcome.outputs.out?.values).toEqual(beats);
  const blocked = simulate(Queue);
  blocked.reset();
  blocked.poke('in_valid', true);
  const taken = Array.from({ length: 4 }, () => {
    const ready = blocked.peek('in_ready');
    blocked.step();
    return ready;
  });
  expect(taken.filter(ready => ready === 1).length).toBe(depth);
});

it('a filter drops without waiting, a fork waits for the slowest, a join for all', () => {
  const Odd = module('odd', plain, io => {
    const odd = filterStream(io.in, element => element.bit(0));
    connect(odd, io.out);
  });
  const outcome = runStreams(simulate(Odd), { inputs: { in: { beats } }, outputs: { out: { count: 3 } } });
  expect(outcome.outputs.out).toEqual({ values: [11, 13, 15], cycles: [1, 3, 5] });

  const Both = module(
    'both',
    { params: {}, ports: () => ({ in: sink(uint(8)), one: source(uint(8)), two: source(uint(8)) }) },
    io => {
      const [one, two] = forkStream(io.in, 2);
      if (one !== undefined) connect(one, io.one);
      if (two !== undefined) connect(two, io.two);
    },
  );
  const forked = runStreams(simulate(Both), {
    inputs: { in: { beats: [7, 8] } },
    outputs: { one: { count: 2 }, two: { count: 2, stalls: cycle => cycle < 3 } },
  });
  expect(forked.outputs).toEqual({ one: { values: [7, 8], cycles: [0, 4] }, two: { values: [7, 8], cycles: [3, 4] } });
  expect(forked.inputs.in).toEqual([3, 4]);

  const Pairs = module(
    'pairs',
    { params: {}, ports: () => ({ a: sink(uint(8)), b: sink(uint(4)), sum: source(uint(9)) }) },
    io => {
      const pair = joinStreams({ a: io.a, b: io.b });
      pair.ready.set(io.sum.ready);
      io.sum.valid.set(pair.valid);
      io.sum.bits.set(pair.bits.a.add(pair.bits.b));
    },
  );
  const joined = runStreams(simulate(Pairs), {
    inputs: { a: { beats: [100, 200] }, b: { beats: [1, 2], stalls: cycle => cycle < 2 } },
    outputs: { sum: { count: 2 } },
  });
  expect(joined.outputs.sum).toEqual({ values: [101, 202], cycles: [2, 3] });
  expect(joined.inputs.a).toEqual([2, 3]);
});

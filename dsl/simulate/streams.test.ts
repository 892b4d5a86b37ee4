import { expect, test } from 'vitest';
import { bool, connect, indexWidth, input, int, module, output, sink, source, uint, vec, when } from '../index.ts';
import { simulate } from './simulate.ts';
import { randomStalls, runStreams } from './streams.ts';

const Fifo = module(
  'fifo',
  {
    params: { WIDTH: int(8, { min: 1 }), DEPTH: int(4, { min: 2 }) },
    ports: ({ WIDTH }) => ({ enq: sink(uint(WIDTH)), deq: source(uint(WIDTH)) }),
  },
  ({ enq, deq }, { WIDTH, DEPTH }, m) => {
    const pointer = uint(indexWidth(DEPTH));
    const { head, tail, full } = m.regs({ head: pointer, tail: pointer, full: bool });
    const ram = m.mem('ram', uint(WIDTH), DEPTH);
    const same = head.eq(tail);
    enq.ready.set(same.and(full).not());
    deq.valid.set(same.and(full.not()).not());
    deq.bits.set(ram.read(head));
    when(enq.fire, () => {
      ram.write(tail, enq.bits);
      tail.set(tail.incMod(DEPTH));
    });
    when(deq.fire, () => head.set(head.incMod(DEPTH)));
    when(enq.fire.ne(deq.fire), () => full.set(enq.fire));
  },
);

test.each([2, 3, 7])('a fifo of depth %i keeps the order under random stalls', DEPTH => {
  const beats = Array.from({ length: 200 }, (_, i) => (i * 37) % 1021);
  const outcome = runStreams(simulate(Fifo, { DEPTH, WIDTH: 10 }), {
    inputs: { enq: { beats, stalls: randomStalls(DEPTH, 0.4) } },
    outputs: { deq: { count: beats.length, stalls: randomStalls(DEPTH + 100, 0.4) } },
  });
  expect(outcome.outputs.deq?.values).toEqual(beats);
  expect(outcome.cycles).toBeGreaterThan(beats.length);
});

test('without stalls a beat passes in every cycle, one cycle later', () => {
  const outcome = runStreams(simulate(Fifo), {
    inputs: { enq: { beats: [1, 2, 3] } },
    outputs: { deq: { count: 3 } },
  });
  expect(outcome).toEqual({
    inputs: { enq: [0, 1, 2] },
    outputs: { deq: { values: [1, 2, 3], cycles: [1, 2, 3] } },
    cycles: 4,
  });
});

test('vecs are arrays', () => {
  const Wire = module(
    'wire',
    { params: {}, ports: () => ({ in: sink(vec(2, uint(40))), out: source(vec(2, uint(40))) }) },
    io => connect(io.in, io.out),
  );
  const outcome = runStreams(simulate(Wire), { inputs: { in: { beats: [[1, 2n]] } }, outputs: { out: { count: 1 } } });
  expect(outcome.outputs.out?.values).toEqual([[1n, 2n]]);
});

test('a hang, an extra beat, an unknown stream and a breach of the protocol are reported', () => {
  expect(() => runStreams(simulate(Fifo), { outputs: { deq: { count: 1 } }, hangAfter: 20 })).toThrow(
    'cycle 20: no beat for 20 cycles: input enq: 0 of 0 beats taken; output deq: 0 of 1 beats came',
  );
  expect(() =>
    runStreams(simulate(Fifo), { inputs: { enq: { beats: [1, 2] } }, outputs: { deq: { count: 1 } } }),
  ).toThrow('cycle 2: stream deq sent beat 1, which is more than expected');
  expect(() => runStreams(simulate(Fifo), { inputs: { in: { beats: [] } } })).toThrow('there is no such stream: in');
  const Fickle = module(
    'fickle',
    { params: {}, ports: () => ({ out: source(uint(4)), steady: input(bool), count: output(uint(4)) }) },
    (io, _, m) => {
      const { count } = m.regs({ count: uint(4) });
      count.set(count.inc());
      io.count.set(count);
      io.out.valid.set(count.bit(2).not().or(io.steady));
      io.out.bits.set(count.shiftRight(count.slice(3, 1)));
    },
  );
  const never = { out: { count: 1, stalls: () => true } };
  expect(() => runStreams(simulate(Fickle), { outputs: never })).toThrow(
    'cycle 1: stream out changed beat 0 from 0 to 1 before it was accepted',
  );
});

import {
  bool,
  clock,
  clocked,
  connect,
  genFor,
  genIf,
  input,
  int,
  module,
  output,
  registerStream,
  sink,
  source,
  synchronise,
  uint,
  vec,
} from '../../../dsl/index.ts';
import { AsyncFifo } from '../../../generators/buffers/asyncFifo.ts';
import { Handshake } from '../../../generators/crossings/handshake.ts';

/** A link of a lane: by a handshake where it is short, through a queue where it is not. */
const Link = module(
  'link',
  {
    params: { QUEUE: int(0, { min: 0, max: 1 }) },
    clocks: { near: clock(), far: clock() },
    ports: (_, { near, far }) => ({ in: near.port(sink(uint(3))), out: far.port(source(uint(3))) }),
  },
  (io, { QUEUE }, m, { near, far }) => {
    clocked(far, () => {
      const { arrived } = m.streams({ arrived: uint(3) });
      genIf(
        QUEUE.atLeast(1),
        [
          'queued',
          () =>
            m.inst(
              'queue',
              AsyncFifo,
              { WIDTH: 3, DEPTH: 4 },
              { enq: io.in, deq: arrived },
              { clocks: { write: near, read: far } },
            ),
        ],
        [
          'plain',
          () =>
            m.inst(
              'handshake',
              Handshake,
              { WIDTH: 3 },
              { enq: io.in, deq: arrived },
              { clocks: { send: near, receive: far } },
            ),
        ],
      );
      connect(registerStream(arrived), io.out);
    });
  },
);

/** Crossings in loops in loops, in branches, and in instances in them. */
export const Nested = module(
  'nested',
  {
    params: { LANES: int(2, { min: 1 }) },
    clocks: { near: clock(), far: clock({ reset: 'asynchronous', active: 'low' }) },
    ports: ({ LANES }, { near, far }) => ({
      in: near.port(sink(uint(3))),
      out: far.port(source(uint(3))),
      flags: near.port(input(vec(LANES, vec(2, bool)))),
      seen: far.port(output(vec(LANES, vec(2, bool)))),
    }),
  },
  (io, { LANES }, m, { near, far }) => {
    const { middle } = clocked(far, () => m.streams({ middle: uint(3) }));
    const { back } = clocked(near, () => m.streams({ back: uint(3) }));
    const clocks = { near, far };
    m.inst('first', Link, {}, { in: io.in, out: middle }, { clocks });
    m.inst('second', Link, { QUEUE: 1 }, { in: middle, out: back }, { clocks: { near: far, far: near } });
    m.inst('third', Link, { QUEUE: 1 }, { in: back, out: io.out }, { clocks });
    genFor(LANES, 'lane', lane => {
      genFor(2, 'side', side => {
        const { flag } = clocked(near, () => m.regs({ flag: bool }));
        flag.set(io.flags.at(lane).at(side));
        const changed = clocked(far, () => synchronise(flag));
        io.seen.at(lane).at(side).set(changed);
      });
    });
  },
);

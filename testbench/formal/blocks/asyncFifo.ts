import {
  bool,
  choice,
  clock,
  clocked,
  clog2,
  enabledClock,
  input,
  int,
  module,
  sink,
  source,
  uint,
} from '../../../dsl/index.ts';
import { AsyncFifo } from '../../../generators/buffers/asyncFifo.ts';
import type { Proof } from '../proof.ts';
import { OrderMonitor } from './orderMonitor.ts';
import { StableMonitor } from './stableMonitor.ts';

/**
 * A queue between two clocks, with a monitor on both of its sides. Its clocks have their edges whenever two free inputs
 * say so, alone or together: whatever two real clocks do, an edge of one comes before one of the other, after it, or with
 * it. A bit of a Gray code that is caught while it changes is one before the edge or one after it.
 */
const MonitoredAsyncFifo = module(
  'monitored_async_fifo',
  {
    params: {
      WIDTH: int(1, { min: 1 }),
      DEPTH: int(2, { min: 2, powerOfTwo: true }),
      MEMORY: choice('distributed', 'block'),
    },
    clocks: { clk: clock() },
    ports: ({ WIDTH }) => ({
      enq: sink(uint(WIDTH)),
      deq: source(uint(WIDTH)),
      /** Free: whether this is an edge of the clock. */
      writes: input(bool),
      reads: input(bool),
      /** Free: follow the element that enters now. */
      follow: input(bool),
    }),
  },
  ({ enq, deq, writes, reads, follow }, { WIDTH, DEPTH, MEMORY }, m, { clk }) => {
    const write = enabledClock(clk, writes);
    const read = enabledClock(clk, reads);
    m.inst('fifo', AsyncFifo, { WIDTH, DEPTH, MEMORY }, { enq, deq }, { clocks: { write, read } });
    const CAPACITY = MEMORY.value === 'block' ? DEPTH.plus(1) : DEPTH;
    const { count, is_next } = m.wires({ count: uint(clog2(CAPACITY.plus(1))), is_next: bool });
    const taken = deq.ready.and(reads);
    clocked(clk, () => {
      m.inst(
        'order',
        OrderMonitor,
        { WIDTH, CAPACITY },
        {
          enters: enq.fire.and(writes),
          expected: enq.bits,
          offered: deq.valid,
          leaves: deq.valid.and(taken),
          actual: deq.bits,
          follow,
          count,
          is_next,
        },
      );
      m.inst('stable', StableMonitor, { WIDTH }, { valid: deq.valid, ready: taken, bits: deq.bits });
      m.cover(count.eq(CAPACITY), 'the queue is full');
      m.cover(
        is_next.and(deq.valid).and(taken).and(count.eq(CAPACITY)),
        'the element that is followed leaves a full queue',
      );
    });
  },
);

const description =
  'a FIFO between two clocks that tick at will loses, invents, changes and overtakes nothing, and what it offers stays';

export const asyncFifoProofs: readonly Proof[] = [
  { MEMORY: 0, WIDTH: 1, DEPTH: 2 },
  { MEMORY: 0, WIDTH: 1, DEPTH: 4 },
  { MEMORY: 1, WIDTH: 1, DEPTH: 2 },
].map(values => ({
  name: `async-fifo-${values.MEMORY === 1 ? 'block-' : ''}${values.DEPTH}`,
  description,
  module: MonitoredAsyncFifo,
  values,
}));

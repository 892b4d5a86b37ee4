import { bool, clog2, input, int, module, uint } from '../../../dsl/index.ts';
import { OrderMonitor } from './orderMonitor.ts';
import { StableMonitor } from './stableMonitor.ts';

/**
 * Watches both sides of a queue and asserts what a queue promises: that it loses, invents, changes and overtakes
 * nothing, and accepts and offers whenever it can. Which element it follows is open, so that what holds of that one
 * holds of all.
 */
export const QueueMonitor = module(
  'queue_monitor',
  {
    params: {
      /** Bits of an element. */
      WIDTH: int(8, { min: 1 }),
      /** Elements that the queue holds. */
      CAPACITY: int(16, { min: 1 }),
    },
    ports: ({ WIDTH }) => ({
      /** What the queue and its surroundings do on the side where elements enter. */
      enq_valid: input(bool),
      enq_ready: input(bool),
      enq_bits: input(uint(WIDTH)),
      /** And where they leave. */
      deq_valid: input(bool),
      deq_ready: input(bool),
      deq_bits: input(uint(WIDTH)),
      /** Free: follow the element that enters now. */
      follow: input(bool),
    }),
  },
  (io, { WIDTH, CAPACITY }, m) => {
    const { count, is_next } = m.wires({ count: uint(clog2(CAPACITY.plus(1))), is_next: bool });
    const leaves = io.deq_valid.and(io.deq_ready);
    m.inst(
      'order',
      OrderMonitor,
      { WIDTH, CAPACITY },
      {
        enters: io.enq_valid.and(io.enq_ready),
        expected: io.enq_bits,
        offered: io.deq_valid,
        leaves,
        actual: io.deq_bits,
        follow: io.follow,
        count,
        is_next,
      },
    );
    m.inst('stable', StableMonitor, { WIDTH }, { valid: io.deq_valid, ready: io.deq_ready, bits: io.deq_bits });
    m.assert(io.enq_ready.eq(count.lt(CAPACITY)), 'an element is accepted whenever there is room, and only then');
    m.assert(io.deq_valid.eq(count.ne(0)), 'an element is offered whenever there is one, and only then');
    m.cover(count.eq(CAPACITY), 'the queue is full');
    m.cover(is_next.and(leaves).and(count.eq(CAPACITY)), 'the element that is followed leaves a full queue');
  },
);

import { bool, clog2, int, module, sink, source, uint, when } from '../../dsl/index.ts';

/**
 * First-in first-out queue with first-word fall-through.
 *
 * No combinational path runs from one side to the other: while full it accepts nothing, even if an element leaves in the
 * same cycle.
 *
 * Latency: an element that enters an empty queue is offered in the next cycle. Throughput: one element a cycle.
 */
export const Fifo = module(
  'fifo',
  {
    params: {
      /** Bits of an element. */
      WIDTH: int(8, { min: 1 }),
      /** Elements held; need not be a power of two. */
      DEPTH: int(16, { min: 2 }),
    },
    ports: ({ WIDTH }) => ({
      /** Elements enter. */
      enq: sink(uint(WIDTH)),
      /** Elements leave, oldest first. */
      deq: source(uint(WIDTH)),
    }),
  },
  ({ enq, deq }, { WIDTH, DEPTH }, m) => {
    const INDEX_WIDTH = clog2(DEPTH);
    const pointer = uint(INDEX_WIDTH);
    const { head, tail, full } = m.regs({ head: pointer, tail: pointer, full: bool });
    const ram = m.mem('ram', uint(WIDTH), DEPTH);
    const nextTail = tail.incMod(DEPTH);
    const nextHead = head.incMod(DEPTH);

    enq.ready.set(full.not());
    deq.valid.set(full.or(head.ne(tail)));
    deq.bits.set(ram.read(head));

    when(enq.fire, () => {
      ram.write(tail, enq.bits);
      tail.set(nextTail);
    });
    when(deq.fire, () => head.set(nextHead));
    when(enq.fire.ne(deq.fire), () => full.set(enq.fire.and(nextTail.eq(head))));
  },
);

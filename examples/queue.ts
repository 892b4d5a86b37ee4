import { indexWidth, int, module, output, sink, source, uint, when } from '../dsl/index.ts';

/**
 * First-in first-out queue that says how full it is.
 *
 * An element that enters an empty queue is offered in the next cycle; one element a cycle passes.
 */
export const Queue = module(
  'queue',
  {
    params: {
      /** Bits of an element. */
      WIDTH: int(8, { min: 1 }),
      /** Elements held; need not be a power of two. */
      DEPTH: int(4, { min: 1 }),
    },
    ports: ({ WIDTH, DEPTH }) => ({
      /** Elements enter. */
      enq: sink(uint(WIDTH)),
      /** Elements leave, oldest first. */
      deq: source(uint(WIDTH)),
      /** Elements held. */
      level: output(uint(indexWidth(DEPTH.plus(1)))),
    }),
  },
  ({ enq, deq, level }, { WIDTH, DEPTH }, m) => {
    const pointer = uint(indexWidth(DEPTH));
    const { head, tail, held } = m.regs({ head: pointer, tail: pointer, held: level.type });
    const ram = m.mem('ram', uint(WIDTH), DEPTH);

    level.set(held);
    enq.ready.set(held.ne(DEPTH));
    deq.valid.set(held.ne(0));
    deq.bits.set(ram.read(head));

    when(enq.fire, () => {
      ram.write(tail, enq.bits);
      tail.set(tail.incMod(DEPTH));
    });
    when(deq.fire, () => head.set(head.incMod(DEPTH)));
    when(enq.fire.and(deq.fire.not()), () => held.set(held.inc()));
    when(deq.fire.and(enq.fire.not()), () => held.set(held.dec()));

    m.assert(head.eq(tail).eq(held.eq(0).or(held.eq(DEPTH))), 'the pointers meet where nothing or everything is held');
    m.cover(held.eq(DEPTH), 'the queue is full');
  },
);

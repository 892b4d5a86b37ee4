import { bool, clog2, int, module, sink, source, uint, when } from '../../../dsl/index.ts';

export const fifoFaults = ['never-full', 'full-when-empty', 'wraps-late', 'overwrites', 'drops', 'repeats'] as const;

/** The fifo with one mistake in it. */
export const faultyFifo = (fault: (typeof fifoFaults)[number]) =>
  module(
    'fifo',
    {
      params: { WIDTH: int(8, { min: 1 }), DEPTH: int(16, { min: 2 }) },
      ports: ({ WIDTH }) => ({ enq: sink(uint(WIDTH)), deq: source(uint(WIDTH)) }),
    },
    ({ enq, deq }, { WIDTH, DEPTH }, m) => {
      const pointer = uint(clog2(DEPTH));
      const { head, tail, full } = m.regs({ head: pointer, tail: pointer, full: bool });
      const ram = m.mem('ram', uint(WIDTH), DEPTH);
      const nextTail = fault === 'wraps-late' ? tail.inc() : tail.incMod(DEPTH);
      const nextHead = head.incMod(DEPTH);

      enq.ready.set(fault === 'overwrites' ? full.not().or(deq.ready) : full.not());
      deq.valid.set(fault === 'drops' ? head.ne(tail) : full.or(head.ne(tail)));
      deq.bits.set(ram.read(head));

      when(enq.fire, () => {
        ram.write(tail, enq.bits);
        tail.set(nextTail);
      });
      when(fault === 'repeats' ? deq.fire.and(enq.fire.not()) : deq.fire, () => head.set(nextHead));
      when(enq.fire.ne(deq.fire), () => {
        const fills = nextTail.eq(head);
        if (fault === 'never-full') full.set(enq.fire.and(fills).and(tail.eq(head)));
        else full.set(fault === 'full-when-empty' ? fills : enq.fire.and(fills));
      });
    },
  );

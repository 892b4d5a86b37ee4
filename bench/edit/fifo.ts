import { bool, clog2, int, module, sink, source, uint, when } from '../../dsl/index.ts';

/** First-in first-out queue with first-word fall-through: the small block that the benchmark edits. */
export const Fifo = module(
  'bench_fifo',
  {
    params: { WIDTH: int(8, { min: 1 }), DEPTH: int(16, { min: 2 }) },
    ports: ({ WIDTH }) => ({ enq: sink(uint(WIDTH)), deq: source(uint(WIDTH)) }),
  },
  ({ enq, deq }, { WIDTH, DEPTH }, m) => {
    const pointer = uint(clog2(DEPTH));
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

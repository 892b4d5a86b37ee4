import {
  bool,
  clog2,
  genFor,
  indexWidth,
  input,
  int,
  module,
  output,
  pack,
  sink,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';

/**
 * A queue that several readers empty, each at its own pace. A word leaves when all have taken it.
 *
 * A word is at the heads in the cycle after it was accepted. No combinational path from take to enq_ready.
 */
export const BroadcastQueue = module(
  'broadcast_queue',
  {
    params: {
      /** Bits of a word. */
      WIDTH: int(8, { min: 1 }),
      /** Words. */
      DEPTH: int(4, { min: 1 }),
      /** Readers. */
      READERS: int(2, { min: 1 }),
    },
    ports: ({ WIDTH, READERS }) => ({
      /** Words enter. */
      enq: sink(uint(WIDTH)),
      /** Per reader: whether there is a word at its head, and the word. */
      head_valid: output(vec(READERS, bool)),
      head_bits: output(vec(READERS, uint(WIDTH))),
      /** Whether the reader takes it. */
      take: input(vec(READERS, bool)),
    }),
  },
  ({ enq, head_valid, head_bits, take }, { WIDTH, DEPTH, READERS }, m) => {
    // Holds DEPTH itself; not clog2(DEPTH + 1), whose width of 0 tools trip over before they say that DEPTH 0 is illegal.
    const COUNT_WIDTH = clog2(DEPTH).plus(1);
    const words = m.mem('words', uint(WIDTH), DEPTH);
    const { tail } = m.regs({ tail: uint(indexWidth(DEPTH)) });
    const { full } = m.wires({ full: vec(READERS, bool) });

    enq.ready.set(pack(full).eq(0));
    when(enq.fire, () => {
      words.write(tail, enq.bits);
      tail.set(tail.incMod(DEPTH));
    });

    genFor(READERS, 'reader', i => {
      const { head, count } = m.regs({
        head: uint(indexWidth(DEPTH)),
        /** Words that this reader has not taken. */
        count: uint(COUNT_WIDTH),
      });
      const offered = count.ne(0);
      const taken = take.at(i).and(offered);

      full.at(i).set(count.eq(DEPTH));
      head_valid.at(i).set(offered);
      head_bits.at(i).set(words.read(head));
      when(taken, () => head.set(head.incMod(DEPTH)));
      when(enq.fire.and(taken.not()), () => count.set(count.inc())).elseWhen(taken.and(enq.fire.not()), () =>
        count.set(count.dec()),
      );
    });
  },
);

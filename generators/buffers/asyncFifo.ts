import {
  bool,
  choice,
  clock,
  clocked,
  clog2,
  constant,
  int,
  module,
  type Signal,
  sink,
  source,
  synchronise,
  type UIntType,
  type UnprovedWidth,
  uint,
  when,
} from '../../dsl/index.ts';

type Pointer = Signal<UIntType<UnprovedWidth>>;

/** Gray code: positions beside each other differ in one bit. */
const gray = (position: Pointer): Pointer => position.xor(position.shiftRightBy(1).extend(position.type.width));

/**
 * First-in first-out queue between two clocks that need not know of each other.
 *
 * Each side counts what passed it, and sees the other side's count in Gray code through two registers: late, so that it
 * may take the queue for fuller, or emptier, than it is, and never for less. Reset both sides together, while nothing
 * enters.
 *
 * Latency: an element that enters an empty queue is offered after two edges of the read clock behind the edge at which it
 * entered; with `block` memory after three. Throughput: one element a cycle of the slower clock, where DEPTH is 8 or more.
 */
export const AsyncFifo = module(
  'async_fifo',
  {
    params: {
      /** Bits of an element. */
      WIDTH: int(8, { min: 1 }),
      /** Elements held. */
      DEPTH: int(16, { min: 2, powerOfTwo: true }),
      /**
       * `distributed` memory is read in the same cycle: first-word fall-through. `block` memory is read into a register,
       * which holds one element more.
       */
      MEMORY: choice('distributed', 'block'),
    },
    clocks: {
      /** What enters belongs to this clock. */
      write: clock(),
      /** What leaves belongs to this clock. */
      read: clock(),
    },
    ports: ({ WIDTH }, { write, read }) => ({
      /** Elements enter. */
      enq: write.port(sink(uint(WIDTH))),
      /** Elements leave, oldest first. */
      deq: read.port(source(uint(WIDTH))),
    }),
  },
  ({ enq, deq }, { WIDTH, DEPTH, MEMORY }, m, { write, read }) => {
    const INDEX_WIDTH = clog2(DEPTH);
    // One bit more than an index: a full queue is not an empty one.
    const pointer = uint<UnprovedWidth>(INDEX_WIDTH.plus(1));
    const { tail, tail_code } = clocked(write, () => m.regs({ tail: pointer, tail_code: pointer }));
    const { head, head_code } = clocked(read, () => m.regs({ head: pointer, head_code: pointer }));
    const ram = m.mem('ram', uint(WIDTH), DEPTH, {
      crossing: 'a word is read after the count that says it is there has crossed, and not written again before it was',
    });
    // Codes of counts that differ by DEPTH differ as those of 0 and DEPTH do: in their two highest bits.
    const whole = gray(constant(pointer, DEPTH));
    const code = { code: 'gray', reason: 'the count goes up by one at a time, in Gray code' } as const;
    const headSeen = clocked(write, () => synchronise(head_code, code));
    const tailSeen = clocked(read, () => synchronise(tail_code, code));

    clocked(write, () => {
      const nextTail = tail.inc();
      enq.ready.set(tail_code.xor(headSeen).ne(whole));
      when(enq.fire, () => {
        ram.write(tail.truncate(INDEX_WIDTH), enq.bits);
        tail.set(nextTail);
        tail_code.set(gray(nextTail));
      });
    });

    clocked(read, () => {
      const isEmpty = head_code.eq(tailSeen);
      const nextHead = head.inc();
      const index = head.truncate(INDEX_WIDTH);
      const advance = (): void => {
        head.set(nextHead);
        head_code.set(gray(nextHead));
      };
      if (MEMORY.value === 'distributed') {
        deq.valid.set(isEmpty.not());
        deq.bits.set(ram.read(index));
        when(deq.fire, advance);
      } else {
        const { holds } = m.regs({ holds: bool });
        const fetch = isEmpty.not().and(holds.not().or(deq.ready));
        deq.valid.set(holds);
        deq.bits.set(ram.readSync(index, fetch));
        when(fetch, () => {
          advance();
          holds.set(true);
        }).elseWhen(deq.ready, () => holds.set(false));
      }
    });
  },
);

import {
  bool,
  genFor,
  indexWidth,
  input,
  int,
  module,
  mux,
  pack,
  sink,
  sint,
  source,
  uint,
  unpack,
  vec,
  when,
} from '../../../dsl/index.ts';

/**
 * Sums vectors into the words of a memory. A vector that starts a sum replaces the word; the others add to it, each lane
 * wrapping. The word's new value leaves where leave is high.
 *
 * Only a sum that leaves and is not taken holds it up. The memory is written once and read once a cycle; what a read that
 * meets a write of its address returns is not used.
 *
 * Latency: a sum leaves two cycles after its vector was accepted. Throughput: one vector a cycle, whatever the addresses.
 *
 * Combinational path: out_ready to in_ready.
 */
export const Accumulator = module(
  'accumulator',
  {
    params: {
      /** Lanes of a vector. */
      LANES: int(4, { min: 1 }),
      /** Bits of a lane. */
      WIDTH: int(32, { min: 1 }),
      /** Words. */
      DEPTH: int(64, { min: 1 }),
    },
    ports: ({ LANES, WIDTH, DEPTH }) => ({
      /** Vectors enter, lane 0 in the low bits. */
      in: sink(vec(LANES, sint(WIDTH))),
      /** With each: its word, and whether a sum starts with it and leaves after it. */
      in_address: input(uint(indexWidth(DEPTH))),
      in_start: input(bool),
      in_leave: input(bool),
      /** Sums leave. */
      out: source(vec(LANES, sint(WIDTH))),
    }),
  },
  (io, { LANES, WIDTH, DEPTH }, m) => {
    const vector = vec(LANES, sint(WIDTH));
    const sums = m.mem('sums', uint(LANES.times(WIDTH)), DEPTH);
    const { adding, summed, leaving } = m.regs({
      /** A vector waits to be added. */
      adding: bool,
      /** There is a latest sum. */
      summed: bool,
      /** The latest sum is to leave. */
      leaving: bool,
    });
    const { addend, address, start, leave, sum, sum_address } = m.regs(
      {
        addend: vector,
        address: uint(indexWidth(DEPTH)),
        start: bool,
        leave: bool,
        /** The latest sum, and where it was written: the memory may not show it yet. */
        sum: vector,
        sum_address: uint(indexWidth(DEPTH)),
      },
      { reset: 'none' },
    );
    const { total } = m.wires({ total: vector });

    const move = leaving.not().or(io.out.ready);
    const forward = summed.and(sum_address.eq(address));
    const stored = mux(forward, sum, unpack(vector, sums.readSync(io.in_address, move)));

    io.in.ready.set(move);
    io.out.valid.set(leaving);
    io.out.bits.set(sum);

    genFor(LANES, 'lane', i => total.at(i).set(mux(start, 0, stored.at(i)).addWrap(addend.at(i))));

    when(move, () => {
      adding.set(io.in.valid);
      addend.set(io.in.bits);
      address.set(io.in_address);
      start.set(io.in_start);
      leave.set(io.in_leave);
      leaving.set(adding.and(leave));
      when(adding, () => {
        sum.set(total);
        sum_address.set(address);
        summed.set(true);
        sums.write(address, pack(total));
      });
    });
  },
);

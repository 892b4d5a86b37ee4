import {
  bool,
  constant,
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
  vec,
  when,
} from '../../../../dsl/index.ts';
import { Accumulator } from '../../../../generators/systolic/engine/accumulator.ts';
import type { Proof } from '../../proof.ts';
import { assumeConstant } from '../assumptions.ts';
import { OrderMonitor } from '../orderMonitor.ts';
import { StableMonitor } from '../stableMonitor.ts';

/** An accumulator, or what claims to be one, beside the sum of one of its words, which is chosen, as it is defined. */
export const monitoredAccumulator = (block: typeof Accumulator) =>
  module(
    'monitored_accumulator',
    {
      params: { LANES: int(1, { min: 1 }), WIDTH: int(2, { min: 1 }), DEPTH: int(3, { min: 1 }) },
      ports: ({ LANES, WIDTH, DEPTH }) => ({
        in: sink(vec(LANES, sint(WIDTH))),
        in_address: input(uint(indexWidth(DEPTH))),
        in_start: input(bool),
        in_leave: input(bool),
        out: source(vec(LANES, sint(WIDTH))),
        /** Free constant: the word that is watched. */
        chosen: input(uint(indexWidth(DEPTH))),
        follow: input(bool),
      }),
    },
    (io, { LANES, WIDTH, DEPTH }, m) => {
      const { in_address, in_start, in_leave } = io;
      m.inst('accumulator', block, { LANES, WIDTH, DEPTH }, { in: io.in, in_address, in_start, in_leave, out: io.out });
      assumeConstant(m, io.chosen);
      m.assume(in_address.lt(constant(uint(31), DEPTH)), 'the word is there');

      const { started, previous } = m.regs({
        /** A sum was started in the word. Before, it holds anything. */
        started: bool,
        /** The vector before was of the word too. */
        previous: bool,
      });
      const { sum } = m.regs({ sum: vec(LANES, sint(WIDTH)) });
      const { total } = m.wires({ total: vec(LANES, sint(WIDTH)) });
      genFor(LANES, 'lane', i => total.at(i).set(io.in.bits.at(i).addWrap(mux(in_start, 0, sum.at(i)))));
      const isWatched = io.in.fire.and(in_address.eq(io.chosen));
      when(isWatched, () => {
        sum.set(total);
        started.set(started.or(in_start));
      });
      when(io.in.fire, () => previous.set(isWatched));

      const isKnown = isWatched.and(started.or(in_start));
      const WORD = LANES.times(WIDTH);
      const { count } = m.wires({ count: uint(2) });
      const { is_next } = m.wires({ is_next: bool });
      m.inst(
        'order',
        OrderMonitor,
        { WIDTH: WORD, CAPACITY: 2 },
        {
          enters: io.in.fire.and(in_leave),
          expected: pack(total),
          offered: io.out.valid,
          leaves: io.out.fire,
          actual: pack(io.out.bits),
          follow: io.follow.and(isKnown),
          count,
          is_next,
        },
      );
      m.inst(
        'stable',
        StableMonitor,
        { WIDTH: WORD },
        { valid: io.out.valid, ready: io.out.ready, bits: pack(io.out.bits) },
      );
      m.assert(io.in.ready.eq(io.out.valid.not().or(io.out.ready)), 'only a sum that is not taken holds a vector up');
      m.cover(isKnown.and(previous).and(in_leave).and(in_start.not()).and(count.eq(2)), 'the same word twice in a row');
      m.unused({ is_next }, 'the monitor looks itself');
    },
  );

const description =
  'every sum is that of the vectors of its word since the one that started it, whatever the addresses and the stalls';

export const accumulatorProofs: readonly Proof[] = [
  { LANES: 1, WIDTH: 2, DEPTH: 3 },
  { LANES: 2, WIDTH: 1, DEPTH: 2 },
  { LANES: 1, WIDTH: 3, DEPTH: 1 },
].map(values => ({
  name: `accumulator-${values.DEPTH}x${values.LANES}x${values.WIDTH}`,
  description,
  module: monitoredAccumulator(Accumulator),
  values,
}));

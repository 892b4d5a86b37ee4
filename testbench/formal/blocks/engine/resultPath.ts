import { bool, cat, constant, input, int, module, sink, sint, source, uint, vec } from '../../../../dsl/index.ts';
import { ResultPath } from '../../../../generators/systolic/engine/resultPath.ts';
import type { Proof } from '../../proof.ts';
import { assumeStable } from '../assumptions.ts';
import { OrderMonitor } from '../orderMonitor.ts';
import { StableMonitor } from '../stableMonitor.ts';

/**
 * A result path, or what claims to be one: the tags of vectors are watched, in any mix of modes. What a requantised result
 * is, the golden models say.
 */
export const monitoredResultPath = (block: typeof ResultPath) =>
  module(
    'monitored_result_path',
    {
      params: { COLS: int(2, { min: 1 }), LANES: int(1, { min: 0 }) },
      where: ({ COLS, LANES }) => [LANES.atMost(COLS)],
      ports: ({ COLS }) => ({
        in: sink(vec(COLS, sint(4))),
        in_mode: input(uint(2)),
        in_tag: input(uint(1)),
        in_scale: input(vec(COLS, uint(32))),
        in_shift: input(vec(COLS, sint(6))),
        out: source(vec(COLS, sint(4))),
        follow: input(bool),
      }),
    },
    (io, { COLS, LANES }, m) => {
      const { out_tag, count, is_next } = m.wires({ out_tag: uint(1), count: uint(4), is_next: bool });
      const of = (value: number) => constant(sint(2), value);
      const { in_mode, in_tag, in_scale, in_shift } = io;
      m.inst(
        'path',
        block,
        { COLS, ACC_WIDTH: 4, LANES, OUT_WIDTH: 2, FLOAT: 0, TAG_WIDTH: 1 },
        {
          ...{ in: io.in, in_mode, in_tag, in_scale, in_shift, in_offset: of(0), in_low: of(-2), in_high: of(1) },
          ...{ out: io.out, out_tag },
        },
      );
      assumeStable(m, io.in.valid, io.in.ready, cat(in_mode, in_tag));
      // A vector in mode 0 goes by without a register: it enters and leaves in one cycle, and is not in the block.
      const passes = in_mode.eq(0);
      const passing = io.in.fire.and(passes);
      const isOffered = io.out.valid.and(io.in.valid.and(passes).and(count.eq(0)).not());
      m.inst(
        'order',
        OrderMonitor,
        { WIDTH: 1, CAPACITY: 12 },
        {
          enters: io.in.fire.and(passes.not()),
          expected: in_tag,
          offered: isOffered,
          leaves: io.out.fire.and(passing.not()),
          actual: out_tag,
          follow: io.follow,
          count,
          is_next,
        },
      );
      m.inst('stable', StableMonitor, { WIDTH: 1 }, { valid: io.out.valid, ready: io.out.ready, bits: out_tag });
      m.assert(passing.not().or(count.eq(0)), 'a vector goes by when those before it have left');
      m.assert(passing.not().or(io.out.fire.and(out_tag.eq(in_tag))), 'a vector that goes by leaves with its tag');
      m.cover(is_next.and(io.out.fire).and(count.ge(3)), 'a result leaves, others behind it');
      m.cover(passing, 'a vector goes by');
    },
  );

export const resultPathProofs: readonly Proof[] = [1, 2].map(LANES => ({
  name: `result-path-${LANES}`,
  description: 'vectors leave once, in order and with their tags, whether they are requantised or go by',
  module: monitoredResultPath(ResultPath),
  values: { COLS: 2, LANES },
}));

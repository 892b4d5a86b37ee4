import { clog2, input, int, module, mux, sint, uint, vec } from '../../../../dsl/index.ts';
import { LaneMask } from '../../../../generators/systolic/engine/laneMask.ts';
import type { Proof } from '../../proof.ts';

/** A mask, or what claims to be one, of which one lane is looked at. */
export const monitoredLaneMask = (block: typeof LaneMask) =>
  module(
    'monitored_lane_mask',
    {
      params: { LANES: int(5, { min: 2, max: 8 }), COUNT_WIDTH: int(3, { min: 1, max: 31 }) },
      ports: ({ LANES, COUNT_WIDTH }) => ({
        in_bits: input(vec(LANES, sint(2))),
        count: input(uint(COUNT_WIDTH)),
        /** Free: the lane that is looked at. */
        chosen: input(uint(3)),
      }),
    },
    ({ in_bits, count, chosen }, { LANES, COUNT_WIDTH }, m) => {
      const { out_bits } = m.wires({ out_bits: vec(LANES, sint(2)) });
      m.inst('mask', block, { LANES, WIDTH: 2, COUNT_WIDTH }, { in_bits, count, out_bits });
      m.assume(chosen.toSint().lt(LANES), 'the lane is there');
      const lane = chosen.fit(clog2(LANES));
      const stays = mux(chosen.lt(count), in_bits.at(lane), 0);
      m.assert(out_bits.at(lane).eq(stays), 'a lane below the count stays, and the others are 0');
      m.cover(out_bits.at(lane).ne(0).and(chosen.inc().eq(count)), 'the last lane that stays');
    },
  );

export const laneMaskProofs: readonly Proof[] = [
  {
    name: 'lane-mask-5',
    description: 'the lanes below the count stay as they are, the others are 0',
    module: monitoredLaneMask(LaneMask),
    values: { LANES: 5, COUNT_WIDTH: 3 },
  },
];

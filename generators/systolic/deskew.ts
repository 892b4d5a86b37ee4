import { bool, cat, genFor, genIf, input, int, module, output, sint, uint, vec, when } from '../../dsl/index.ts';

/**
 * Undoes skew with STEP = 1. Lane i is delayed by what skew delays the last lane by more than lane i.
 *
 * This is not skew with the lanes the other way round: where PIPELINE does not divide LANES the extra cycles fall
 * between other lanes.
 */
export const Deskew = module(
  'deskew',
  {
    params: {
      /** Lanes of the vector. */
      LANES: int(4, { min: 1 }),
      /** Bits of a lane. */
      WIDTH: int(8, { min: 1 }),
      /** Lanes between extra cycles, which 0 leaves out. */
      PIPELINE: int(0, { min: 0 }),
    },
    ports: ({ LANES, WIDTH }) => ({
      /** 0 freezes the lanes. */
      advance: input(bool),
      /** Lane 0 in the low bits. */
      skewed: input(vec(LANES, sint(WIDTH))),
      straight: output(vec(LANES, sint(WIDTH))),
    }),
  },
  (io, { LANES, WIDTH, PIPELINE }, m) => {
    // Without PIPELINE no lane is a multiple of it.
    const STRIDE = PIPELINE.orWhenZero(LANES);
    // Cycles by which skew delays the last lane.
    const LAST = LANES.minus(1).plus(LANES.minus(1).floorDiv(STRIDE));

    genFor(LANES, 'lane', i => {
      const DELAY = LAST.minus(i).minus(i.floorDiv(STRIDE));
      genIf(
        DELAY.lessThan(1),
        ['direct', () => io.straight.at(i).set(io.skewed.at(i))],
        [
          'delayed',
          () => {
            // The oldest in the high bits.
            const { taps } = m.regs({ taps: uint(DELAY.times(WIDTH)) }, { reset: 'none' });
            const shifted = cat(taps, io.skewed.at(i));
            when(io.advance, () => taps.set(shifted.truncate(DELAY.times(WIDTH))));
            io.straight.at(i).set(shifted.slice(DELAY.times(WIDTH), WIDTH).asSint());
          },
        ],
      );
    });
  },
);

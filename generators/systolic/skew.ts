import { bool, cat, genFor, genIf, input, int, module, output, sint, uint, vec, when } from '../../dsl/index.ts';

/**
 * Delays lane i of a vector by i * STEP + floor(i / P) cycles, P being PIPELINE (no such term when it is 0).
 */
export const Skew = module(
  'skew',
  {
    params: {
      /** Lanes of the vector. */
      LANES: int(4, { min: 1 }),
      /** Bits of a lane. */
      WIDTH: int(8, { min: 1 }),
      /** Cycles from one lane to the next. */
      STEP: int(1, { min: 0 }),
      /** Lanes between extra cycles, which 0 leaves out. */
      PIPELINE: int(0, { min: 0 }),
    },
    ports: ({ LANES, WIDTH }) => ({
      /** 0 freezes the lanes. */
      advance: input(bool),
      /** Lane 0 in the low bits. */
      straight: input(vec(LANES, sint(WIDTH))),
      skewed: output(vec(LANES, sint(WIDTH))),
    }),
  },
  (io, { LANES, WIDTH, STEP, PIPELINE }, m) => {
    // Without PIPELINE no lane is a multiple of it.
    const STRIDE = PIPELINE.orWhenZero(LANES);

    genFor(LANES, 'lane', i => {
      const DELAY = i.times(STEP).plus(i.floorDiv(STRIDE));
      genIf(
        DELAY.lessThan(1),
        ['direct', () => io.skewed.at(i).set(io.straight.at(i))],
        [
          'delayed',
          () => {
            // The oldest in the high bits.
            const { taps } = m.regs({ taps: uint(DELAY.times(WIDTH)) }, { reset: 'none' });
            const shifted = cat(taps, io.straight.at(i));
            when(io.advance, () => taps.set(shifted.truncate(DELAY.times(WIDTH))));
            io.skewed.at(i).set(shifted.slice(DELAY.times(WIDTH), WIDTH).asSint());
          },
        ],
      );
    });
  },
);

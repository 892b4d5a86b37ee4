import { constant, genFor, input, int, module, mux, output, sint, uint, vec } from '../../../dsl/index.ts';

/** The first count lanes of a vector; the others become 0. */
export const LaneMask = module(
  'lane_mask',
  {
    params: {
      /** Lanes of the vector. */
      LANES: int(4, { min: 1 }),
      /** Bits of a lane. */
      WIDTH: int(8, { min: 1 }),
      /** Bits of count. */
      COUNT_WIDTH: int(16, { min: 1, max: 31 }),
    },
    ports: ({ LANES, WIDTH, COUNT_WIDTH }) => ({
      /** Lane 0 in the low bits. */
      in_bits: input(vec(LANES, sint(WIDTH))),
      /** Lanes that stay; LANES and more: all. */
      count: input(uint(COUNT_WIDTH)),
      out_bits: output(vec(LANES, sint(WIDTH))),
    }),
  },
  (io, { LANES }) => {
    genFor(LANES, 'lane', i => {
      // There may be more lanes than count can say.
      const keep = io.count.gt(constant(uint(31), i));
      io.out_bits.at(i).set(mux(keep, io.in_bits.at(i), 0));
    });
  },
);

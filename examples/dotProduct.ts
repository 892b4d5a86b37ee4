import { bool, clog2, genFor, int, module, sink, sint, source, struct, vec, when } from '../dsl/index.ts';

/**
 * Dot product of two vectors, one pair of vectors a cycle.
 *
 * Latency: 1 + STAGES cycles, one for the products, STAGES for the sum, over which synthesis can spread the adders. The
 * whole stands still while a result waits to be taken.
 */
export const DotProduct = module(
  'dot_product',
  {
    params: {
      /** Elements of a vector. */
      LANES: int(4, { min: 1 }),
      /** Bits of an element, signed. */
      WIDTH: int(8, { min: 2, max: 16 }),
      /** Registers behind the adders. */
      STAGES: int(2, { min: 0, max: 8 }),
    },
    ports: ({ LANES, WIDTH }) => ({
      /** Pairs of vectors enter. */
      in: sink(struct({ a: vec(LANES, sint(WIDTH)), b: vec(LANES, sint(WIDTH)) })),
      /** Their products leave, exact. */
      out: source(sint(WIDTH.times(2).plus(clog2(LANES)))),
    }),
  },
  ({ in: pairs, out }, { LANES, WIDTH, STAGES }, m) => {
    const { advance } = m.wires({ advance: bool });
    const { products } = m.regs({ products: vec(LANES, sint(WIDTH.times(2))) }, { reset: 'none' });
    const { multiplied } = m.regs({ multiplied: bool });

    when(advance, () => multiplied.set(pairs.valid));
    genFor(LANES, 'lane', i => {
      when(advance, () => products.at(i).set(pairs.bits.a.at(i).mul(pairs.bits.b.at(i))));
    });

    const sum = m.pipe(m.reduce(products, 'add'), STAGES, { enable: advance });
    const valid = m.pipe(multiplied, STAGES, { enable: advance, reset: 'zero' });

    advance.set(out.ready.or(valid.not()));
    pairs.ready.set(advance);
    out.valid.set(valid);
    out.bits.set(sum);
  },
);

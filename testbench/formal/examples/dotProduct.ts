import { bool, clog2, genFor, input, int, module, sink, sint, source, struct, uint, vec } from '../../../dsl/index.ts';
import { DotProduct } from '../../../examples/dotProduct.ts';
import { OrderMonitor } from '../blocks/orderMonitor.ts';
import { StableMonitor } from '../blocks/stableMonitor.ts';
import type { Proof } from '../proof.ts';

/** The example's dot product: each result is compared with the sum of products, worked out where its pair enters. */
export const MonitoredDotProduct = module(
  'monitored_dot_product',
  {
    params: { LANES: int(2, { min: 1 }), STAGES: int(1, { min: 0, max: 8 }) },
    ports: ({ LANES }) => ({
      in: sink(struct({ a: vec(LANES, sint(2)), b: vec(LANES, sint(2)) })),
      out: source(sint(clog2(LANES).plus(4))),
      follow: input(bool),
    }),
  },
  (io, { LANES, STAGES }, m) => {
    const RESULT = clog2(LANES).plus(4);
    m.inst('dot_product', DotProduct, { LANES, WIDTH: 2, STAGES }, { in: io.in, out: io.out });
    const { products } = m.wires({ products: vec(LANES, sint(4)) });
    genFor(LANES, 'lane', i => products.at(i).set(io.in.bits.a.at(i).mul(io.in.bits.b.at(i))));
    const { count, is_next } = m.wires({ count: uint(clog2(STAGES.plus(2))), is_next: bool });
    m.inst(
      'order',
      OrderMonitor,
      { WIDTH: RESULT, CAPACITY: STAGES.plus(1) },
      {
        enters: io.in.fire,
        expected: m.reduce(products, 'add').asUint(),
        offered: io.out.valid,
        leaves: io.out.fire,
        actual: io.out.bits.asUint(),
        follow: io.follow,
        count,
        is_next,
      },
    );
    m.inst(
      'stable',
      StableMonitor,
      { WIDTH: RESULT },
      { valid: io.out.valid, ready: io.out.ready, bits: io.out.bits.asUint() },
    );
    m.assert(io.in.ready.eq(io.out.valid.not().or(io.out.ready)), 'only a result that is not taken holds a pair up');
    m.cover(count.eq(STAGES.plus(1)), 'every stage holds a pair');
    m.unused({ is_next }, 'the monitor looks itself');
  },
);

export const dotProductProofs: readonly Proof[] = [
  {
    name: 'examples-dot-product',
    description:
      'the dot product of the examples gives one exact result a pair, in order, and keeps it until it is taken',
    module: MonitoredDotProduct,
    values: { LANES: 2, STAGES: 1 },
  },
];

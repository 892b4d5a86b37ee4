import { input, int, module, output, uint, vec, zero } from '../../../../dsl/index.ts';

/** Running sums, each from the one before it. */
export const Chain = module(
  'chain',
  {
    params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ N, W }) => ({ x: input(vec(N, uint(W))), y: output(vec(N, uint(W))) }),
  },
  ({ x, y }, { N, W }, m) => {
    const sums = m.scan('step', N, zero(uint(W)), (previous, i) => previous.addWrap(x.at(i)));
    y.set(sums);
  },
);

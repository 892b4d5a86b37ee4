import { clog2, input, int, module, output, sint, uint, vec } from '../../../../dsl/index.ts';

/** All elements joined, by every operator: a balanced tree of any length. */
export const Tree = module(
  'tree',
  {
    params: { N: int(5, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ N, W }) => ({
      x: input(vec(N, uint(W))),
      z: input(vec(N, sint(W))),
      sum: output(uint(W.plus(clog2(N)))),
      sum_signed: output(sint(W.plus(clog2(N)))),
      all: output(uint(W)),
      any: output(uint(W)),
      parity: output(uint(W)),
      least: output(uint(W)),
      most: output(uint(W)),
      least_signed: output(sint(W)),
      most_signed: output(sint(W)),
    }),
  },
  (io, _, m) => {
    io.sum.set(m.reduce(io.x, 'add'));
    io.sum_signed.set(m.reduce(io.z, 'add'));
    io.all.set(m.reduce(io.x, 'and'));
    io.any.set(m.reduce(io.x, 'or'));
    io.parity.set(m.reduce(io.x, 'xor'));
    io.least.set(m.reduce(io.x, 'min'));
    io.most.set(m.reduce(io.x, 'max'));
    io.least_signed.set(m.reduce(io.z, 'min'));
    io.most_signed.set(m.reduce(io.z, 'max'));
  },
);

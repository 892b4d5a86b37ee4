import { bool, genFor, input, int, module, output, uint, vec, when } from '../../../../dsl/index.ts';

/** A register of which every iteration writes its own element: each has a register of its own. */
export const RegisterOwnedByLoop = module(
  'register_owned_by_loop',
  {
    params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ N, W }) => ({
      clear: input(bool),
      enable: input(bool),
      x: input(vec(N, uint(W))),
      y: output(vec(N, uint(W))),
    }),
  },
  ({ clear, enable, x, y }, { N, W }, m) => {
    const { kept } = m.regs({ kept: vec(N, uint(W)) });
    genFor(N, 'lane', i => {
      const next = x.at(i).inc();
      when(enable, () => kept.at(i).set(next));
      when(clear, () => kept.at(i).set(0));
    });
    y.set(kept);
  },
);

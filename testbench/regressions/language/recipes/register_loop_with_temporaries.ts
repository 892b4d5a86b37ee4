import { bool, genFor, input, int, module, output, uint, vec, when, zero } from '../../../../dsl/index.ts';

/** A register that a loop writes, and a statement outside the loop: one clocked block with the loop in it. */
export const RegisterLoopWithTemporaries = module(
  'register_loop_with_temporaries',
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
    const { kept } = m.regs({ kept: vec(N, uint(W)) }, { reset: 'none' });
    genFor(N, 'lane', i => {
      const next = x.at(i).inc();
      when(enable, () => kept.at(i).set(next.xor(kept.at(i)).and(next)));
    });
    when(clear, () => kept.set(zero(vec(N, uint(W)))));
    y.set(kept);
  },
);

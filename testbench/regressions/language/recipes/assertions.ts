import { input, int, module, output, uint, when, zero } from '../../../../dsl/index.ts';

/** Properties: proved under FORMAL, checked in simulation, unseen in synthesis. */
export const Assertions = module(
  'assertions',
  {
    params: { W: int(4, { min: 1 }) },
    ports: ({ W }) => ({ enable: input(uint(1)), a: input(uint(W)), q: output(uint(W)) }),
  },
  ({ enable, a, q }, { W }, m) => {
    const { held } = m.regs({ held: uint(W) });
    when(enable.asBool(), () => held.set(a));
    q.set(held);
    m.assert(
      held
        .reduceAnd()
        .not()
        .or(enable.eq(0))
        .or(held.ne(zero(uint(W)))),
      'what is held is what was given',
    );
    m.assume(a.eq(0).or(a.reduceOr()), 'every value may come');
    m.cover(held.eq(0), 'zero is reached');
  },
);

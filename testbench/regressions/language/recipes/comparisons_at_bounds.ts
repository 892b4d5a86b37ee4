import { bool, input, int, module, output, uint } from '../../../../dsl/index.ts';

/** Comparisons with parameters that may be 0 or 2^width. */
export const ComparisonsAtBounds = module(
  'comparisons_at_bounds',
  {
    params: { DEPTH: int(12, { min: 1, max: 16 }), LEAST: int(0, { min: 0, max: 15 }) },
    ports: () => ({
      n: input(uint(4)),
      below: output(bool),
      fitting: output(bool),
      enough: output(bool),
      some: output(bool),
    }),
  },
  ({ n, below, fitting, enough, some }, { DEPTH, LEAST }) => {
    below.set(n.lt(DEPTH));
    fitting.set(n.le(DEPTH));
    enough.set(n.ge(LEAST));
    some.set(n.gt(0));
  },
);

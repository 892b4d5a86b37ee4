import { constant, input, int, module, output, uint, vecOf, zero } from '../../../../dsl/index.ts';

/** A table of constants, looked up. */
export const ConstantTable = module(
  'constant_table',
  {
    params: { W: int(8, { min: 3 }) },
    ports: ({ W }) => ({ a: input(uint(2)), y: output(uint(W)) }),
  },
  ({ a, y }, { W }) => {
    const table = vecOf(uint(W), [5, zero(uint(W)).not(), 0, constant(uint(W), W)]);
    y.set(table.at(a));
  },
);

import { constant, int, module, output, uint } from '../../../../dsl/index.ts';

/** A relation between parameters, which an override with narrow constants must not escape. */
export const UntypedParameterGuard = module(
  'untyped_parameter_guard',
  {
    params: {
      A_WIDTH: int(8, { min: 1 }),
      B_WIDTH: int(8, { min: 1 }),
      ACC_WIDTH: int(32, { min: 1, max: 64 }),
      COUNT: int(4, { multipleOf: 4 }),
      SIZE: int(8, { powerOfTwo: true }),
    },
    where: ({ A_WIDTH, B_WIDTH, ACC_WIDTH }) => [ACC_WIDTH.atLeast(A_WIDTH.plus(B_WIDTH))],
    ports: () => ({ y: output(uint(33)) }),
  },
  ({ y }, { ACC_WIDTH, COUNT, SIZE }) => {
    y.set(constant(uint(33), ACC_WIDTH.plus(COUNT.mod(16)).plus(SIZE.min(7))));
  },
);

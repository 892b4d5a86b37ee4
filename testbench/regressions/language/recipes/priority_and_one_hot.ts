import {
  constant,
  genFor,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  uint,
  vec,
  zero,
} from '../../../../dsl/index.ts';

/** The lowest request is granted; its number and its datum come out. */
export const PriorityAndOneHot = module(
  'priority_and_one_hot',
  {
    params: { N: int(5, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ N, W }) => ({
      request: input(uint(N)),
      data: input(vec(N, uint(W))),
      grant: output(uint(N)),
      index: output(uint(indexWidth(N))),
      y: output(uint(W)),
    }),
  },
  ({ request, data, grant, index, y }, { N, W }, m) => {
    const lowest = request.and(request.not().inc());
    grant.set(lowest);
    const { numbers, chosen } = m.wires({ numbers: vec(N, uint(indexWidth(N))), chosen: vec(N, uint(W)) });
    genFor(N, 'lane', i => {
      numbers.at(i).set(mux(lowest.bit(i), constant(uint(indexWidth(N)), i), zero(uint(indexWidth(N)))));
      chosen.at(i).set(mux(lowest.bit(i), data.at(i), zero(uint(W))));
    });
    index.set(m.reduce(numbers, 'or'));
    y.set(m.reduce(chosen, 'or'));
  },
);

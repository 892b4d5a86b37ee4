import { bool, indexWidth, input, int, module, output, uint, vec, when } from '../../../../dsl/index.ts';

/** One element of a vec read, and one written, by an index that is a value. */
export const DynamicIndex = module(
  'dynamic_index',
  {
    params: { N: int(5, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ N, W }) => ({
      write: input(bool),
      index: input(uint(indexWidth(N))),
      words: input(vec(N, uint(W))),
      d: input(uint(W)),
      y: output(uint(W)),
      all: output(vec(N, uint(W))),
    }),
  },
  ({ write, index, words, d, y, all }, { N, W }, m) => {
    const { kept } = m.regs({ kept: vec(N, uint(W)) });
    const { chosen } = m.wires({ chosen: uint(W) });
    chosen.set(words.at(index));
    y.set(chosen);
    when(write, () => kept.at(index).set(d));
    all.set(kept);
  },
);

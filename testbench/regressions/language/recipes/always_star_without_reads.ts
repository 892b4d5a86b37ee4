import { bool, genFor, genIf, input, int, module, mux, output, uint, vec, when } from '../../../../dsl/index.ts';

/** Wires that read nothing, or only a memory: an `always @*` around them would never run. */
export const AlwaysStarWithoutReads = module(
  'always_star_without_reads',
  {
    params: { N: int(1, { min: 1 }), W: int(8, { min: 2 }) },
    ports: ({ N, W }) => ({
      a: input(uint(3)),
      write: input(bool),
      d: input(uint(W)),
      y: output(uint(W)),
      k: output(uint(W)),
      o: output(vec(N, bool)),
    }),
  },
  ({ a, write, d, y, k, o }, { N, W }, m) => {
    const ram = m.mem('ram', uint(W), 8);
    when(write, () => ram.write(a, d));
    const { word } = m.wires({ word: uint(W) });
    word.set(0);
    when(a.ne(0), () => word.set(ram.read(a)));
    y.set(word);
    k.set(3);
    genFor(N, 'lane', i => {
      const { taken } = m.wires({ taken: bool });
      genIf(i.eq(2), ['third', () => taken.set(mux(write, a.bit(0), false))], ['others', () => taken.set(false)]);
      o.at(i).set(taken);
    });
  },
);

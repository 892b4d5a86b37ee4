import { bool, genFor, input, int, module, output, vec } from '../../../../dsl/index.ts';

/** Names of the source that are taken outside their block, or that Verilog or SystemVerilog reserves. */
export const NameHidden = module(
  'name_hidden',
  {
    params: { N: int(3, { min: 1 }) },
    ports: ({ N }) => ({ a: input(vec(N, bool)), q: output(vec(N, bool)), z: output(vec(N, bool)) }),
  },
  ({ a, q, z }, { N }, m) => {
    const { unused } = m.wires({ unused: vec(N, bool) });
    unused.set(a);
    q.set(z);
    genFor(N, 'row', i => {
      const { a_q, z_q } = m.regs({ a_q: bool, z_q: bool }, { reset: 'none' });
      const inside = a.at(i).and(unused.at(i));
      const row = inside.xor(a_q);
      const unused_row = row.or(inside);
      const begin = unused_row.and(row);
      a_q.set(inside.or(begin));
      z_q.set(begin.xor(a_q).xor(unused_row));
      z.at(i).set(z_q);
    });
  },
);

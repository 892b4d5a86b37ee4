// @ts-nocheck: TypeScript refuses most of these in the editor; here is what is said to who does not look.
import { bool, genFor, input, int, module, mux, output, struct, uint, vec, when } from '../../../../dsl/index.ts';

const ports = () => ({ a: input(uint(8)), b: input(uint(8)), q: output(uint(8)) });

/** JavaScript’s own means, used on hardware. */
export const javascript = {
  'plus of JavaScript': () => module('m', { params: {}, ports }, ({ a, b, q }) => q.set(a + b)),
  'less-than of JavaScript': () => module('m', { params: {}, ports }, ({ a, b, q }) => q.set(mux(a < b, a, b))),
  'a template string as a name': () =>
    module('m', { params: {}, ports }, ({ a, q }, _, m) => {
      const wires = m.wires({ [`copy_${a}`]: uint(8) });
      q.set(Object.values(wires)[0]);
    }),
  'Math.max of signals': () => module('m', { params: {}, ports }, ({ a, b, q }) => q.set(Math.max(a, b))),
  'JSON of a signal': () => module('m', { params: {}, ports }, ({ a, q }) => q.set(JSON.stringify(a))),
  'a signal as an index of an array': () =>
    module('m', { params: {}, ports }, ({ a, q }) => {
      const squares = [0, 1, 4, 9];
      q.set(squares[a]);
    }),
  'sorting signals': () =>
    module('m', { params: {}, ports }, ({ a, b, q }) => {
      const [smaller] = [a, b].sort((x, y) => x - y);
      q.set(smaller);
    }),
  'a parameter compared by JavaScript': () =>
    module('m', { params: { N: int(2, { min: 1 }) }, ports }, ({ a, q }, { N }) => {
      for (let i = 0; i < N; i++) q.set(a);
    }),
  'a parameter in arithmetic of JavaScript': () =>
    module('m', { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ q: output(uint(N * 2)) }) }, ({ q }) =>
      q.set(0),
    ),
  'spreading a vec': () =>
    module('m', { params: {}, ports: () => ({ v: input(vec(4, uint(8))), q: output(uint(8)) }) }, ({ v, q }) => {
      const [first] = [...v];
      q.set(first);
    }),
  'iterating over a vec': () =>
    module('m', { params: {}, ports: () => ({ v: input(vec(4, bool)), q: output(bool) }) }, ({ v, q }) => {
      for (const element of v) q.set(element);
    }),
  'brackets on a vec': () =>
    module('m', { params: {}, ports: () => ({ v: input(vec(4, bool)), q: output(bool) }) }, ({ v, q }) => q.set(v[0])),
  'assigning with the equals sign': () =>
    module('m', { params: {}, ports }, io => {
      io.q = io.a;
    }),
  'assigning a field with the equals sign': () => {
    const Packet = struct({ data: uint(8), last: bool });
    return module('m', { params: {}, ports: () => ({ a: input(Packet), q: output(Packet) }) }, ({ a, q }) => {
      q.data = a.data;
      q.last.set(a.last);
    });
  },
  'a statement in place of a function': () =>
    module('m', { params: {}, ports: () => ({ en: input(bool), q: output(uint(8)) }) }, ({ en, q }) => {
      q.set(0);
      when(en, q.set(1));
    }),
  'an async body': () =>
    module('m', { params: {}, ports }, async ({ a, q }) => {
      await Promise.resolve();
      q.set(a);
    }),
  'an async when': () =>
    module('m', { params: {}, ports: () => ({ en: input(bool), q: output(uint(8)) }) }, ({ en, q }) => {
      q.set(0);
      when(en, async () => {
        await Promise.resolve();
        q.set(1);
      });
    }),
  'an async loop': () =>
    module('m', { params: {}, ports: () => ({ q: output(vec(4, bool)) }) }, ({ q }) => {
      genFor(4, 'lane', async i => {
        await Promise.resolve();
        q.at(i).set(true);
      });
    }),
  'an exception in the body': () =>
    module('m', { params: {}, ports }, ({ a, q }) => {
      const table = undefined;
      q.set(table.lookup(a));
    }),
  'a string that is thrown': () =>
    module('m', { params: {}, ports }, () => {
      throw 'no such mode';
    }),
  'a recursion of functions without end': () => {
    const sum = (values, from) => values[from].add(sum(values, from));
    return module('m', { params: {}, ports }, ({ a, b, q }) => q.set(sum([a, b], 0)));
  },
  'a callback that forgets its value': () =>
    module('m', { params: {}, ports: () => ({ v: input(vec(4, uint(8))), q: output(uint(8)) }) }, ({ v, q }, _, m) => {
      const sums = m.scan('sums', 4, v.at(0), (before, i) => {
        before.addWrap(v.at(i));
      });
      q.set(sums.at(3));
    }),
  'a typo in the name of a port': () => module('m', { params: {}, ports }, ({ a, qq }) => qq.set(a)),
  'a typo in an operand': () => module('m', { params: {}, ports }, io => io.q.set(io.a.addWrap(io.c))),
  'a typo in a value to assign': () => module('m', { params: {}, ports }, io => io.q.set(io.c)),
  'a typo in a condition': () =>
    module('m', { params: {}, ports }, io => {
      io.q.set(io.a);
      when(io.enable, () => io.q.set(io.b));
    }),
  'a typo in a method': () => module('m', { params: {}, ports }, ({ a, b, q }) => q.set(a.plus(b))),
  'a variable that a loop overwrites': () =>
    module(
      'm',
      { params: { N: int(4, { min: 1 }) }, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
      ({ a, q }, { N }) => {
        let sum = a;
        genFor(N, 'lane', i => {
          sum = sum.addWrap(i);
        });
        q.set(sum);
      },
    ),
};

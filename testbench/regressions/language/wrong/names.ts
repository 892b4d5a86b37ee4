// @ts-nocheck: TypeScript refuses some of these in the editor; here is what is said to who does not look.
import { bool, input, module, output, struct, uint } from '../../../../dsl/index.ts';

const named = name => module(name, { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }) => q.set(true));
const port = name => module('m', { params: {}, ports: () => ({ [name]: output(bool) }) }, io => io[name].set(true));

/** Names. */
export const names = {
  'an empty name': () => named(''),
  'no name': () => named(undefined),
  'a name with a space': () => named('my block'),
  'a name in Greek': () => port('σ'),
  'a reserved word': () => port('output'),
  'a word of SystemVerilog': () => port('final'),
  'a word of C++': () => port('list'),
  'the clock': () => port('clk'),
  constructor: () => port('constructor'),
  toString: () => port('toString'),
  __proto__: () => port('__proto__'),
  'a memory called as a reserved word': () =>
    module('m', { params: {}, ports: () => ({ a: input(uint(4)), q: output(uint(8)) }) }, ({ a, q }, _, m) =>
      q.set(m.mem('table', uint(8), 16).read(a)),
    ),
  'an instance called as a reserved word': () => {
    const Inner = named('inner');
    return module('m', { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }, _, m) =>
      m.inst('cell', Inner, {}, { q }),
    );
  },
  'a field called as a method': () => {
    const Odd = struct({ set: bool, value: uint(8) });
    return module('m', { params: {}, ports: () => ({ a: input(Odd), q: output(Odd) }) }, ({ a, q }) => q.set(a));
  },
  'two registers of one name': () =>
    module('m', { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }, _, m) => {
      const first = m.regs({ held: bool });
      const second = m.regs({ held: bool });
      first.held.set(second.held);
      second.held.set(first.held.not());
      q.set(first.held);
    }),
  'two modules that differ in case': () =>
    module('m', { params: {}, ports: () => ({ q: output(bool), r: output(bool) }) }, ({ q, r }, _, m) => {
      m.inst('one', named('Inner'), {}, { q });
      m.inst('two', named('inner'), {}, { q: r });
    }),
  'two modules of one name': () => {
    const other = module('inner', { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }) => q.set(false));
    return module('m', { params: {}, ports: () => ({ q: output(bool), r: output(bool) }) }, ({ q, r }, _, m) => {
      m.inst('one', named('inner'), {}, { q });
      m.inst('two', other, {}, { q: r });
    });
  },
};

// @ts-nocheck: TypeScript refuses most of these in the editor; here is what is said to who does not look.
import { bool, genFor, input, int, module, output, sint, uint, vec } from '../../../../dsl/index.ts';

const ports = () => ({ a: input(uint(8)), b: input(uint(8)), q: output(uint(8)) });
const wide = width => module('m', { params: {}, ports: () => ({ q: output(uint(width)) }) }, ({ q }) => q.set(0));
const constant = value => module('m', { params: {}, ports }, ({ q }) => q.set(value));

/** Widths, constants, parameters and indices. */
export const numbers = {
  'a width of 0': () => wide(0),
  'a negative width': () => wide(-8),
  'a width that is not a number': () => wide(Number.NaN),
  'a width and a half': () => wide(1.5),
  'a width beyond all bounds': () => wide(1e12),
  'a width as a string': () => wide('8'),
  'no width': () => wide(undefined),
  'a signal as a width': () => module('m', { params: {}, ports }, ({ a, q }) => q.set(a.truncate(a))),
  'a constant that does not fit': () => constant(256),
  'a negative constant': () => constant(-1),
  'a fraction': () => constant(0.5),
  'not a number': () => constant(Number.NaN),
  'a string for a number': () => constant('12'),
  'a bool for a number': () => module('m', { params: {}, ports }, ({ a, b, q }) => q.set(a.eq(b))),
  'a constant beyond what JavaScript counts': () => constant(2 ** 60),
  '8 bits into 4': () =>
    module('m', { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(4)) }) }, ({ a, q }) => q.set(a)),
  'a sum into the width of its operands': () => module('m', { params: {}, ports }, ({ a, b, q }) => q.set(a.add(b))),
  'signed and unsigned': () =>
    module(
      'm',
      { params: {}, ports: () => ({ a: input(uint(8)), s: input(sint(8)), q: output(bool) }) },
      ({ a, s, q }) => q.set(a.lt(s)),
    ),
  'a vec without elements': () =>
    module('m', { params: {}, ports: () => ({ q: output(vec(0, bool)) }) }, ({ q }) => q.set(q)),
  'an index behind the end': () =>
    module('m', { params: {}, ports: () => ({ v: input(vec(4, bool)), q: output(bool) }) }, ({ v, q }) =>
      q.set(v.at(4)),
    ),
  'a negative index': () =>
    module('m', { params: {}, ports: () => ({ v: input(vec(4, bool)), q: output(bool) }) }, ({ v, q }) =>
      q.set(v.at(-1)),
    ),
  'a bit that is not there': () =>
    module('m', { params: {}, ports: () => ({ a: input(uint(8)), q: output(bool) }) }, ({ a, q }) => q.set(a.bit(8))),
  'a slice that is not there': () =>
    module('m', { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(4)) }) }, ({ a, q }) =>
      q.set(a.slice(6, 4)),
    ),
  'a loop that ends too late': () =>
    module(
      'm',
      { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ v: input(vec(N, bool)), q: output(vec(N, bool)) }) },
      ({ v, q }, { N }) => {
        genFor(N.plus(1), 'lane', i => q.at(i).set(v.at(i)));
      },
    ),
  'a loop over a fraction': () =>
    module('m', { params: {}, ports }, ({ a, q }) => {
      q.set(a);
      genFor(2.5, 'lane', () => {});
    }),
  'a default outside its range': () =>
    module('m', { params: { N: int(0, { min: 1 }) }, ports: ({ N }) => ({ q: output(uint(N)) }) }, ({ q }) => q.set(0)),
  'a default that is a string': () =>
    module('m', { params: { N: int('4') }, ports: ({ N }) => ({ q: output(uint(N)) }) }, ({ q }) => q.set(0)),
  'a parameter that is a plain number': () =>
    module('m', { params: { N: 4 }, ports: ({ N }) => ({ q: output(uint(N)) }) }, ({ q }) => q.set(0)),
  'ranges that nothing satisfies': () =>
    module('m', { params: { N: int(4, { min: 5, max: 3 }) }, ports: ({ N }) => ({ q: output(uint(N)) }) }, ({ q }) =>
      q.set(0),
    ),
  'relations that nothing satisfies': () =>
    module(
      'm',
      {
        params: { N: int(4, { min: 1 }), K: int(4, { min: 1 }) },
        where: ({ N, K }) => [N.lessThan(K), K.lessThan(N)],
        ports: ({ N, K }) => ({ a: input(uint(N)), q: output(uint(K)) }),
      },
      ({ q }) => q.set(0),
    ),
  'a relation that the defaults violate': () =>
    module(
      'm',
      {
        params: { N: int(4, { min: 1 }), K: int(8, { min: 1 }) },
        where: ({ N, K }) => [N.atLeast(K)],
        ports: ({ N, K }) => ({ a: input(uint(N)), q: output(uint(K)) }),
      },
      ({ a, q }, { K }) => q.set(a.truncate(K)),
    ),
  'a relation that is a comparison of JavaScript': () =>
    module(
      'm',
      { params: { N: int(4, { min: 1 }) }, where: () => [true], ports: ({ N }) => ({ q: output(uint(N)) }) },
      ({ q }) => q.set(0),
    ),
  'values that an instance may not have': () => {
    const Inner = module(
      'inner',
      { params: { N: int(4, { min: 2 }) }, ports: ({ N }) => ({ q: output(uint(N)) }) },
      ({ q }) => q.set(0),
    );
    return module('m', { params: {}, ports: () => ({ q: output(uint(1)) }) }, ({ q }, _, m) =>
      m.inst('inner', Inner, { N: 1 }, { q }),
    );
  },
  'a string for a parameter of an instance': () => {
    const Inner = module(
      'inner',
      { params: { N: int(4, { min: 2 }) }, ports: ({ N }) => ({ q: output(uint(N)) }) },
      ({ q }) => q.set(0),
    );
    return module('m', { params: {}, ports: () => ({ q: output(uint(4)) }) }, ({ q }, _, m) =>
      m.inst('inner', Inner, { N: '4' }, { q }),
    );
  },
  'undefined for a parameter of an instance': () => {
    const Inner = module(
      'inner',
      { params: { N: int(4, { min: 2 }) }, ports: ({ N }) => ({ q: output(uint(N)) }) },
      ({ q }) => q.set(0),
    );
    return module('m', { params: {}, ports: () => ({ q: output(uint(4)) }) }, ({ q }, _, m) =>
      m.inst('inner', Inner, { N: undefined }, { q }),
    );
  },
  'a parameter in a name of JavaScript’s': () =>
    module('m', { params: { constructor: int(4, { min: 1 }) }, ports }, ({ a, q }) => q.set(a)),
  'a memory of no words': () =>
    module('m', { params: {}, ports }, ({ a, q }, _, m) => q.set(m.mem('ram', uint(8), 0).read(a))),
  'an address of the wrong width': () =>
    module('m', { params: {}, ports }, ({ a, q }, _, m) => q.set(m.mem('ram', uint(8), 16).read(a))),
  'a number as an address': () =>
    module('m', { params: {}, ports }, ({ q }, _, m) => q.set(m.mem('ram', uint(8), 16).read(3))),
  'a negative delay': () => module('m', { params: {}, ports }, ({ a, q }, _, m) => q.set(m.pipe(a, -1))),
};

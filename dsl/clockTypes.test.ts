import { expect, it } from 'vitest';
import { DiagnosticError } from './diagnostics/diagnostic.ts';
import {
  type AnyModule,
  asynchronous,
  bool,
  clock,
  clocked,
  enabledClock,
  input,
  int,
  module,
  output,
  sink,
  source,
  synchronise,
  synchroniseReset,
  uint,
} from './index.ts';

/** Codes of what elaboration reports to who does not listen to the checker. */
function codes(program: () => AnyModule): string[] {
  try {
    program().elaborate();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
}

const Flag = module(
  'flag',
  {
    params: { W: int(4, { min: 1 }) },
    clocks: { set: clock(), see: clock() },
    ports: ({ W }, { set, see }) => ({
      a: set.port(input(bool)),
      n: set.port(sink(uint(W))),
      q: see.port(output(bool)),
      group: see.port({ m: source(uint(W)), late: asynchronous(output(bool)) }),
    }),
  },
  ({ a, n, q, group }, _, m, { set, see }) => {
    q.set(clocked(see, () => synchronise(a)));
    group.late.set(a);
    n.ready.set(true);
    group.m.valid.set(false);
    group.m.bits.set(0);
    m.unused({ bits: n.bits, valid: n.valid, ready: group.m.ready }, 'a test of types');
    const half = enabledClock(set, a);
    clocked(half, () => m.unused({ count: m.counter('count', 3).value }, 'a test of types'));
  },
);

it('types know the clocks of a module, and that an instance names each', () => {
  const top = (use: 'both' | 'one' | 'wrong' | 'none'): AnyModule =>
    module(
      'top',
      {
        params: {},
        clocks: { fast: clock(), slow: clock() },
        ports: (_, { fast, slow }) => ({
          a: fast.port(input(bool)),
          n: fast.port(sink(uint(4))),
          q: slow.port(output(bool)),
          m: slow.port(source(uint(4))),
          late: asynchronous(output(bool)),
        }),
      },
      ({ a, n, q, m: stream, late }, _, m, { fast, slow }) => {
        const ports = { a, n, q, group: { m: stream, late } };
        if (use === 'both') m.inst('flag', Flag, { W: 4 }, ports, { clocks: { set: fast, see: slow } });
        // @ts-expect-error: the clock `see` is missing
        if (use === 'one') m.inst('flag', Flag, { W: 4 }, ports, { clocks: { set: fast } });
        // @ts-expect-error: there is no clock `sea`
        if (use === 'wrong') m.inst('flag', Flag, { W: 4 }, ports, { clocks: { set: fast, see: slow, sea: slow } });
        // @ts-expect-error: no clocks are named
        if (use === 'none') m.inst('flag', Flag, { W: 4 }, ports);
      },
    );
  expect(codes(() => top('both'))).toEqual([]);
  expect(codes(() => top('one'))).toEqual(['unconnected-clock']);
  expect(codes(() => top('wrong'))).toEqual(['unknown-clock']);
  expect(codes(() => top('none'))).toEqual(['unconnected-clock', 'unconnected-clock']);
});

it('types know what a clock can be, and what can be synchronised', () => {
  // @ts-expect-error: a level of a reset that there is not
  expect(() => clock({ reset: 'none', active: 'low' })).toThrow('`active` is the level of a reset, but there is none');
  // @ts-expect-error: no kind of a reset
  expect(() => clock({ reset: 'later' })).toThrow('`reset` of a clock is `later`');
  const asBit = module('bit', { params: {}, ports: () => ({ a: asynchronous(input(uint(4))) }) }, ({ a }, _, m) => {
    // @ts-expect-error: four bits need a code
    m.unused({ seen: synchronise(a) }, 'a test of types');
  });
  expect(codes(() => asBit)).toEqual(['wide-synchroniser']);
  const unreasoned = module(
    'code',
    { params: {}, ports: () => ({ a: asynchronous(input(uint(4))) }) },
    ({ a }, _, m) => {
      // @ts-expect-error: nobody says why
      m.unused({ seen: synchronise(a, { code: 'gray' }) }, 'a test of types');
    },
  );
  expect(codes(() => unreasoned)).toEqual(['clock-misuse']);
});

it('types know the clocks that a body is given', () => {
  const described = module(
    'm',
    { params: {}, clocks: { main: clock({ reset: 'asynchronous' }) }, ports: () => ({ q: output(bool) }) },
    ({ q }, _, m, clocks) => {
      // @ts-expect-error: there is no clock `mane`
      void clocks.mane;
      const inner = synchroniseReset(clocks.main);
      const { held } = clocked(inner, () => m.regs({ held: bool }));
      held.set(held.not());
      q.set(held);
    },
  );
  expect(codes(() => described)).toEqual([]);
  const plain = module('p', { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }, _, _m, clocks) => {
    // @ts-expect-error: a module without clocks has none to give
    void clocks.clk;
    q.set(true);
  });
  expect(codes(() => plain)).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import {
  type AnyModule,
  bool,
  connect,
  genFor,
  input,
  int,
  module,
  mux,
  output,
  sink,
  sint,
  source,
  uint,
  unused,
  vec,
  when,
} from './index.ts';

const Child = module(
  'child',
  {
    params: { A: int(8, { min: 1 }), N: int(2, { min: 1 }) },
    ports: ({ A, N }) => ({
      en: input(bool),
      x: input(sint(A)),
      list: input(vec(N, sint(A))),
      y: output(sint(A)),
      wide: output(sint(A.plus(1))),
    }),
  },
  io => {
    io.y.set(mux(io.en, io.x, io.list.at(0)));
    io.wide.set(io.x.add(io.x));
  },
);

const Stage = module(
  'stage',
  {
    params: { WIDTH: int(8, { min: 1 }) },
    ports: ({ WIDTH }) => ({ in: sink(uint(WIDTH)), out: source(uint(WIDTH)) }),
  },
  io => connect(io.in, io.out),
);

/** Its group has ports that are called as the parts of a stream: one bit of each for every lane. */
const Lanes = module(
  'lanes',
  {
    params: { N: int(2, { min: 1 }) },
    ports: ({ N }) => ({
      lanes: { valid: input(uint(N)), ready: output(uint(N)), bits: input(vec(N, uint(8))) },
      low: output(uint(8)),
    }),
  },
  io => {
    io.lanes.ready.set(io.lanes.valid);
    io.low.set(io.lanes.bits.at(0));
  },
);

/**
 * Programs that are right: the type checker must take every line of them without an annotation, and their elaboration
 * must neither give a diagnostic nor leave anything to prove.
 */
const instances: Readonly<Record<string, AnyModule>> = {
  'an instance with renamed parameters': module(
    'renamed',
    {
      params: { WA: int(8, { min: 1 }), LANES: int(3, { min: 1 }) },
      ports: ({ WA, LANES }) => ({
        e: input(bool),
        p: input(sint(WA)),
        ps: input(vec(LANES, sint(WA))),
        q: output(sint(WA)),
        wide: output(sint(WA.plus(1))),
      }),
    },
    (io, { WA, LANES }, m) =>
      m.inst('child', Child, { A: WA, N: LANES }, { en: io.e, x: io.p, list: io.ps, y: io.q, wide: io.wide }),
  ),

  'a group of ports that are called as the parts of a stream': module(
    'laned',
    {
      params: {},
      ports: () => ({
        lanes: { valid: input(uint(3)), ready: output(uint(3)), bits: input(vec(3, uint(8))) },
        low: output(uint(8)),
      }),
    },
    ({ lanes, low }, _, m) => m.inst('child', Lanes, { N: 3 }, { lanes, low }),
  ),

  'an instance with literal parameters': module(
    'literal',
    {
      params: {},
      ports: () => ({
        e: input(bool),
        p: input(sint(12)),
        ps: input(vec(3, sint(12))),
        q: output(sint(12)),
        wide: output(sint(13)),
      }),
    },
    (io, _, m) => m.inst('child', Child, { A: 12, N: 3 }, { en: io.e, x: io.p, list: io.ps, y: io.q, wide: io.wide }),
  ),

  'an instance with expressions for parameters': module(
    'expression',
    {
      params: { W: int(8, { min: 1 }) },
      ports: ({ W }) => ({
        e: input(bool),
        p: input(sint(W.times(2))),
        ps: input(vec(W, sint(W.plus(W)))),
        q: output(sint(W.times(2))),
      }),
    },
    (io, { W }, m) =>
      m.inst(
        'child',
        Child,
        { A: W.times(2), N: W },
        { en: io.e, x: io.p, list: io.ps, y: io.q, wide: unused('the sum is made outside') },
      ),
  ),

  'an instance with parameters left at their defaults': module(
    'defaulted',
    {
      params: {},
      ports: () => ({
        e: input(bool),
        p: input(sint(8)),
        ps: input(vec(2, sint(8))),
        q: output(sint(8)),
        wide: output(sint(9)),
      }),
    },
    (io, _, m) => m.inst('child', Child, {}, { en: io.e, x: io.p, list: io.ps, y: io.q, wide: io.wide }),
  ),

  'an instance in each iteration, its ports connected to elements': module(
    'iterated',
    {
      params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
      ports: ({ N, W }) => ({
        e: input(bool),
        p: input(vec(N, sint(W))),
        ps: input(vec(N, vec(2, sint(W)))),
        q: output(vec(N, sint(W))),
        wide: output(vec(N, sint(W.plus(1)))),
      }),
    },
    (io, { N, W }, m) =>
      genFor(N, 'lane', i =>
        m.inst(
          'child',
          Child,
          { A: W, N: 2 },
          { en: io.e, x: io.p.at(i), list: io.ps.at(i), y: io.q.at(i), wide: io.wide.at(i) },
        ),
      ),
  ),

  'streams through instances': module(
    'chain',
    { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ in: sink(uint(W)), out: source(uint(W)) }) },
    (io, { W }, m) => {
      const { between } = m.streams({ between: uint(W) });
      m.inst('first', Stage, { WIDTH: W }, { in: io.in, out: between });
      m.inst('second', Stage, { WIDTH: W }, { in: between, out: io.out });
    },
  ),

  'a stream that changes its element on the way': module(
    'mapped',
    {
      params: { W: int(8, { min: 2 }) },
      ports: ({ W }) => ({ in: sink(sint(W)), out: source(sint(W.plus(1))), count: output(uint(8)) }),
    },
    (io, _, m) => {
      const { count } = m.regs({ count: uint(8) });
      io.out.valid.set(io.in.valid);
      io.in.ready.set(io.out.ready);
      io.out.bits.set(io.in.bits.add(1));
      when(io.in.fire, () => count.set(count.inc()))
        .elseWhen(io.out.fire.not(), () => count.set(count.dec()))
        .otherwise(() => count.set(0));
      io.count.set(count);
    },
  ),

  'a structural parameter': module(
    'structural',
    { params: { N: int(3, { min: 1 }) }, ports: ({ N }) => ({ a: input(uint(N)), q: output(vec(3, uint(N))) }) },
    (io, { N }) => {
      for (let i = 0; i < N.value; i++) io.q.at(i).set(io.a);
    },
  ),
};

describe.each(Object.entries(instances))('%s', (_, program) => {
  test('elaborates, and nothing is left to prove', () => {
    expect(program.elaborate().obligations.map(({ guard }) => guard)).toEqual([]);
  });
});

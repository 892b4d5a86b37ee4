import { describe, expect, test } from 'vitest';
import {
  type AnyModule,
  bool,
  cat,
  clog2,
  constant,
  indexWidth,
  input,
  int,
  maxWidth,
  module,
  mux,
  output,
  pack,
  sint,
  uint,
  unpack,
  vec,
  vecOf,
  zero,
} from './index.ts';

/**
 * Programs that are right: the type checker must take every line of them without an annotation, and their elaboration
 * must neither give a diagnostic nor leave anything to prove.
 */
const programs: Readonly<Record<string, AnyModule>> = {
  'a sum into a target one bit wider, by literals': module(
    'sum_literal',
    {
      params: {},
      ports: () => ({ a: input(uint(8)), b: input(sint(8)), u: output(uint(9)), s: output(sint(9)) }),
    },
    io => {
      io.u.set(io.a.add(io.a));
      io.s.set(io.b.add(io.b));
    },
  ),

  'a sum into a target one bit wider, by a parameter': module(
    'sum_parameter',
    {
      params: { W: int(8, { min: 1 }) },
      ports: ({ W }) => ({
        a: input(uint(W)),
        b: input(uint(W)),
        sum: output(uint(W.plus(1))),
        difference: output(sint(W.plus(1))),
      }),
    },
    io => {
      io.sum.set(io.a.add(io.b));
      io.difference.set(io.a.sub(io.b));
    },
  ),

  'expressions of parameters as widths on both sides': module(
    'expressions',
    {
      params: { A: int(8, { min: 1 }), B: int(4, { min: 1 }) },
      ports: ({ A, B }) => ({
        a: input(uint(A.plus(B))),
        q: output(uint(B.plus(A))),
        twice: input(uint(A.times(2))),
        both: output(uint(A.plus(A))),
        wide: output(uint(A.plus(B).times(2).minus(A))),
        narrow: input(uint(A.plus(B).plus(B))),
      }),
    },
    io => {
      io.q.set(io.a);
      io.both.set(io.twice);
      io.wide.set(io.narrow);
    },
  ),

  'products, into literal and parameter widths': module(
    'products',
    {
      params: { A: int(8, { min: 1 }), B: int(4, { min: 1 }) },
      ports: ({ A, B }) => ({
        a: input(sint(A)),
        b: input(sint(B)),
        k: input(sint(8)),
        p: output(sint(A.plus(B))),
        q: output(sint(16)),
        square: output(sint(A.times(2))),
      }),
    },
    io => {
      io.p.set(io.a.mul(io.b));
      io.q.set(io.k.mul(io.k));
      io.square.set(io.a.mul(io.a));
    },
  ),

  'a change of width to a parameter': module(
    'resizes',
    {
      params: { W: int(8, { min: 2, max: 16 }), ACC: int(32, { min: 16 }) },
      ports: ({ W, ACC }) => ({
        a: input(sint(W)),
        acc: input(sint(ACC)),
        u: input(uint(ACC)),
        fitted: output(sint(ACC)),
        extended: output(sint(ACC)),
        truncated: output(sint(W)),
        saturated: output(sint(W)),
        clamped: output(uint(W)),
        literal: output(uint(16)),
      }),
      where: ({ W, ACC }) => [ACC.greaterThan(W)],
    },
    (io, { W, ACC }) => {
      io.fitted.set(io.a.fit(ACC));
      io.extended.set(io.a.extend(ACC));
      io.truncated.set(io.acc.truncate(W));
      io.saturated.set(io.acc.saturate(W));
      io.clamped.set(io.u.saturate(W));
      io.literal.set(io.u.truncate(16));
    },
  ),

  'mux of equal types, of every kind': module(
    'muxes',
    {
      params: { W: int(8, { min: 1 }), N: int(4, { min: 1 }) },
      ports: ({ W, N }) => ({
        choose: input(bool),
        a: input(uint(W)),
        b: input(uint(W)),
        flag: input(bool),
        list: input(vec(N, sint(W))),
        other: input(vec(N, sint(W))),
        number: output(uint(W)),
        bit: output(bool),
        lists: output(vec(N, sint(W))),
        constants: output(uint(W)),
      }),
    },
    io => {
      io.number.set(mux(io.choose, io.a, io.b));
      io.bit.set(mux(io.choose, io.flag, true));
      io.lists.set(mux(io.choose, io.list, io.other));
      io.constants.set(mux(io.choose, io.a, mux(io.flag, 0, io.b)));
    },
  ),

  'constants: number, bigint, boolean, parameter expression': module(
    'constants',
    {
      params: { W: int(8, { min: 4 }), DEPTH: int(16, { min: 2 }) },
      ports: ({ W, DEPTH }) => ({
        a: output(uint(W)),
        wide: output(uint(100)),
        last: output(uint(indexWidth(DEPTH))),
        negative: output(sint(W)),
        yes: output(bool),
        full: output(bool),
        count: input(uint(clog2(DEPTH).plus(1))),
        made: output(uint(W)),
        list: output(vec(2, uint(4))),
        nothing: output(vec(DEPTH, uint(W))),
      }),
    },
    (io, { W, DEPTH }) => {
      io.a.set(9);
      io.wide.set(2n ** 99n);
      io.last.set(DEPTH.minus(1));
      io.negative.set(-3);
      io.yes.set(true);
      io.full.set(io.count.eq(DEPTH));
      io.made.set(constant(uint(W), 7));
      io.list.set(vecOf(uint(4), [1, 15n]));
      io.nothing.set(zero(vec(DEPTH, uint(W))));
    },
  ),

  'comparisons of any width of one sign, and with constants': module(
    'comparisons',
    {
      params: { A: int(8, { min: 2 }), B: int(4, { min: 2 }) },
      ports: ({ A, B }) => ({
        a: input(uint(A)),
        b: input(uint(B)),
        s: input(sint(A)),
        t: input(sint(3)),
        q: output(vec(6, bool)),
      }),
    },
    io => {
      io.q.at(0).set(io.a.lt(io.b));
      io.q.at(1).set(io.a.eq(io.b));
      io.q.at(2).set(io.s.ge(io.t));
      io.q.at(3).set(io.s.lt(-1));
      io.q.at(4).set(io.a.add(io.b).gt(io.a));
      io.q.at(5).set(io.a.min(io.b).ne(io.a.max(io.b)));
    },
  ),

  'bits: pack, unpack, cat, casts, slices, shifts': module(
    'bits',
    {
      params: { W: int(8, { min: 4 }), N: int(4, { min: 1 }) },
      ports: ({ W, N }) => ({
        list: input(vec(N, sint(W))),
        a: input(uint(W)),
        s: input(sint(W)),
        amount: input(uint(4)),
        bits: output(uint(N.times(W))),
        back: output(vec(N, sint(W))),
        joined: output(uint(W.times(2).plus(1))),
        signed: output(sint(W)),
        unsigned: output(uint(W)),
        larger: output(sint(W.plus(1))),
        low: output(uint(3)),
        top: output(bool),
        left: output(uint(W)),
        right: output(sint(W)),
        times4: output(uint(W.plus(2))),
        quarter: output(sint(W.minus(2))),
        rounded: output(sint(W.minus(1))),
      }),
    },
    (io, { W }) => {
      io.bits.set(pack(io.list));
      io.back.set(unpack(io.list.type, pack(io.list)));
      io.joined.set(cat(io.a, io.s, io.a.bit(0)));
      io.signed.set(io.a.asSint());
      io.unsigned.set(io.s.asUint());
      io.larger.set(io.a.toSint());
      io.low.set(io.a.slice(1, 3));
      io.top.set(io.s.bit(W.minus(1)));
      io.left.set(io.a.shiftLeft(io.amount));
      io.right.set(io.s.shiftRight(io.amount));
      io.times4.set(io.a.shiftLeftBy(2));
      io.quarter.set(io.s.shiftRightBy(2));
      io.rounded.set(io.s.shiftRightRound(2, 'half-even'));
    },
  ),

  'the wider of two widths': module(
    'wider',
    {
      params: { A: int(8, { min: 1 }), B: int(4, { min: 1 }) },
      ports: ({ A, B }) => ({
        a: input(uint(A)),
        b: input(uint(B)),
        choose: input(bool),
        wrapped: output(uint(maxWidth(A, B))),
        sum: output(uint(maxWidth(B, A).plus(1))),
        chosen: output(uint(maxWidth(A, B))),
      }),
    },
    io => {
      io.wrapped.set(io.a.addWrap(io.b));
      io.sum.set(io.a.add(io.b));
      io.chosen.set(io.a.max(io.b));
    },
  ),
};

describe.each(Object.entries(programs))('%s', (_, program) => {
  test('elaborates, and nothing is left to prove', () => {
    expect(program.elaborate().obligations.map(({ guard }) => guard)).toEqual([]);
  });
});

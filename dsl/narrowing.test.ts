import { expect, test } from 'vitest';
import { bool, clog2, constant, input, int, module, output, sint, uint, vec } from './index.ts';
import { simulate } from './simulate/simulate.ts';

/**
 * Operations composed of simpler ones, on every value of small widths, against their definitions. One description serves
 * all widths: what is tried is the form with parameters.
 */

const params = {
  /** Width of the values. */
  W: int(8, { min: 3 }),
  /** Width to clamp to. */
  T: int(4, { min: 2 }),
  /** Bits to shift by. */
  A: int(2, { min: 1 }),
};

const Unsigned = module(
  'unsigned',
  {
    params,
    where: ({ W, T, A }) => [W.greaterThan(T), W.greaterThan(A)],
    ports: ({ W, T, A }) => ({
      a: input(uint(W)),
      b: input(uint(W)),
      saturate: output(uint(T)),
      up: output(uint(W.minus(A).plus(1))),
      even: output(uint(W.minus(A).plus(1))),
      down: output(uint(W.minus(A))),
      times: output(uint(W.plus(A))),
      sub: output(sint(W.plus(1))),
      negate: output(sint(W.plus(1))),
      min: output(uint(W)),
      max: output(uint(W)),
      next: output(uint(W)),
      less: output(vec(3, bool)),
    }),
  },
  (io, { T, A }) => {
    io.saturate.set(io.a.saturate(T));
    io.up.set(io.a.shiftRightRound(A, 'half-up'));
    io.even.set(io.a.shiftRightRound(A, 'half-even'));
    io.down.set(io.a.shiftRightBy(A));
    io.times.set(io.a.shiftLeftBy(A));
    io.sub.set(io.a.sub(io.b));
    io.negate.set(io.a.negate());
    io.min.set(io.a.min(io.b));
    io.max.set(io.a.max(io.b));
    io.next.set(io.a.incMod(6));
    io.less.at(0).set(io.a.lt(0));
    io.less.at(1).set(io.a.le(T));
    io.less.at(2).set(io.a.gt(3));
  },
);

const Signed = module(
  'signed',
  {
    params,
    where: ({ W, T, A }) => [W.greaterThan(T), W.greaterThan(A)],
    ports: ({ W, T, A }) => ({
      a: input(sint(W)),
      b: input(sint(W)),
      saturate: output(sint(T)),
      up: output(sint(W.minus(A).plus(1))),
      even: output(sint(W.minus(A).plus(1))),
      down: output(sint(W.minus(A))),
      times: output(sint(W.plus(A))),
      sub: output(sint(W.plus(1))),
      negate: output(sint(W.plus(1))),
      min: output(sint(W)),
      max: output(sint(W)),
      less: output(vec(3, bool)),
    }),
  },
  (io, { T, A }) => {
    io.saturate.set(io.a.saturate(T));
    io.up.set(io.a.shiftRightRound(A, 'half-up'));
    io.even.set(io.a.shiftRightRound(A, 'half-even'));
    io.down.set(io.a.shiftRightBy(A));
    io.times.set(io.a.shiftLeftBy(A));
    io.sub.set(io.a.sub(io.b));
    io.negate.set(io.a.negate());
    io.min.set(io.a.min(io.b));
    io.max.set(io.a.max(io.b));
    io.less.at(0).set(io.a.lt(0));
    io.less.at(1).set(io.a.le(T));
    io.less.at(2).set(io.a.gt(3));
  },
);

/** The whole number nearest to `value`; of two, the upper or the even one. */
function rounded(value: number, ties: 'up' | 'even'): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return ties === 'up' || below % 2 !== 0 ? below + 1 : below;
}

const cases = [
  { W: 3, T: 2, A: 1 },
  { W: 4, T: 2, A: 2 },
  { W: 5, T: 4, A: 4 },
  { W: 6, T: 3, A: 3 },
];

test.each(cases.flatMap(at => [false, true].map(signed => ({ ...at, signed }))))(
  'W = $W, T = $T, A = $A, signed: $signed',
  ({ signed, ...values }) => {
    const { W, T, A } = values;
    const simulator = simulate(signed ? Signed : Unsigned, values);
    const low = signed ? -(2 ** (W - 1)) : 0;
    const [least, most] = signed ? [-(2 ** (T - 1)), 2 ** (T - 1) - 1] : [0, 2 ** T - 1];
    for (let a = low; a < low + 2 ** W; a++) {
      const b = low + (((a - low) * 5 + 3) % 2 ** W);
      simulator.poke('a', a);
      simulator.poke('b', b);
      const got = Object.fromEntries(
        simulator.design.ports
          .filter(({ direction }) => direction === 'output')
          .map(({ name }) => [name, simulator.peek(name)]),
      );
      expect(got, `a = ${a}, b = ${b}`).toEqual({
        saturate: Math.min(Math.max(a, least), most),
        up: rounded(a / 2 ** A, 'up') + 0,
        even: rounded(a / 2 ** A, 'even') + 0,
        down: Math.floor(a / 2 ** A),
        times: a * 2 ** A,
        sub: a - b,
        negate: 0 - a,
        min: Math.min(a, b),
        max: Math.max(a, b),
        less: [a < 0, a <= T, a > 3].map(Number),
        ...(signed ? {} : { next: a === 5 ? 0 : (a + 1) % 2 ** W }),
      });
    }
  },
);

test.each([1, 2, 3, 5, 8])('all of %i elements joined', N => {
  const Folds = module(
    'folds',
    {
      params: { N: int(4, { min: 1 }) },
      ports: ({ N: length }) => ({
        list: input(vec(length, sint(4))),
        flags: input(vec(length, uint(4))),
        add: output(sint(clog2(length).plus(4))),
        sum: output(uint(clog2(length).plus(4))),
        min: output(sint(4)),
        max: output(sint(4)),
        and: output(uint(4)),
        or: output(uint(4)),
        xor: output(uint(4)),
        running: output(vec(length, sint(4))),
      }),
    },
    (io, { N: length }, m) => {
      io.add.set(m.reduce(io.list, 'add'));
      io.sum.set(m.reduce(io.flags, 'add'));
      io.min.set(m.reduce(io.list, 'min'));
      io.max.set(m.reduce(io.list, 'max'));
      io.and.set(m.reduce(io.flags, 'and'));
      io.or.set(m.reduce(io.flags, 'or'));
      io.xor.set(m.reduce(io.flags, 'xor'));
      const start = constant(sint(4), 0);
      io.running.set(m.scan('running', length, start, (previous, i) => previous.addWrap(io.list.at(i))));
    },
  );
  const simulator = simulate(Folds, { N });
  const add = (x: number, y: number): number => x + y;
  for (let round = 0; round < 20; round++) {
    const list = Array.from({ length: N }, (_, i) => ((i * 7 + round * 5) % 16) - 8);
    const flags = list.map(value => (value * 3 + round) & 15);
    simulator.poke('list', round === 0 ? list.fill(-8) : list);
    simulator.poke('flags', round === 0 ? flags.fill(15) : flags);
    expect(simulator.peek('add')).toBe(list.reduce(add));
    expect(simulator.peek('sum')).toBe(flags.reduce(add));
    expect(simulator.peek('min')).toBe(Math.min(...list));
    expect(simulator.peek('max')).toBe(Math.max(...list));
    expect(simulator.peek('and')).toBe(flags.reduce((x, y) => x & y));
    expect(simulator.peek('or')).toBe(flags.reduce((x, y) => x | y));
    expect(simulator.peek('xor')).toBe(flags.reduce((x, y) => x ^ y));
    expect(simulator.peek('running')).toEqual(list.map((_, i) => (list.slice(0, i + 1).reduce(add) << 28) >> 28));
  }
});

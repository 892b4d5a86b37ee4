import { describe, expect, it } from 'vitest';
import {
  type BoolType,
  bool,
  constant,
  input,
  int,
  module,
  mux,
  type Operand,
  output,
  type SIntType,
  type Signal,
  sint,
  type UIntType,
  type UnprovedWidth,
  uint,
} from '../../dsl/index.ts';
import { simulate } from '../../dsl/simulate/simulate.ts';
import { isPlanned } from './lint.ts';
import { constantOrders } from './ranges.ts';

interface Given {
  readonly a: Signal<UIntType<UnprovedWidth>>;
  readonly b: Signal<UIntType<UnprovedWidth>>;
  readonly s: Signal<SIntType<UnprovedWidth>>;
}

/** A module that gives one comparison. */
const comparing = (body: (given: Given) => Operand<BoolType>) =>
  module(
    'comparing',
    {
      params: { W: int(4, { min: 1, max: 8 }) },
      ports: ({ W }) => ({ a: input(uint(W)), b: input(uint(W)), s: input(sint(4)), q: output(bool) }),
    },
    ({ a, b, s, q }, _, m) => {
      m.unused({ a, b, s }, 'only some of them are compared');
      q.set(body({ a, b, s }));
    },
  );

const ordersOf = (body: (given: Given) => Operand<BoolType>, W = 4): string[] => [
  ...constantOrders(simulate(comparing(body), { W }).design),
];

describe('comparisons that are constant at a binding', () => {
  it('are found by constants and widths', () => {
    expect(ordersOf(({ a }) => a.lt(0))).toEqual(['lt']);
    expect(ordersOf(({ a }) => a.ge(0))).toEqual(['ge']);
    expect(ordersOf(({ a }) => a.fit(6).gt(constant(uint(6), 15n)))).toEqual(['gt']);
    expect(ordersOf(({ a }) => a.fit(6).gt(constant(uint(6), 14n)))).toEqual([]);
    expect(ordersOf(({ a }) => a.fit(6).gt(constant(uint(6), 3n)), 2)).toEqual(['gt']);
    expect(ordersOf(({ a }) => a.le(a))).toEqual(['le']);
    expect(ordersOf(({ s }) => s.lt(0))).toEqual([]);
    expect(ordersOf(({ s }) => s.asUint().lt(0))).toEqual(['lt']);
    expect(ordersOf(({ s }) => s.extend(6).ge(constant(sint(6), -8n)))).toEqual(['ge']);
  });

  it('are found through what is computed', () => {
    const ten = () => constant(uint(4), 10n);
    expect(
      ordersOf(({ a, b }) =>
        a
          .fit(4)
          .and(ten())
          .gt(ten().or(b.fit(4))),
      ),
    ).toEqual(['gt']);
    expect(ordersOf(({ a, b }) => mux(a.eq(b), ten(), constant(uint(4), 12n)).lt(ten()))).toEqual(['lt']);
    expect(ordersOf(({ a }) => a.xor(a).gt(0))).toEqual(['gt']);
    expect(
      ordersOf(({ a, b }) =>
        a
          .fit(4)
          .add(b.fit(4))
          .le(constant(uint(5), 30n)),
      ),
    ).toEqual(['le']);
    expect(ordersOf(({ a, b }) => a.fit(4).addWrap(b.fit(4)).le(ten()))).toEqual([]);
    expect(
      ordersOf(
        ({ a }) =>
          a
            .fit(8)
            .shiftRight(constant(uint(3), 6n))
            .gt(constant(uint(8), 3n)),
        8,
      ),
    ).toEqual(['gt']);
    expect(ordersOf(({ s }) => s.not().asUint().ge(s.asUint()))).toEqual([]);
  });
});

describe('what Verilator says of a constant comparison', () => {
  const finding = (column: number): string =>
    `%Warning-UNSIGNED: /tmp/fuzz/comparing.v:2:${column}: Comparison is constant`;
  const subject = (body: (given: Given) => Operand<BoolType>) => {
    const binding = { W: 4, V: 1, N: 1, K: 0, S: 0 };
    const simulator = simulate(comparing(body), { W: 4 });
    const instance = { binding, simulator, inputs: [], outputs: [], inputBits: 0, outputBits: 0 };
    return {
      texts: [{ name: 'comparing', text: 'module comparing;\n  a < b, a >= b, ~((a) < b) >= b\n' }],
      instances: [instance],
    };
  };

  it('is excused where the plan has such a comparison, and nowhere else', () => {
    const planned = subject(({ a }) => a.lt(0));
    expect(isPlanned(finding(5), planned)).toBe(true);
    expect(isPlanned(finding(12), planned)).toBe(false);
    // Verilator turns round what is negated, and then speaks of the place of the negation.
    expect(isPlanned(finding(18), planned)).toBe(true);
    expect(
      isPlanned(
        finding(18),
        subject(({ a }) => a.ge(0)),
      ),
    ).toBe(false);
    // As where the sign of an operand is lost.
    expect(
      isPlanned(
        finding(5),
        subject(({ s }) => s.lt(0)),
      ),
    ).toBe(false);
    expect(isPlanned(finding(5).replace('UNSIGNED', 'WIDTHTRUNC'), planned)).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { compound, messageOf, Op, Other, type Refused, said } from './compound.fixture.ts';
import { enumeration, module, oneHotEnumeration, output, simulate, struct, uint, when } from './index.ts';

const refused: readonly Refused[] = [
  [
    'a name that the enumeration does not have',
    // @ts-expect-error
    io => io.r.set('mul'),
    ["type-mismatch: `a name` expects enumeration(add, sub, nop), but got 'mul'."],
  ],
  [
    'a name that every object has',
    // @ts-expect-error
    io => io.r.set('constructor'),
    ["type-mismatch: `a name` expects enumeration(add, sub, nop), but got 'constructor'."],
  ],
  [
    'another enumeration',
    (io, m) => {
      const { other } = m.wires({ other: Other });
      other.set('mul');
      // @ts-expect-error
      io.r.set(other);
    },
    ['type-mismatch: `set` expects enumeration(add, sub, nop), but got enumeration(add, sub, mul).'],
  ],
  [
    'a number for an enumeration',
    // @ts-expect-error
    io => io.r.set(1),
    ['type-mismatch: `a constant` expects a bool or a number, but got enumeration(add, sub, nop).'],
  ],
  [
    'arithmetic on an enumeration',
    // @ts-expect-error
    io => io.n.set(io.op.add(1)),
    ['type-mismatch: `a constant` expects a bool or a number, but got enumeration(add, sub, nop).'],
  ],
  [
    'an order of enumerations',
    // @ts-expect-error
    io => when(io.op.lt(io.op), () => undefined),
    ['type-mismatch: `lt` expects a uint or a sint, but got enumeration(add, sub, nop).'],
  ],
];

test.each(refused)('a value of an enumeration refuses: %s', (_, body, expected) => {
  expect(said(compound(body))).toEqual(expected);
});

test('enumerations that cannot be', () => {
  expect(messageOf(() => enumeration('a', 'a'))).toBe('duplicate-name: Name `a` is declared twice.');
  expect(messageOf(() => enumeration({ a: 1, b: 1 }))).toBe('duplicate-name: Code 1 of `a` and `b` is declared twice.');
  expect(messageOf(() => enumeration({ a: -1 }))).toBe(
    'constant-out-of-range: The constant -1 does not fit a code of an enumeration, which holds 0 to 2^53.',
  );
  expect(messageOf(() => oneHotEnumeration())).toBe(
    'zero-width: A width of 0 is not allowed: an enumeration has at least one name.',
  );
});

test('a register of an enumeration resets to a name: that of code 0, or the first', () => {
  const Resets = module(
    'resets',
    {
      params: {},
      ports: () => ({
        hot: output(uint(2)),
        coded: output(uint(2)),
        counted: output(uint(2)),
        field: output(uint(2)),
      }),
    },
    (io, _, m) => {
      const hot = oneHotEnumeration('left', 'right');
      const { a, b, c, d } = m.regs({ a: hot, b: enumeration({ run: 3, idle: 0 }), c: Op, d: struct({ hot }) });
      io.hot.set(a.asUint());
      io.coded.set(b.asUint());
      io.counted.set(c.asUint());
      io.field.set(d.hot.asUint());
    },
  );
  const simulator = simulate(Resets);
  expect(['hot', 'coded', 'counted', 'field'].map(port => simulator.peek(port))).toEqual([1, 0, 0, 1]);
});

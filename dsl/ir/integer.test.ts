import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import { type IntegerRange, maxWidth, parameterAtom } from '../params.ts';
import type { ParameterOwner } from './atom.ts';
import {
  atomExpr,
  clog2,
  evaluate,
  type IntExpr,
  indexWidth,
  lowerBound,
  pow2,
  printInteger,
  provablyNonNegative,
  substitute,
  toExpr,
  upperBound,
} from './integer.ts';

/** Seeds fast-check, so that every run is the same. */
const seed = 20_240_611;

const owner: ParameterOwner = { module: 'm', relations: [] };
const parameter = (name: string, range: IntegerRange, of = owner): IntExpr => atomExpr(parameterAtom(name, range, of));

const W = parameter('W', { min: 1 });
const N = parameter('N', { min: 1 });

function code(body: () => unknown): string | undefined {
  try {
    body();
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]?.message;
    throw error;
  }
}

describe('normal forms', () => {
  test.each<readonly [string, IntExpr, IntExpr]>([
    ['sums commute', W.plus(N), N.plus(W)],
    ['constants gather', W.plus(1).plus(2).minus(4), W.minus(1)],
    ['a sum of one thing is a product', W.plus(W), W.times(2)],
    ['products distribute', W.plus(1).times(N.minus(1)), W.times(N).minus(W).plus(N).minus(1)],
    ['products commute', W.times(N).times(W), N.times(W.times(W))],
    ['what cancels is gone', W.times(N).minus(N.times(W)), toExpr(0)],
    ['operations of equal arguments are equal', clog2(W.plus(N)), clog2(N.plus(W))],
    ['min and max commute', W.min(N).plus(W.max(N)), N.max(W).plus(N.min(W))],
    ['max with what is surely less is nothing', W.max(1), W],
    ['min with what is surely more is nothing', W.min(W.plus(3)), W],
    ['division by 1', W.floorDiv(1), W],
    ['remainder by 1', W.mod(1), toExpr(0)],
    ['the wider of equal widths', maxWidth(W.plus(N), N.plus(W)), N.plus(W)],
  ])('%s', (_, left, right) => expect(left.key).toBe(right.key));

  test('different things differ', () => {
    const forms = [
      W,
      N,
      W.plus(1),
      W.times(2),
      W.times(N),
      clog2(W),
      pow2(W),
      W.floorDiv(2),
      W.mod(2),
      W.min(N),
      W.max(N),
    ];
    expect(new Set(forms.map(({ key }) => key)).size).toBe(forms.length);
  });

  test('constants are worked out', () => {
    const values = [
      clog2(1),
      clog2(2),
      clog2(5),
      clog2(2 ** 30),
      indexWidth(1),
      indexWidth(9),
      pow2(10),
      toExpr(-7).mod(4),
    ];
    expect(values.map(({ constant }) => constant)).toEqual([0, 1, 3, 30, 1, 4, 1024, 1]);
    expect([toExpr(-7).floorDiv(4).constant, toExpr(7).ceilDiv(4).constant]).toEqual([-2, 2]);
  });
});

test('what was written is what is printed, constants gathered', () => {
  const texts = [
    W.plus(1).minus(1),
    W.minus(N.minus(1)),
    W.plus(N).times(2),
    W.times(N).plus(3).plus(2),
    indexWidth(N),
    W.floorDiv(8).times(8),
    N.plus(0).times(1),
  ].map(expression => printInteger(expression));
  expect(texts).toEqual(['W', 'W - (N - 1)', '(W + N)*2', 'W*N + 5', 'max(clog2(N), 1)', 'floorDiv(W, 8)*8', 'N']);
});

test('arithmetic past 32 bits is refused', () => {
  expect(code(() => toExpr(2 ** 31 - 1).plus(1))).toBe('The parameter expression 2147483648 leaves 32 bits.');
  expect(code(() => toExpr(2 ** 20).times(2 ** 20))).toMatch(/leaves 32 bits/);
  expect(code(() => pow2(31))).toMatch(/pow2\(31\) leaves 32 bits/);
  expect(pow2(30).constant).toBe(2 ** 30);
  expect(toExpr(-(2 ** 31)).constant).toBe(-(2 ** 31));
  expect(
    code(() =>
      evaluate(
        W.times(N),
        new Map([
          ['W', 2 ** 16],
          ['N', 2 ** 15],
        ]),
      ),
    ),
  ).toBe('The parameter expression `W*N` leaves 32 bits: it is 2147483648.');
  expect(code(() => toExpr(0.5))).toMatch(/must be a whole number/);
});

test('a divisor that may be 0 is refused', () => {
  const free = parameter('FREE', {});
  expect(code(() => W.floorDiv(free))).toMatch(/expects a positive divisor, but got `FREE`, which may be -Infinity/);
  expect(code(() => W.mod(0))).toMatch(/expects a positive divisor/);
});

test('substitution gives what was meant', () => {
  const replaced = substitute(clog2(W.plus(N)).times(W), new Map([['W', N.plus(2)]]));
  expect(replaced.key).toBe(clog2(N.times(2).plus(2)).times(N.plus(2)).key);
});

describe('proofs', () => {
  test.each<readonly [string, IntExpr]>([
    ['a width from its range', W.minus(1)],
    ['an index is below its count', N.minus(1).minus(index(N))],
    ['an element of a matrix', N.times(W).minus(index(N).times(W)).minus(W)],
    ['a lane of a divided width', W.minus(index(W.floorDiv(8), '#2').times(8)).minus(8)],
    ['an address fits its width', pow2(indexWidth(N)).minus(N)],
    ['a count fits one bit more', pow2(clog2(N).plus(1)).minus(N).minus(1)],
    ['the larger of two', W.max(N).minus(N)],
    ['the smaller of two', N.minus(W.min(N))],
    ['a part is no more than the whole', N.minus(N.floorDiv(4).times(4))],
  ])('%s', (_, expression) => expect(provablyNonNegative(expression)).toBe(true));

  test.each<readonly [string, IntExpr]>([
    ['one beyond the range', W.minus(2)],
    ['two parameters', W.minus(N)],
    ['an index at its count', N.minus(2).minus(index(N))],
  ])('not: %s', (_, expression) => expect(provablyNonNegative(expression)).toBe(false));

  test('a declared relation is known, in every multiple that is needed', () => {
    const related: ParameterOwner = { module: 'm', relations: [] };
    const [A, B] = [parameter('A', { min: 1 }, related), parameter('B', { min: 1 }, related)];
    expect(provablyNonNegative(B.minus(A.times(2)))).toBe(false);
    related.relations = [B.atLeast(A.times(2))];
    expect(provablyNonNegative(B.minus(A.times(2)))).toBe(true);
    expect(provablyNonNegative(B.minus(A))).toBe(true);
    expect(provablyNonNegative(B.minus(A.times(2)).minus(1))).toBe(false);
  });
});

function index(count: IntExpr, key = '#1'): IntExpr {
  return atomExpr({ kind: 'index', key, name: 'i', count });
}

/** How an expression was made: what it is worth is worked out from this alone. */
type Made = { readonly expression: IntExpr; readonly value: (binding: ReadonlyMap<string, number>) => number };

const bounded: ParameterOwner = { module: 'm', relations: [] };
const ranges = { A: { min: 1, max: 9 }, B: { min: 2, max: 12 }, C: { min: -4, max: 7 }, D: { max: 20 } };
const [A, B, C, D] = [
  parameter('A', ranges.A, bounded),
  parameter('B', ranges.B, bounded),
  parameter('C', ranges.C, bounded),
  parameter('D', ranges.D, bounded),
];
// D has no declared minimum: that it is positive is known from the relation alone.
bounded.relations = [D.atLeast(A)];

const atom = (expression: IntExpr, key: string): Made => ({ expression, value: binding => binding.get(key) ?? 0 });
const atoms: readonly Made[] = [
  atom(A, 'A'),
  atom(B, 'B'),
  atom(C, 'C'),
  atom(D, 'D'),
  atom(index(B.plus(A), '#1'), '#1'),
];

const constant = fc
  .integer({ min: -9, max: 9 })
  .map((value): Made => ({ expression: toExpr(value), value: () => value }));
const divisor = fc.oneof(
  fc.constantFrom(...atoms.filter(({ expression }) => expression === A || expression === B || expression === D)),
  fc.integer({ min: 1, max: 9 }).map((value): Made => ({ expression: toExpr(value), value: () => value })),
);
const log2 = (value: number): number => {
  let bits = 0;
  while (2 ** bits < value) bits++;
  return bits;
};

const { made } = fc.letrec<{ made: Made }>(tie => ({
  made: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'made' },
    fc.constantFrom(...atoms),
    constant,
    fc.tuple(tie('made'), tie('made')).map(
      ([x, y]): Made => ({
        expression: x.expression.plus(y.expression),
        value: binding => x.value(binding) + y.value(binding),
      }),
    ),
    fc.tuple(tie('made'), tie('made')).map(
      ([x, y]): Made => ({
        expression: x.expression.minus(y.expression),
        value: binding => x.value(binding) - y.value(binding),
      }),
    ),
    fc.tuple(tie('made'), tie('made')).map(
      ([x, y]): Made => ({
        expression: x.expression.times(y.expression),
        value: binding => x.value(binding) * y.value(binding),
      }),
    ),
    fc.tuple(tie('made'), divisor).map(
      ([x, y]): Made => ({
        expression: x.expression.floorDiv(y.expression),
        value: binding => Math.floor(x.value(binding) / y.value(binding)),
      }),
    ),
    fc.tuple(tie('made'), divisor).map(
      ([x, y]): Made => ({
        expression: x.expression.mod(y.expression),
        value: binding => x.value(binding) - y.value(binding) * Math.floor(x.value(binding) / y.value(binding)),
      }),
    ),
    fc.tuple(tie('made'), tie('made')).map(
      ([x, y]): Made => ({
        expression: x.expression.min(y.expression),
        value: binding => Math.min(x.value(binding), y.value(binding)),
      }),
    ),
    fc.tuple(tie('made'), tie('made')).map(
      ([x, y]): Made => ({
        expression: x.expression.max(y.expression),
        value: binding => Math.max(x.value(binding), y.value(binding)),
      }),
    ),
    tie('made').map((x): Made => ({ expression: clog2(x.expression), value: binding => log2(x.value(binding)) })),
    fc.tuple(tie('made'), fc.integer({ min: 0, max: 3 })).map(
      ([x, more]): Made => ({
        expression: pow2(clog2(x.expression.mod(17)).plus(more)),
        value: binding => {
          const value = x.value(binding);
          return 2 ** (log2(value - 17 * Math.floor(value / 17)) + more);
        },
      }),
    ),
  ),
}));

/** Values in the ranges that satisfy the relation, the index below its count. */
const binding = fc
  .record({
    a: fc.integer(ranges.A),
    b: fc.integer(ranges.B),
    c: fc.integer(ranges.C),
    d: fc.nat(),
    i: fc.nat(),
  })
  .map(
    ({ a, b, c, d, i }) =>
      new Map([
        ['A', a],
        ['B', b],
        ['C', c],
        ['D', a + (d % (21 - a))],
        ['#1', i % (a + b)],
      ]),
  );

/** Overflow on the way is refused, and nothing is claimed of what follows. */
const unlessRefused = (body: () => void): void => {
  const message = code(body);
  if (message !== undefined) expect(message).toMatch(/leaves 32 bits/);
};

test('an expression is worth what it was made of', () => {
  fc.assert(
    fc.property(made, binding, ({ expression, value }, at) => {
      const want = value(at);
      unlessRefused(() => expect(evaluate(expression, at)).toBe(want + 0));
    }),
    { seed, numRuns: 3_000 },
  );
});

test('bounds hold, and whatever is proved holds', () => {
  let proved = 0;
  fc.assert(
    fc.property(made, fc.array(binding, { minLength: 5, maxLength: 5 }), ({ expression, value }, all) => {
      const [low, high, nonNegative] = [
        lowerBound(expression),
        upperBound(expression),
        provablyNonNegative(expression),
      ];
      if (nonNegative && low < 0) proved++;
      for (const at of all) {
        const worth = value(at);
        expect(worth).toBeGreaterThanOrEqual(low);
        expect(worth).toBeLessThanOrEqual(high);
        if (nonNegative) expect(worth).toBeGreaterThanOrEqual(0);
      }
    }),
    { seed, numRuns: 5_000 },
  );
  // Enough of them need more than the ranges.
  expect(proved).toBeGreaterThan(20);
});

test('expressions of one normal form are equal everywhere', () => {
  fc.assert(
    fc.property(made, made, made, binding, (x, y, z, at) => {
      unlessRefused(() => {
        const left = x.expression.plus(y.expression).times(z.expression);
        const right = z.expression.times(y.expression).plus(x.expression.times(z.expression));
        expect(left.key).toBe(right.key);
        expect(evaluate(left, at)).toBe(evaluate(right, at));
      });
    }),
    { seed, numRuns: 1_000 },
  );
});

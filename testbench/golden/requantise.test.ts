import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clampOf, type Requantisation, requantise, scaleDouble, scaleFloat, scaleSingle } from './requantise.ts';
import { bigIntDouble, bigIntFloat, bigIntRequantise, bigIntSingle } from './requantiseBigInt.ts';

const seed = 0x5c0_111e;
const MIN = -(2 ** 31);
const MAX = 2 ** 31 - 1;
const HALF = 2 ** 30;
const SHIFTS = Array.from({ length: 62 }, (_, index) => index - 31);

const int32 = fc.integer({ min: MIN, max: MAX });
const shift = fc.integer({ min: -31, max: 30 });
const multiplier = fc.oneof(
  fc.integer({ min: 0, max: MAX }),
  fc.integer({ min: HALF, max: MAX }),
  fc.constantFrom(0, 1, HALF, HALF + 1, MAX),
  fc.integer({ min: 0, max: 30 }).map(power => 2 ** power),
);
/** Whole rows of random bits, and numbers with a run of zeros below one, so that ties and near ties are drawn. */
const accumulator = fc.oneof(
  int32,
  fc.integer({ min: -2000, max: 2000 }),
  fc
    .tuple(int32, fc.integer({ min: 0, max: 31 }), fc.integer({ min: -1, max: 1 }))
    .map(([value, zeros, beside]) => (((value | 1) << zeros) + beside) | 0),
);
const scale = fc.oneof(
  fc.float({ noDefaultInfinity: true, noNaN: true }),
  fc.float({ min: 2 ** -12, max: 2, noNaN: true }),
  fc.constantFrom(0, 0.5, 0.25, 1, Math.fround(1 / 6), 2 ** -149, -0.5),
);

describe('against unbounded integers', () => {
  const integerModes = { single: [scaleSingle, bigIntSingle], double: [scaleDouble, bigIntDouble] } as const;

  test.each(['single', 'double'] as const)(`mode %s (seed ${seed})`, mode => {
    const [golden, reference] = integerModes[mode];
    fc.assert(
      fc.property(accumulator, multiplier, shift, (acc, q, e) => {
        expect(golden(acc, q, e)).toBe(reference(acc, q, e));
      }),
      { seed, numRuns: 20_000 },
    );
  });

  test.each(['single', 'double'] as const)('mode %s at every shift: extremes, ties and their neighbours', mode => {
    const [golden, reference] = integerModes[mode];
    const powers = Array.from({ length: 31 }, (_, power) => 2 ** power);
    const ties = [0, MIN, MAX, ...powers, ...powers.map(power => 3 * power), ...powers.map(power => 5 * power)];
    const accumulators = ties.flatMap(tie => [tie - 1, tie, tie + 1, -tie - 1, -tie, -tie + 1]).map(acc => acc | 0);
    for (const e of SHIFTS) {
      for (const q of [0, 1, HALF - 1, HALF, HALF + 1, 3 * 2 ** 29, MAX - 1, MAX]) {
        for (const acc of accumulators) {
          const got = golden(acc, q, e);
          if (got !== reference(acc, q, e)) expect([acc, q, e, got]).toEqual([acc, q, e, reference(acc, q, e)]);
        }
      }
    }
  });

  test(`mode float (seed ${seed})`, () => {
    fc.assert(
      fc.property(accumulator, scale, (acc, factor) => {
        expect(scaleFloat(acc, factor)).toBe(bigIntFloat(acc, factor));
      }),
      { seed, numRuns: 20_000 },
    );
  });

  test(`matrices, per tensor and per channel, offset, clamp and ReLU (seed ${seed})`, () => {
    fc.assert(
      fc.property(matrices, ({ accumulators, columns, requantisation }) => {
        expect(requantise(accumulators, columns, requantisation)).toEqual(
          bigIntRequantise(accumulators, requantisation),
        );
      }),
      { seed, numRuns: 3000 },
    );
  });
});

const int8 = fc.integer({ min: -128, max: 127 });
const matrices = fc
  .record({ rows: fc.integer({ min: 0, max: 4 }), columns: fc.integer({ min: 1, max: 5 }) })
  .chain(({ rows, columns }) => {
    const list = <T>(element: fc.Arbitrary<T>, length: number) =>
      fc.array(element, { minLength: length, maxLength: length });
    const parameters = <T>(element: fc.Arbitrary<T>) => fc.oneof(list(element, 1), list(element, columns));
    const scaling = fc.oneof(
      fc
        .record({
          mode: fc.constantFrom('single', 'double'),
          multiplier: parameters(multiplier),
          shift: parameters(fc.oneof(shift, fc.integer({ min: -12, max: -4 }))),
        })
        .map(({ mode, multiplier, shift }) => ({
          mode,
          multiplier: Int32Array.from(multiplier),
          shift: Int8Array.from(shift),
        })),
      parameters(scale).map(values => ({ mode: 'float' as const, scale: Float32Array.from(values) })),
    );
    return fc.record({
      columns: fc.constant(columns),
      accumulators: list(fc.oneof(accumulator, fc.integer({ min: -300, max: 300 })), rows * columns).map(values =>
        Int32Array.from(values),
      ),
      requantisation: fc
        .tuple(scaling, int8, fc.oneof(fc.constant([-128, 127]), fc.tuple(int8, int8)), fc.boolean())
        .map(([given, offset, [one = 0, other = 0], relu]): Requantisation => {
          return { ...given, offset, low: Math.min(one, other), high: Math.max(one, other), relu };
        }),
    });
  });

describe('on paper', () => {
  test('single rounds 2.5 and -2.5 upward, at any place of the point', () => {
    expect([scaleSingle(5, HALF, 0), scaleSingle(-5, HALF, 0)]).toEqual([3, -2]);
    expect([scaleSingle(10, HALF, -1), scaleSingle(-10, HALF, -1)]).toEqual([3, -2]);
    expect([scaleSingle(5 * 2 ** 20, HALF, -20), scaleSingle(-5 * 2 ** 20, HALF, -20)]).toEqual([3, -2]);
  });

  test('double rounds the first tie upward and the second away from zero', () => {
    expect([scaleDouble(5, HALF, 0), scaleDouble(-5, HALF, 0)]).toEqual([3, -2]);
    expect([scaleDouble(10, HALF, -1), scaleDouble(-10, HALF, -1)]).toEqual([3, -3]);
    // 2.25: 4.5 becomes 5 first, and 2.5 becomes 3 then.
    expect([scaleSingle(9, HALF, -1), scaleDouble(9, HALF, -1)]).toEqual([2, 3]);
  });

  test('what needs more than 32 bits wraps: in single after the rounding, in double after the shift left', () => {
    // 2.5 · 2^30, and 5 · 2^30 wrapped to 2^30, halved.
    expect(scaleSingle(5, HALF, 30)).toBe(2.5 * 2 ** 30 - 2 ** 32);
    expect(scaleDouble(5, HALF, 30)).toBe(2 ** 29);
    expect(scaleSingle(MIN, MAX, 30)).toBe(2 ** 30);
    expect(scaleDouble(MIN, MAX, 1)).toBe(0);
  });

  test('the extremes shifted right by 31: just inside 1, a tie, and just inside a tie', () => {
    expect([scaleSingle(MIN, MAX, -31), scaleSingle(MAX, MAX, -31)]).toEqual([-1, 1]);
    expect([scaleSingle(MIN, HALF, -31), scaleSingle(MAX, HALF, -31)]).toEqual([0, 0]);
    expect([scaleDouble(MIN, HALF, -31), scaleDouble(MAX, HALF, -31)]).toEqual([-1, 1]);
  });

  test('float rounds the accumulator, the product and the result, ties to even', () => {
    expect([5, 7, -5, -7].map(acc => scaleFloat(acc, 0.5))).toEqual([2, 4, -2, -4]);
    expect([2 ** 24 + 1, 2 ** 24 + 3].map(acc => scaleFloat(acc, 1))).toEqual([2 ** 24, 2 ** 24 + 4]);
    // 15 · fround(1/6) is 2.500000074, whose nearest float32 is 2.5.
    expect(scaleFloat(15, Math.fround(1 / 6))).toBe(2);
  });

  test('float beyond int32 counts as the nearer end of int32', () => {
    expect([scaleFloat(MAX, 1), scaleFloat(MIN, 1)]).toEqual([MAX, MIN]);
    expect([scaleFloat(MAX, 3e38), scaleFloat(MIN, 3e38), scaleFloat(0, 3e38)]).toEqual([MAX, MIN, 0]);
    expect([scaleFloat(MAX, -3e38), scaleFloat(MIN, 2 ** -149)]).toEqual([MIN, 0]);
  });

  const halved = { mode: 'single', multiplier: Int32Array.of(HALF), shift: Int8Array.of(0) } as const;

  test('the offset comes before the clamp, and ReLU is a clamp at the offset', () => {
    const accumulators = Int32Array.of(-1000, -20, 0, 20, 1000);
    const out = (range: { offset: number; low: number; high: number; relu?: boolean }) => [
      ...requantise(accumulators, 5, { ...halved, ...range }),
    ];
    expect(out({ offset: 100, low: -128, high: 127 })).toEqual([-128, 90, 100, 110, 127]);
    expect(out({ offset: 3, low: -8, high: 7 })).toEqual([-8, -7, 3, 7, 7]);
    expect(out({ offset: -128, low: -128, high: 127 })).toEqual([-128, -128, -128, -118, 127]);
    expect(out({ offset: 3, low: -8, high: 127, relu: true })).toEqual([3, 3, 3, 13, 127]);
    expect(out({ offset: 3, low: 5, high: 127, relu: true })).toEqual([5, 5, 5, 13, 127]);
    expect(out({ offset: 50, low: -8, high: 7, relu: true })).toEqual([7, 7, 7, 7, 7]);
    expect(clampOf({ ...halved, offset: 50, low: -8, high: 7, relu: true })).toEqual({ low: 7, high: 7 });
  });

  test('a channel is a column', () => {
    const requantisation = {
      ...halved,
      multiplier: Int32Array.of(HALF, 2 ** 29, 0),
      shift: Int8Array.of(0, 1, 0),
      offset: 0,
      low: -128,
      high: 127,
    };
    expect([...requantise(Int32Array.of(10, 20, 30, 40, 50, 60), 3, requantisation)]).toEqual([5, 10, 0, 20, 25, 0]);
  });

  test.each([
    [{ offset: 128 }, 'requantise: offset is 128, but it must be -128 to 127.'],
    [{ low: 5, high: 4 }, 'requantise: low, 5, is above high, 4.'],
    [{ multiplier: Int32Array.of(-1) }, 'requantise: multiplier is -1, but it must be 0 to 2147483647.'],
    [{ shift: Int8Array.of(31) }, 'requantise: shift is 31, but it must be -31 to 30.'],
    [{ shift: Int8Array.of(0, 0, -32) }, 'requantise: shift is -32, but it must be -31 to 30.'],
    [{ multiplier: new Int32Array(2) }, 'requantise: multiplier has 2 values, but it must have 1 or 3.'],
    [
      { mode: 'float' as const, scale: Float32Array.of(Number.POSITIVE_INFINITY) },
      'requantise: scale is Infinity, but it must be finite.',
    ],
  ])('refuses %o', (change, message) => {
    const requantisation = { ...halved, offset: 0, low: -128, high: 127, ...change };
    expect(() => requantise(new Int32Array(3), 3, requantisation)).toThrow(new RangeError(message));
  });

  test('refuses accumulators that are not whole rows', () => {
    const requantisation = { ...halved, offset: 0, low: -128, high: 127 };
    expect(() => requantise(new Int32Array(4), 3, requantisation)).toThrow(RangeError);
    expect(() => requantise(new Int32Array(1), 0, requantisation)).toThrow(RangeError);
    expect(requantise(new Int32Array(0), 0, requantisation)).toEqual(new Int8Array(0));
  });
});

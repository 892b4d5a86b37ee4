import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bigIntElement, bigIntGemm } from './bigIntGemm.ts';
import { type GemmOperands, gemm, type Operand, wrap } from './gemm.ts';

const seed = 0x5c0_111e;

/** A signed matrix of `count` values of `bits` bits, the extremes drawn often. */
function matrix(count: number, bits: number): fc.Arbitrary<Operand> {
  const min = -(2 ** (bits - 1));
  const max = 2 ** (bits - 1) - 1;
  const element = fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, 0, -1));
  return fc
    .array(element, { minLength: count, maxLength: count })
    .map(values => (bits <= 8 ? Int8Array.from(values) : Int16Array.from(values)));
}

const operands: fc.Arbitrary<GemmOperands> = fc
  .record({
    m: fc.integer({ min: 0, max: 5 }),
    k: fc.integer({ min: 0, max: 19 }),
    n: fc.integer({ min: 0, max: 7 }),
    aBits: fc.integer({ min: 2, max: 16 }),
    bBits: fc.integer({ min: 2, max: 16 }),
    accumulatorWidth: fc.integer({ min: 4, max: 32 }),
    withBias: fc.boolean(),
  })
  .chain(({ m, k, n, aBits, bBits, accumulatorWidth, withBias }) =>
    fc
      .tuple(
        matrix(m * k, aBits),
        matrix(k * n, bBits),
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: n, maxLength: n }),
      )
      .map(([a, b, bias]) => ({
        a,
        b,
        m,
        k,
        n,
        accumulatorWidth,
        ...(withBias ? { bias: Int32Array.from(bias) } : {}),
      })),
  );

describe('gemm', () => {
  test(`equals the evaluation with unbounded integers (seed ${seed})`, () => {
    fc.assert(
      fc.property(operands, given => {
        expect(gemm(given)).toEqual(bigIntGemm(given));
      }),
      { seed, numRuns: 1000 },
    );
  });

  test('multiplies a small matrix as on paper', () => {
    const a = Int8Array.of(1, 2, 3, 4, 5, 6);
    const b = Int8Array.of(7, 8, 9, 10, 11, 12);
    expect([...gemm({ a, b, m: 2, k: 3, n: 2 })]).toEqual([58, 64, 139, 154]);
    expect([...gemm({ a, b, m: 2, k: 3, n: 2, bias: Int32Array.of(-58, 1) })]).toEqual([0, 65, 81, 155]);
  });

  test('wraps at the accumulator width in both directions', () => {
    const product = (x: number, y: number, accumulatorWidth: number) =>
      gemm({ a: Int8Array.of(x), b: Int8Array.of(y), m: 1, k: 1, n: 1, accumulatorWidth })[0];
    expect(product(4, 2, 4)).toBe(-8);
    expect(product(-3, 3, 4)).toBe(7);
    expect(product(127, 127, 15)).toBe(16129);
    expect(product(-128, -128, 15)).toBe(-16384);
  });

  test('stays exact where the sum passes 2^53', () => {
    // 2^23 + 3 products of 2^30, and one of −32768 · 32767: beyond what a sum in doubles can hold.
    const k = 2 ** 23 + 4;
    const a = new Int16Array(k).fill(-32768);
    const b = new Int16Array(k).fill(-32768);
    b[k - 1] = 32767;
    const given = { a, b, m: 1, k, n: 1 };
    const exact = BigInt(k - 1) * 2n ** 30n - 32768n * 32767n;
    expect(exact > 2n ** 53n).toBe(true);
    expect(gemm(given)[0]).toBe(Number(BigInt.asIntN(32, exact)));
  });

  test('agrees with the unbounded evaluation on a sample of a large product', () => {
    const [m, k, n] = [37, 501, 129];
    const a = Int8Array.from({ length: m * k }, (_, i) => Math.imul(i, 2654435761) >> 24);
    const b = Int8Array.from({ length: k * n }, (_, i) => Math.imul(i + 7, 2246822519) >> 24);
    const given = { a, b, m, k, n, accumulatorWidth: 20 };
    const result = gemm(given);
    for (let index = 0; index < m * n; index += 97) {
      expect(result[index]).toBe(bigIntElement(given, Math.floor(index / n), index % n));
    }
  });

  test('an empty inner dimension leaves the bias, wrapped', () => {
    const empty = new Int8Array(0);
    expect([
      ...gemm({ a: empty, b: empty, m: 2, k: 0, n: 2, bias: Int32Array.of(8, -9), accumulatorWidth: 4 }),
    ]).toEqual([-8, 7, -8, 7]);
    expect(gemm({ a: empty, b: empty, m: 0, k: 0, n: 0 })).toEqual(new Int32Array(0));
  });

  test('does not change its operands', () => {
    const bias = Int32Array.of(5);
    const a = Int8Array.of(2);
    gemm({ a, b: Int8Array.of(3), m: 1, k: 1, n: 1, bias });
    expect([...bias, ...a]).toEqual([5, 2]);
  });

  test.each([
    [{ m: 2 }, 'gemm: a has 1 elements, but m × k is 2 × 1.'],
    [{ n: 3 }, 'gemm: b has 1 elements, but k × n is 1 × 3.'],
    [{ k: -1 }, 'gemm: k is -1, not a size.'],
    [{ bias: new Int32Array(2) }, 'gemm: bias has 2 elements, but n is 1.'],
    [{ accumulatorWidth: 33 }, "gemm: the accumulator's width is 33, but it must be 4 to 32."],
    [{ accumulatorWidth: 3 }, "gemm: the accumulator's width is 3, but it must be 4 to 32."],
  ])('refuses %o', (change, message) => {
    const given = { a: Int8Array.of(1), b: Int8Array.of(1), m: 1, k: 1, n: 1 };
    expect(() => gemm({ ...given, ...change })).toThrow(new RangeError(message));
  });
});

test('wrap reads the low bits as two’s complement', () => {
  expect([wrap(7, 4), wrap(8, 4), wrap(-9, 4), wrap(2 ** 31, 32), wrap(1, 1)]).toEqual([7, -8, 7, -(2 ** 31), -1]);
});

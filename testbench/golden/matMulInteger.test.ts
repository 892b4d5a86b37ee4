import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { gemm } from './gemm.ts';
import { foldZeroPoints, matMulIntegerOperands } from './matMulInteger.ts';
import { sharedData } from './sharedData.ts';

const seed = 0x5c0_111e;

/** Values and zero points of one type; `lines` zero points, or one, or none. */
function quantised(count: number, lines: number) {
  const typed = (signed: boolean, length: number) => {
    const [min, max] = signed ? [-128, 127] : [0, 255];
    const element = fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
    return fc
      .array(element, { minLength: length, maxLength: length })
      .map(values => (signed ? Int8Array.from(values) : Uint8Array.from(values)));
  };
  return fc
    .tuple(fc.boolean(), fc.constantFrom('none', 'one', 'each'))
    .chain(([signed, zero]) =>
      fc
        .record({ values: typed(signed, count), zeroPoint: typed(signed, zero === 'each' ? lines : 1) })
        .map(({ values, zeroPoint }) => (zero === 'none' ? { values } : { values, zeroPoint })),
    );
}

const cases = fc
  .record({
    m: fc.integer({ min: 1, max: 4 }),
    k: fc.integer({ min: 1, max: 6 }),
    n: fc.integer({ min: 1, max: 4 }),
  })
  .chain(size => fc.tuple(fc.constant(size), quantised(size.m * size.k, size.m), quantised(size.k * size.n, size.n)));

test(`zero points folded into signed operands give MatMulInteger's definition (seed ${seed})`, () => {
  fc.assert(
    fc.property(cases, ([size, a, b]) => {
      const { m, k, n } = size;
      const zero = (points: Int8Array | Uint8Array | undefined, line: number) =>
        points?.[points.length === 1 ? 0 : line] ?? 0;
      const expected: number[] = [];
      for (let row = 0; row < m; row++) {
        for (let column = 0; column < n; column++) {
          let sum = 0;
          for (let p = 0; p < k; p++) {
            const left = (a.values[row * k + p] ?? 0) - zero(a.zeroPoint, row);
            sum += left * ((b.values[p * n + column] ?? 0) - zero(b.zeroPoint, column));
          }
          expected.push(sum);
        }
      }
      expect([...gemm(foldZeroPoints(a, b, size))]).toEqual(expected);
    }),
    { seed, numRuns: 1000 },
  );
});

test('the inner dimension grows only by the blocks that are needed', () => {
  const size = { m: 1, k: 3, n: 1 };
  const inner = (aZero: readonly number[], bZero: readonly number[], m = 1) =>
    foldZeroPoints(
      { values: new Int8Array(3 * m), zeroPoint: Int8Array.from(aZero) },
      { values: new Int8Array(3), zeroPoint: Int8Array.from(bZero) },
      { ...size, m },
    ).k;
  expect(inner([0], [0])).toBe(3);
  expect(inner([5], [0])).toBe(3);
  expect(inner([5], [-127])).toBe(6);
  expect(inner([5], [-128])).toBe(9);
  expect(inner([5, 6], [1], 2)).toBe(12);
});

test('the ONNX backend test', ({ skip }) => {
  const { path, absent, reason } = sharedData('onnx', 'test_matmulinteger');
  skip(absent, reason);
  const { expected, ...operands } = matMulIntegerOperands(path);
  // 4 × 3 times 3 × 2 in uint8; b's zero point, 0, is −128 after the shift, and 128 takes two blocks of rows.
  expect(operands).toMatchObject({ m: 4, k: 9, n: 2 });
  expect(gemm(operands)).toEqual(expected);
});

test('a test of another operator is refused', ({ skip }) => {
  const { path, absent, reason } = sharedData('onnx', 'test_swish');
  skip(absent, reason);
  expect(() => matMulIntegerOperands(path)).toThrow(UserError);
});

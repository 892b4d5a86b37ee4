import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { gemm } from './gemm.ts';
import { type QLinearMatMulTensors, writeQLinearMatMul } from './qLinearMatMul.fixture.ts';
import { qLinearMatMulCases } from './qLinearMatMul.ts';
import { type ReferenceProduct, requantisedProduct } from './requantisedProduct.ts';
import { sharedData } from './sharedData.ts';

const seed = 0x5c0_111e;

/**
 * Whether a reference that rounds acc · scale + offset once, in float64, as ONNX's does, has to agree with mode `float`,
 * for every element: the accumulator is exact in float32, and the product lies further from the next tie (where the
 * rounding to float32, half a place of 24 bits, could turn it, and where an odd offset turns ties to even) than that
 * half place. A product of 24 and 24 bits is exact in float64.
 */
function mustAgree(product: ReferenceProduct): boolean {
  const { requantisation } = product;
  if (requantisation.mode !== 'float') return false;
  return gemm(product).every((accumulator, index) => {
    const { scale } = requantisation;
    const exact = accumulator * (scale[index % scale.length] ?? 0);
    const fromTie = Math.abs(exact - Math.floor(exact) - 0.5);
    return Math.abs(accumulator) <= 2 ** 24 && fromTie > Math.abs(exact) * 2 ** -24;
  });
}

describe('the ONNX backend tests', () => {
  test.for([
    ['test_qlinearmatmul_2D_int8_float32', 1],
    ['test_qlinearmatmul_3D_int8_float32', 2],
  ] as const)('%s: all elements agree, bit for bit', ([name, count], { skip }) => {
    const { path, absent, reason } = sharedData('onnx', name);
    skip(absent, reason);
    const cases = qLinearMatMulCases(path);
    expect(cases).toHaveLength(count);
    for (const product of cases) {
      // The zero point of B takes one block of rows: k is twice the operands' 4.
      expect(product).toMatchObject({ m: 2, k: 8, n: 3 });
      expect(mustAgree(product)).toBe(true);
      expect(requantisedProduct(product)).toEqual(product.expected);
    }
  });

  test('a test of another operator is refused', ({ skip }) => {
    const { path, absent, reason } = sharedData('onnx', 'test_matmulinteger');
    skip(absent, reason);
    expect(() => qLinearMatMulCases(path)).toThrow(
      new UserError(`${join(path, 'model.onnx')} is not one QLinearMatMul.`),
    );
  });
});

describe('tests made here', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scoville-qlinearmatmul-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const one = (data: Int8Array | Uint8Array | Float32Array) => ({ shape: [1], data });
  const plain: QLinearMatMulTensors = {
    a: { shape: [2, 2], data: Uint8Array.of(0, 255, 128, 7) },
    a_scale: one(Float32Array.of(0.5)),
    a_zero_point: one(Uint8Array.of(130)),
    b: { shape: [2, 2], data: Int8Array.of(-128, 127, 3, -4) },
    b_scale: { shape: [2], data: Float32Array.of(0.25, 0.0625) },
    b_zero_point: { shape: [2], data: Int8Array.of(-128, 5) },
    y_scale: one(Float32Array.of(16)),
    y_zero_point: one(Uint8Array.of(100)),
    y: { shape: [2, 2], data: new Uint8Array(4) },
  };
  const read = (changes: Partial<QLinearMatMulTensors>) => {
    writeQLinearMatMul(folder, { ...plain, ...changes });
    return qLinearMatMulCases(folder);
  };

  test('uint8 by int8, a scale and a zero point a column, uint8 outputs', () => {
    const [product, ...more] = read({ y: { shape: [2, 2], data: Uint8Array.of(228, 67, 0, 255) } });
    expect(more).toEqual([]);
    // A − za: −130 125; −2 −123. B − zb: 0 122; 131 −9. Their product: 16375 −16985; −16113 863.
    // Times 1/128 and 1/512: 127.93, −33.17, −125.88, 1.69, and 100 − 128 more.
    expect(product && [...requantisedProduct(product)]).toEqual([100, -61, -128, -26]);
    expect(product && [...product.expected]).toEqual([100, -61, -128, 127]);
  });

  test('stacks of matrices are broadcast as numpy does, with zero points of their own or in common', () => {
    const a = { shape: [2, 1, 1, 1], data: Uint8Array.of(129, 132) };
    const b = { shape: [3, 1, 1], data: Int8Array.of(1, 2, 4) };
    const unit = {
      a_scale: one(Float32Array.of(1)),
      b_scale: one(Float32Array.of(1)),
      y_scale: one(Float32Array.of(1)),
    };
    const cases = (b_zero_point: Int8Array) =>
      read({
        a,
        b,
        ...unit,
        a_zero_point: one(Uint8Array.of(128)),
        b_zero_point: { shape: [b_zero_point.length], data: b_zero_point },
        y_zero_point: one(Uint8Array.of(128)),
        y: { shape: [2, 3, 1, 1], data: new Uint8Array(6) },
      }).map(product => requantisedProduct(product)[0]);
    expect(cases(Int8Array.of(0))).toEqual([1, 2, 4, 4, 8, 16]);
    expect(cases(Int8Array.of(1, 0, 2))).toEqual([0, 2, 2, 0, 8, 8]);
  });

  test('the scale is (sa · sb) / sy, each rounded to float32', () => {
    fc.assert(
      fc.property(scales, scales, scales, (sa, sb, sy) => {
        const [product] = read({
          a_scale: one(Float32Array.of(sa)),
          b_scale: one(Float32Array.of(sb)),
          y_scale: one(Float32Array.of(sy)),
        });
        const f = new Float32Array(1);
        f[0] = sa * sb;
        f[0] = (f[0] ?? 0) / sy;
        expect(product?.requantisation).toEqual({ mode: 'float', scale: f, offset: -28, low: -128, high: 127 });
      }),
      { seed, numRuns: 50 },
    );
  });
  const scales = fc.float({ min: 2 ** -10, max: 4, noNaN: true });

  test.each([
    [{ b: { shape: [1, 4], data: new Int8Array(4) } }, '[2, 2] times [1, 4] is not a stack of matrices [2, 2].'],
    [
      { a_scale: { shape: [2], data: new Float32Array(2) } },
      'only B may have more than one scale, and Y has one zero point.',
    ],
    [
      { b_zero_point: { shape: [3], data: new Int8Array(3) } },
      'the zero point of B has 3 values, but may have 1, 2, or 2 for each of 1 matrices.',
    ],
  ])('refuses %o', (changes, message) => {
    expect(() => read(changes)).toThrow(new UserError(`${folder}: ${message}`));
  });
});

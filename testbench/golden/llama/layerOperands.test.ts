import { describe, expect, test } from 'vitest';
import { bigIntElement } from '../bigIntGemm.ts';
import { gemm } from '../gemm.ts';
import { dequantise } from '../quantise.ts';
import { layerOperands } from './layerOperands.ts';
import { shakespeareCheckpoint, shakespeareReference } from './shakespeare.ts';

/**
 * Quantisation error, relative L2 over the whole product; measured: 0.5 % (wq), 0.7 % (w1), 2.2 % (w2). This is of the
 * method, not of the hardware: hardware equals the golden model in every bit.
 */
const RELATIVE_ERROR_BOUND = 0.03;

/** activations · weightsᵀ in double. */
function floatProduct(activations: Float32Array, weights: Float32Array, k: number): number[] {
  const n = weights.length / k;
  return Array.from({ length: (activations.length / k) * n }, (_, index) => {
    const [row, column] = [Math.floor(index / n), index % n];
    let sum = 0;
    for (let p = 0; p < k; p++) sum += (activations[row * k + p] ?? 0) * (weights[column * k + p] ?? 0);
    return sum;
  });
}

describe('layer 0 of models/shakespeare-260k', () => {
  const tokens = shakespeareReference().heldOutTokens.slice(0, 32);
  const products = layerOperands(shakespeareCheckpoint(), tokens);

  test('has the shapes of wq, w1 and w2', () => {
    expect(products.map(({ name, m, k, n }) => ({ name, m, k, n }))).toEqual([
      { name: 'wq', m: 32, k: 64, n: 64 },
      { name: 'w1', m: 32, k: 64, n: 172 },
      { name: 'w2', m: 32, k: 172, n: 64 },
    ]);
  });

  test.each(products)('$name: scales are of tokens and outputs, and every line uses its range', product => {
    const { a, b, m, k, n, aScales, bScales } = product;
    expect([a.length, b.length, aScales.length, bScales.length]).toEqual([m * k, k * n, m, n]);
    for (let row = 0; row < m; row++) expect(Math.max(...a.subarray(row * k, (row + 1) * k).map(Math.abs))).toBe(127);
    for (let column = 0; column < n; column++) {
      expect(Math.max(...Array.from({ length: k }, (_, p) => Math.abs(b[p * n + column] ?? 0)))).toBe(127);
    }
  });

  test.each(products)('$name: the integer product, scaled back, is near the float product', product => {
    const { aScales, bScales, activations, weights, k, n } = product;
    const scaled = dequantise(gemm(product), aScales, bScales);
    const exact = floatProduct(activations, weights, k);
    exact.forEach((value, index) => {
      const [row, column] = [Math.floor(index / n), index % n];
      // Every activation is off by at most half its step, every weight too: what the product of the two can be off by.
      const [aError, bError] = [(aScales[row] ?? 0) / 2, (bScales[column] ?? 0) / 2];
      let bound = k * aError * bError;
      for (let p = 0; p < k; p++) {
        bound += Math.abs(activations[row * k + p] ?? 0) * bError + Math.abs(weights[column * k + p] ?? 0) * aError;
      }
      expect(Math.abs(value - (scaled[index] ?? 0))).toBeLessThanOrEqual(bound * 1.0001);
    });
    const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);
    const error = Math.sqrt(squares(exact.map((value, index) => value - (scaled[index] ?? 0))) / squares(exact));
    expect(error).toBeLessThan(RELATIVE_ERROR_BOUND);
    // It is quantised: an error far below int8's would mean that nothing was rounded.
    expect(error).toBeGreaterThan(RELATIVE_ERROR_BOUND / 20);
  });

  test.each(products)(
    '$name: the golden product equals the evaluation with unbounded integers on a sample',
    product => {
      const { m, n } = product;
      const result = gemm(product);
      for (let index = 0; index < m * n; index += 13) {
        expect(result[index]).toBe(bigIntElement(product, Math.floor(index / n), index % n));
      }
    },
  );

  test('another layer sees other operands; a layer that is not there is refused', () => {
    const checkpoint = shakespeareCheckpoint();
    const [wq] = layerOperands(checkpoint, tokens.slice(0, 2), 4);
    expect(wq?.a).not.toEqual(products[0]?.a.subarray(0, 128));
    expect(() => layerOperands(checkpoint, tokens, 5)).toThrow(
      new RangeError('The model has layers 0 to 4, and no 5.'),
    );
  });
});

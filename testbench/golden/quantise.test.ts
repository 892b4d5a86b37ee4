import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dequantise, quantiseRows, roundHalfToEven } from './quantise.ts';

const seed = 0x5c0_111e;

test('roundHalfToEven', () => {
  const rounded = [-2.5, -1.5, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1.5, 2.5, 3.4999999, -127.5].map(roundHalfToEven);
  expect(rounded.map(value => value + 0)).toEqual([-2, -2, 0, 0, 0, 0, 0, 1, 2, 2, 3, -128]);
});

describe('quantiseRows', () => {
  test('each row reaches the top with its own scale', () => {
    const { values, scales } = quantiseRows(Float32Array.of(127, -63.5, 1.5, 2, 4, -4), 3);
    expect([...values]).toEqual([127, -64, 2, 64, 127, -127]);
    expect(scales).toEqual(Float32Array.of(1, 4 / 127));
  });

  test('ties go to even', () => {
    expect([...quantiseRows(Float32Array.of(127, 0.5, 1.5, -0.5, -2.5), 5).values]).toEqual([127, 0, 2, 0, -2]);
    expect([...quantiseRows(Float32Array.of(7, 0.5, 1.5, -2.5), 4, 4).values]).toEqual([7, 0, 2, -2]);
  });

  test('zeros have a scale, and stay zeros', () => {
    const { values, scales } = quantiseRows(new Float32Array(4), 2);
    expect([...values]).toEqual([0, 0, 0, 0]);
    expect(scales).toEqual(new Float32Array(2).fill(Math.fround(1e-8) / 127));
  });

  test(`what comes back is within half a step, and the extremes are used (seed ${seed})`, () => {
    const magnitude = fc.float({ min: Math.fround(-1e6), max: Math.fround(1e6), noNaN: true });
    const matrix = fc
      .record({
        rows: fc.integer({ min: 1, max: 4 }),
        columns: fc.integer({ min: 1, max: 9 }),
        bits: fc.constantFrom(4, 8),
      })
      .chain(({ rows, columns, bits }) =>
        fc
          .array(magnitude, { minLength: rows * columns, maxLength: rows * columns })
          .map(values => ({ columns, bits, matrix: Float32Array.from(values) })),
      );
    fc.assert(
      fc.property(matrix, given => {
        const { values, scales } = quantiseRows(given.matrix, given.columns, given.bits);
        given.matrix.forEach((x, index) => {
          const scale = scales[Math.floor(index / given.columns)] ?? 0;
          // Half a step, and the rounding of the scale and of the quotient.
          expect(Math.abs(x - (values[index] ?? 0) * scale)).toBeLessThanOrEqual(scale * (0.5 + 2e-5));
          expect(Math.abs(values[index] ?? 0)).toBeLessThanOrEqual(2 ** (given.bits - 1) - 1);
        });
      }),
      { seed, numRuns: 500 },
    );
  });

  test.each([
    [Float32Array.of(1, 2, 3), 2, '3 elements are not rows of 2.'],
    [Float32Array.of(1, Number.NaN), 2, 'Row 0 holds NaN, which has no integer.'],
    [Float32Array.of(1, 2, Number.NEGATIVE_INFINITY, 0), 2, 'Row 1 holds -Infinity, which has no integer.'],
  ])('refuses %o', (matrix, columns, message) => {
    expect(() => quantiseRows(matrix, columns)).toThrow(new RangeError(message));
  });
});

test('dequantise applies the scale of the row, then of the column, each product rounded', () => {
  const [rowScale, columnScale] = [Math.fround(0.1), Math.fround(0.3)];
  const accumulator = 16777217; // not a float32: rounds to 16777216
  const expected = Math.fround(Math.fround(16777216 * rowScale) * columnScale);
  expect([
    ...dequantise(Int32Array.of(1, accumulator), Float32Array.of(rowScale), Float32Array.of(1, columnScale)),
  ]).toEqual([rowScale, expected]);
  expect(Math.fround(accumulator * rowScale * columnScale)).not.toBe(expected);
});

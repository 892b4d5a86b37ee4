/**
 * Symmetric quantisation of float32 vectors to signed integers, written from docs/numerics.md, "Quantisation".
 *
 *   s = fround( max(|x|…, 1e-8) / top )      top = 2^(bits−1) − 1
 *   q = clamp( RNE( fround(x / s) ), −top, top )
 */

/** The smallest magnitude that a scale is made from: a vector of zeros gets a scale, and zeros. */
const SMALLEST_MAGNITUDE = Math.fround(1e-8);

export interface QuantisedRows {
  /** rows × columns, row by row. */
  readonly values: Int8Array;
  /** One a row: x ≈ value · scale. */
  readonly scales: Float32Array;
}

/**
 * Quantises every row of a matrix with a scale of its own: a token's activations, or what goes to one output of a
 * layer.
 *
 * @param matrix rows × columns, row by row
 * @param bits 2 to 8
 * @throws RangeError when the matrix is not whole rows or holds NaN or infinity
 */
export function quantiseRows(matrix: Float32Array, columns: number, bits = 8): QuantisedRows {
  const rows = columns === 0 ? 0 : matrix.length / columns;
  if (!Number.isInteger(rows)) throw new RangeError(`${matrix.length} elements are not rows of ${columns}.`);
  const top = 2 ** (bits - 1) - 1;
  const values = new Int8Array(matrix.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const vector = matrix.subarray(row * columns, (row + 1) * columns);
    let magnitude: number = SMALLEST_MAGNITUDE;
    for (const x of vector) {
      if (!Number.isFinite(x)) throw new RangeError(`Row ${row} holds ${x}, which has no integer.`);
      magnitude = Math.max(magnitude, Math.abs(x));
    }
    const scale = Math.fround(magnitude / top);
    scales[row] = scale;
    vector.forEach((x, column) => {
      const rounded = roundHalfToEven(Math.fround(x / scale));
      values[row * columns + column] = Math.min(Math.max(rounded, -top), top);
    });
  }
  return { values, scales };
}

/** The nearest integer, ties to the even one. For |value| below 2^51. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * The real numbers that a product of quantised rows stands for, as float32:
 * y[i,j] = fround( fround( fround(acc[i,j]) · rowScale[i] ) · columnScale[j] ).
 */
export function dequantise(
  accumulators: Int32Array,
  rowScales: Float32Array,
  columnScales: Float32Array,
): Float32Array {
  const columns = columnScales.length;
  return Float32Array.from(accumulators, (accumulator, index) => {
    const row = Math.floor(index / columns);
    const scaled = Math.fround(Math.fround(accumulator) * (rowScales[row] ?? 0));
    return scaled * (columnScales[index - row * columns] ?? 0);
  });
}

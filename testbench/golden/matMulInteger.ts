/**
 * ONNX MatMulInteger as plain signed GEMM, the way docs/numerics.md ("Zero points") has software do it: no hardware
 * knows of zero points, and the operands that come out of here are what an array is given.
 *
 *   Y = (A − za) · (B − zb)
 *
 * 1. uint8 is shifted by 128, and so is its zero point: both are int8 from here on.
 * 2. −zb is a second block of rows under B, A repeated beside itself: [A A] · [B; −zb]. Where −zb does not fit in int8
 *    (zb = −128) it is split into two blocks, 127 + 1.
 * 3. −za·Σ_p(B − zb) is a constant of the column where za is one number: the bias. One za a row of A would need a bias
 *    a row; there, −za is a block of columns beside A, and the rows of B − zb are repeated under B.
 */
import { join } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { readOnnxModel } from '../formats/onnxModel.ts';
import { readTensorProto, type Tensor } from '../formats/tensorProto.ts';

/** What an array is given, and what must come out: gemm(a, b, bias) = expected. */
export interface MatMulIntegerOperands {
  /** m × k */
  readonly a: Int8Array;
  /** k × n */
  readonly b: Int8Array;
  /** n */
  readonly bias: Int32Array;
  readonly m: number;
  /** The inner dimension with the blocks for zero points: a multiple of the operands' own. */
  readonly k: number;
  readonly n: number;
}

/** An operand of MatMulInteger: int8 or uint8 values, and their zero point. */
export interface QuantisedMatrix {
  readonly values: Int8Array | Uint8Array;
  /** Of the same type as the values: one number, or one a row (of A) or column (of B). Absent means zero. */
  readonly zeroPoint?: Int8Array | Uint8Array;
}

/**
 * The int8 operands of one MatMulInteger.
 *
 * @param k the inner dimension of A (m × k) and B (k × n)
 * @throws RangeError when a length does not fit
 */
export function foldZeroPoints(
  a: QuantisedMatrix,
  b: QuantisedMatrix,
  { m, k, n }: { readonly m: number; readonly k: number; readonly n: number },
): MatMulIntegerOperands {
  const aValues = toInt8(a.values);
  const bValues = toInt8(b.values);
  if (aValues.length !== m * k || bValues.length !== k * n) {
    throw new RangeError(`MatMulInteger: ${aValues.length} and ${bValues.length} elements for ${m} × ${k} × ${n}.`);
  }
  const aZero = perLine(a, m);
  const bZero = perLine(b, n);

  const aBlocks: Block[] = [(row, p) => aValues[row * k + p] ?? 0];
  const bBlocks: Block[] = [(p, column) => bValues[p * n + column] ?? 0];
  for (const part of negatedInParts(bZero)) {
    aBlocks.push((row, p) => aValues[row * k + p] ?? 0);
    bBlocks.push((_, column) => part[column] ?? 0);
  }
  const bias = new Int32Array(n);
  const zeroOfA = aZero[0] ?? 0;
  if (aZero.every(zero => zero === zeroOfA)) {
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += (bValues[p * n + column] ?? 0) - (bZero[column] ?? 0);
      bias[column] = -zeroOfA * sum;
    }
  } else {
    const rowsOfB = [...bBlocks];
    for (const part of negatedInParts(aZero)) {
      for (const block of rowsOfB) {
        aBlocks.push(row => part[row] ?? 0);
        bBlocks.push(block);
      }
    }
  }

  const inner = k * aBlocks.length;
  const aResult = new Int8Array(m * inner);
  const bResult = new Int8Array(inner * n);
  aBlocks.forEach((block, index) => {
    for (let row = 0; row < m; row++) {
      for (let p = 0; p < k; p++) aResult[row * inner + index * k + p] = block(row, p);
    }
  });
  bBlocks.forEach((block, index) => {
    for (let p = 0; p < k; p++) {
      for (let column = 0; column < n; column++) bResult[(index * k + p) * n + column] = block(p, column);
    }
  });
  return { a: aResult, b: bResult, bias, m, k: inner, n };
}

/** An element of a block of k columns (of A) or k rows (of B). */
type Block = (row: number, column: number) => number;

/** int8 as it is; uint8 less 128. */
function toInt8(values: Int8Array | Uint8Array): Int8Array {
  return values instanceof Int8Array ? values : Int8Array.from(values, value => value - 128);
}

/** The zero points of `count` rows or columns, in the int8 form of the values. */
function perLine({ values, zeroPoint }: QuantisedMatrix, count: number): Int8Array {
  const given = zeroPoint ?? (values instanceof Int8Array ? Int8Array.of(0) : Uint8Array.of(0));
  if (given instanceof Int8Array !== values instanceof Int8Array) {
    throw new RangeError('MatMulInteger: a zero point has the type of its matrix, int8 or uint8.');
  }
  const zero = toInt8(given);
  if (zero.length === 1) return new Int8Array(count).fill(zero[0] ?? 0);
  if (zero.length !== count) throw new RangeError(`MatMulInteger: ${zero.length} zero points for ${count}.`);
  return zero;
}

/** int8 vectors that add up to −zero: none, one, or (for −128) two. */
function negatedInParts(zero: Int8Array): Int8Array[] {
  const first = Int8Array.from(zero, value => Math.min(-value, 127));
  const second = Int8Array.from(zero, (value, index) => -value - (first[index] ?? 0));
  return [first, second].filter(part => part.some(value => value !== 0));
}

/**
 * The int8 operands of an ONNX node test of MatMulInteger, and the result that it expects.
 *
 * @param folder the test's folder, with `model.onnx` and `test_data_set_0/`
 * @returns a of more than two dimensions is taken as the rows of a matrix, where b has two
 * @throws UserError when a file is missing, damaged, or not of such a test
 */
export function matMulIntegerOperands(folder: string): MatMulIntegerOperands & { readonly expected: Int32Array } {
  const modelFile = join(folder, 'model.onnx');
  const model = readOnnxModel(modelFile);
  const [node, ...more] = model.nodes;
  if (node?.operator !== 'MatMulInteger' || more.length > 0) {
    throw new UserError(`${modelFile} is not one MatMulInteger.`);
  }
  const dataFile = (name: string) => join(folder, 'test_data_set_0', name);
  const input = (index: number): Tensor | undefined => {
    const name = node.inputs[index];
    if (!name) return undefined;
    const position = model.inputs.indexOf(name);
    if (position < 0) throw new UserError(`${modelFile} has no input ${name}.`);
    return readTensorProto(dataFile(`input_${position}.pb`));
  };
  const a = quantised(input(0), input(2), modelFile);
  const b = quantised(input(1), input(3), modelFile);
  const output = readTensorProto(dataFile('output_0.pb'));
  const k = a.shape.at(-1) ?? 0;
  const n = b.shape.at(-1) ?? 0;
  if (a.shape.length < 2 || b.shape.length !== 2 || b.shape[0] !== k || output.dataType !== 'int32') {
    throw new UserError(`${folder} is not a product of matrices with an int32 result.`);
  }
  const m = a.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return { ...foldZeroPoints(a, b, { m, k, n }), expected: output.data };
}

function quantised(
  matrix: Tensor | undefined,
  zeroPoint: Tensor | undefined,
  file: string,
): QuantisedMatrix & { readonly shape: readonly number[] } {
  const values = matrix && eightBits(matrix);
  const zero = zeroPoint && eightBits(zeroPoint);
  if (!matrix || !values || (zeroPoint && !zero)) throw new UserError(`${file}: an input is not int8 or uint8.`);
  return { values, shape: matrix.shape, ...(zero ? { zeroPoint: zero } : {}) };
}

function eightBits(tensor: Tensor): Int8Array | Uint8Array | undefined {
  return tensor.dataType === 'int8' || tensor.dataType === 'uint8' ? tensor.data : undefined;
}

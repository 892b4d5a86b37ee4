/**
 * ONNX QLinearMatMul as plain signed GEMM and requantisation in mode `float`: what an array is given.
 *
 *   Y = saturate( RNE( (A − za) · (B − zb) · (sa · sb / sy) ) + zy )
 *
 * The scales are float32 and so is their quotient, each operation rounded. uint8 operands, and uint8 outputs, are
 * shifted by 128 (docs/numerics.md, "Zero points").
 */
import { join } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { readOnnxModel } from '../formats/onnxModel.ts';
import { readTensorProto, type Tensor } from '../formats/tensorProto.ts';
import { foldZeroPoints } from './matMulInteger.ts';
import { stackOf } from './qLinearMatMulStack.ts';
import type { ReferenceProduct } from './requantisedProduct.ts';

/**
 * An ONNX node test of QLinearMatMul as products of two matrices, one for each of the batch, in order.
 *
 * @param folder the test's folder, with `model.onnx` and `test_data_set_0/`
 * @throws UserError when a file is missing, damaged, or not of such a test; and where A has a scale for every row, or Y
 * several: the requantiser's parameters are those of columns
 */
export function qLinearMatMulCases(folder: string): ReferenceProduct[] {
  const { a, b, y, aScale, bScale, yScale, aZero, bZero, yZero } = readOperands(folder);
  const matrices = stackOf(a.shape, b.shape, y.shape);
  if (!matrices) {
    const shapes = [a, b, y].map(({ shape }) => `[${shape.join(', ')}]`);
    throw new UserError(`${folder}: ${shapes[0]} times ${shapes[1]} is not a stack of matrices ${shapes[2]}.`);
  }
  const { m, k, n } = matrices;
  if (aScale.length !== 1 || yScale.length !== 1 || yZero.length !== 1) {
    throw new UserError(`${folder}: only B may have more than one scale, and Y has one zero point.`);
  }
  const [sa = 0] = aScale;
  const [sy = 0] = yScale;
  const [offset = 0] = int8Of(yZero);
  const [aCount, bCount] = [matricesIn(a), matricesIn(b)];
  const range = (
    what: string,
    { length }: { readonly length: number },
    lines: number,
    matrix: number,
    count: number,
  ) => {
    const found = rangeOf(length, lines, matrix, count);
    if (found) return found;
    throw new UserError(
      `${folder}: ${what} has ${length} values, but may have 1, ${lines}, or ${lines} for each of ${count} matrices.`,
    );
  };
  return matrices.products.map((product, index) => {
    const operands = foldZeroPoints(
      {
        values: a.data.slice(product.a * m * k, (product.a + 1) * m * k),
        zeroPoint: aZero.slice(...range('the zero point of A', aZero, m, product.a, aCount)),
      },
      {
        values: b.data.slice(product.b * k * n, (product.b + 1) * k * n),
        zeroPoint: bZero.slice(...range('the zero point of B', bZero, n, product.b, bCount)),
      },
      { m, k, n },
    );
    const scales = bScale.slice(...range('the scale of B', bScale, n, product.b, bCount));
    return {
      ...operands,
      weightWidth: 8,
      // A Float32Array's map rounds what it is given to float32.
      requantisation: {
        mode: 'float',
        scale: scales.map(sb => Math.fround(sa * sb) / sy),
        offset,
        low: -128,
        high: 127,
      },
      expected: int8Of(y.data.slice(index * m * n, (index + 1) * m * n)),
    };
  });
}

function matricesIn({ shape }: Matrices): number {
  return shape.slice(0, -2).reduce((product, size) => product * size, 1);
}

/** Where the parameters of one matrix are: one for all, one a line, or one a line of each matrix of the operand. */
function rangeOf(length: number, lines: number, matrix: number, matrices: number): [number, number] | undefined {
  if (length === 1 || length === lines) return [0, length];
  return length === lines * matrices ? [matrix * lines, (matrix + 1) * lines] : undefined;
}

interface Operands {
  readonly a: Matrices;
  readonly b: Matrices;
  readonly y: Matrices;
  readonly aScale: Float32Array;
  readonly bScale: Float32Array;
  readonly yScale: Float32Array;
  readonly aZero: Bytes;
  readonly bZero: Bytes;
  readonly yZero: Bytes;
}

type Bytes = Int8Array | Uint8Array;

interface Matrices {
  readonly shape: readonly number[];
  readonly data: Bytes;
}

function readOperands(folder: string): Operands {
  const modelFile = join(folder, 'model.onnx');
  const model = readOnnxModel(modelFile);
  const [node, ...more] = model.nodes;
  if (node?.operator !== 'QLinearMatMul' || more.length > 0)
    throw new UserError(`${modelFile} is not one QLinearMatMul.`);
  const file = (name: string) => join(folder, 'test_data_set_0', name);
  const input = (index: number): Tensor => {
    const name = node.inputs[index] ?? '';
    const position = model.inputs.indexOf(name);
    if (position < 0) throw new UserError(`${modelFile} has no input ${name || `in place ${index}`}.`);
    return readTensorProto(file(`input_${position}.pb`));
  };
  const eightBits = ({ dataType, data, name, shape }: Tensor): Matrices => {
    if (dataType === 'int8' || dataType === 'uint8') return { shape, data };
    throw new UserError(`${folder}: ${name} is ${dataType}, but int8 or uint8 is needed.`);
  };
  const float = ({ dataType, data, name }: Tensor): Float32Array => {
    if (dataType === 'float32') return data;
    throw new UserError(`${folder}: ${name} is ${dataType}, but float32 is needed.`);
  };
  return {
    a: eightBits(input(0)),
    aScale: float(input(1)),
    aZero: eightBits(input(2)).data,
    b: eightBits(input(3)),
    bScale: float(input(4)),
    bZero: eightBits(input(5)).data,
    yScale: float(input(6)),
    yZero: eightBits(input(7)).data,
    y: eightBits(readTensorProto(file('output_0.pb'))),
  };
}

/** int8 as it is; uint8 less 128. */
function int8Of(values: Bytes): Int8Array {
  return values instanceof Int8Array ? values : Int8Array.from(values, value => value - 128);
}

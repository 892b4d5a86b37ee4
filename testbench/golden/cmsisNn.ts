/**
 * The fully connected layers of CMSIS-NN's unit tests as plain signed GEMM and requantisation: what an array is given.
 * A layer's folder has `params.json`, and in .npy files its input (batches × depth), its weights (outputs × depth: the
 * transpose of B), its biases (or none) and the outputs that TensorFlow Lite computes.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { type NpyArray, readNpy } from '../formats/npy.ts';
import { type CmsisNnParameters, readCmsisNnParameters } from './cmsisNnParameters.ts';
import { unpackInt4 } from './int4.ts';
import { foldZeroPoints } from './matMulInteger.ts';
import type { ReferenceProduct } from './requantisedProduct.ts';

/**
 * One layer, in mode `double`: TensorFlow Lite's default.
 *
 * @param folder such as `cmsis-nn/fully_connected` of the reference data
 * @throws UserError when a file or a parameter is missing, damaged, or not of such a layer
 */
export function fullyConnectedCase(folder: string): ReferenceProduct {
  const parameters = readCmsisNnParameters(join(folder, 'params.json'));
  const m = parameters.integer('INPUT_BATCHES', { low: 1 });
  const depth = parameters.integer('ACCUMULATION_DEPTH', { low: 1 });
  const n = parameters.integer('OUT_CH', { low: 1 });
  const weightWidth = weightWidthOf(parameters, folder);
  const weights = readOne(folder, 'weights', 'input_weights');
  const byOutput = weightWidth === 4 ? int4Values(weights, n * depth) : int8Values(weights, n * depth);
  const { a, b, bias, k } = foldZeroPoints(
    { values: int8Values(readOne(folder, 'input'), m * depth), zeroPoint: zeroPoint(parameters, 'INPUT_OFFSET') },
    { values: transposed(byOutput, n, depth), zeroPoint: zeroPoint(parameters, 'FILTER_OFFSET') },
    { m, k: depth, n },
  );
  const biases = biasValues(folder, n);
  return {
    a,
    b,
    bias: bias.map((value, column) => value + (biases[column] ?? 0)),
    m,
    k,
    n,
    weightWidth,
    requantisation: {
      mode: 'double',
      multiplier: Int32Array.of(parameters.integer('OUTPUT_MULTIPLIER', { low: 0, high: 2 ** 31 - 1 })),
      shift: Int8Array.of(parameters.integer('OUTPUT_SHIFT', { low: -31, high: 30 })),
      offset: parameters.integer('OUTPUT_OFFSET', INT8),
      low: parameters.integer('OUT_ACTIVATION_MIN', INT8),
      high: parameters.integer('OUT_ACTIVATION_MAX', INT8),
    },
    expected: int8Values(readOne(folder, 'output_ref', 'output'), m * n),
  };
}

const INT8 = { low: -128, high: 127 } as const;

function weightWidthOf(parameters: CmsisNnParameters, folder: string): 4 | 8 {
  if (parameters.text('W_TYPE') !== 'INT4') return 8;
  // Its rows of −zb would have to be split into int4 parts, which foldZeroPoints does not do.
  if (parameters.integer('FILTER_OFFSET', { absent: 0 }) === 0) return 4;
  throw new UserError(`${folder}: int4 weights with a zero point are not read.`);
}

/** CMSIS-NN adds an offset where a zero point is taken away. */
function zeroPoint(parameters: CmsisNnParameters, offset: 'INPUT_OFFSET' | 'FILTER_OFFSET'): Int8Array {
  return Int8Array.of(-parameters.integer(offset, { low: -127, high: 128, absent: 0 }));
}

interface NamedArray {
  readonly path: string;
  readonly array: NpyArray;
}

/** The first of the files that is there: the layers do not all use the same names. */
function readOne(folder: string, ...names: readonly [string, ...string[]]): NamedArray {
  const paths = names.map(name => join(folder, `${name}.npy`));
  const path = paths.find(candidate => existsSync(candidate)) ?? paths[0] ?? folder;
  return { path, array: readNpy(path) };
}

/** A layer without a file of biases has none. */
function biasValues(folder: string, count: number): Int32Array {
  const there = ['biases', 'input_bias'].find(name => existsSync(join(folder, `${name}.npy`)));
  if (!there) return new Int32Array(count);
  const { path, array } = readOne(folder, there);
  if (array.dataType !== 'int32') throw new UserError(`${path} holds ${array.dataType}, but biases are int32.`);
  return counted(array.data, count, path);
}

function int8Values({ path, array }: NamedArray, count: number): Int8Array {
  if (array.dataType !== 'int8') throw new UserError(`${path} holds ${array.dataType}, but int8 is needed.`);
  return counted(array.data, count, path);
}

/** int4, two to a byte; the bytes may stand in a wider type. */
function int4Values({ path, array }: NamedArray, count: number): Int8Array {
  const { data } = array;
  if (data instanceof Float32Array || data.some(byte => byte < -128 || byte > 255)) {
    throw new UserError(`${path} does not hold bytes.`);
  }
  return unpackInt4(counted(Uint8Array.from(data), Math.ceil(count / 2), path), count);
}

function counted<Values extends { readonly length: number }>(values: Values, count: number, path: string): Values {
  if (values.length === count) return values;
  throw new UserError(`${path} has ${values.length} elements, but the layer's parameters ask for ${count}.`);
}

function transposed(values: Int8Array, rows: number, columns: number): Int8Array {
  return Int8Array.from(values, (_, index) => values[(index % rows) * columns + Math.floor(index / rows)] ?? 0);
}

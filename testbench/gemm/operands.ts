/** A user's matrices, read from .npy files and checked against the engine that is to multiply them. */
import { basename } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { describeNpy, type NpyArray, readNpy } from '../formats/npy.ts';
import type { GemmOperands, Operand } from '../golden/gemm.ts';
import type { QuantisedOperands } from './foldOperands.ts';
import type { MatmulDesign } from './matmulDesign.ts';

/** Paths of .npy files: A is M × K, B is K × N, the bias N. */
export interface OperandFiles {
  readonly a: string;
  readonly b: string;
  readonly bias?: string;
  /** A number. */
  readonly aZeroPoint?: string;
  /** A number, or the path of a .npy file with one a column. */
  readonly bZeroPoint?: string;
}

/** The same product twice: as the engine's driver takes it, and as it is defined. */
export interface ReadOperands {
  /** Shifted where they are unsigned. */
  readonly quantised: QuantisedOperands;
  /** (A − za) · (B − zb) + bias, for the golden model: nothing folded, nothing shifted. */
  readonly defined: GemmOperands;
}

const MATRICES = 'A is M × K and B is K × N: reshape it, x.reshape(1, -1) for a single row.';

/** What uint8 is shifted by to be int8. */
const SHIFT = 128;

const ends = (width: number) => ({ low: -(2 ** (width - 1)), high: 2 ** (width - 1) - 1 });

/** Integers as they stand in the file, of the types that an operand of `width` bits may have. */
function integersOf(path: string, array: NpyArray, width: number): Int8Array | Uint8Array | Int16Array {
  if (array.dataType === 'int8' || array.dataType === 'uint8') return array.data;
  if (array.dataType === 'int16' && width > 8) return array.data;
  const wanted = width > 8 ? 'int8, uint8 or int16' : 'int8 or uint8';
  const { high } = ends(width);
  const remedy =
    array.dataType === 'float32'
      ? `Quantise it: scale = abs(x).max() / ${high}; numpy.save(file, numpy.round(x / scale).astype(numpy.int8)).`
      : 'numpy.save(file, x.astype(numpy.int8)) if the values fit.';
  throw new UserError(`${describeNpy(path, array)} is not ${wanted}.`, remedy);
}

interface Matrix {
  readonly array: NpyArray;
  /** As in the file. */
  readonly values: Int8Array | Uint8Array | Int16Array;
  readonly rows: number;
  readonly columns: number;
}

interface Side {
  readonly what: 'activations' | 'weights';
  readonly width: number;
  readonly design: string;
}

function readMatrix(path: string, { what, width, design }: Side): Matrix {
  const array = readNpy(path);
  const values = integersOf(path, array, width);
  const [rows, columns, ...more] = array.shape;
  if (rows === undefined || columns === undefined || more.length > 0) {
    throw new UserError(`${describeNpy(path, array)} is not a matrix.`, MATRICES);
  }
  if (rows === 0 || columns === 0) {
    throw new UserError(`${describeNpy(path, array)} has no elements.`, 'M, K and N are 1 or more.');
  }
  const shift = values instanceof Uint8Array ? SHIFT : 0;
  const { low, high } = ends(width);
  const wrong = values.findIndex(value => value - shift < low || value - shift > high);
  if (wrong >= 0) {
    const place = `[${Math.floor(wrong / columns)}, ${wrong % columns}]`;
    const shifted = shift === 0 ? '' : ` (uint8 less ${SHIFT})`;
    throw new UserError(
      `${basename(path)}: element ${place} is ${values[wrong]}, but ${design} takes ${what} of ${width} bits, ${low + shift} to ${high + shift}${shifted}.`,
      'Quantise to fewer bits, or choose a configuration with wider operands.',
    );
  }
  return { array, values, rows, columns };
}

/** What a zero point of a matrix may be: as its values, in what the engine takes. */
function zeroRange({ values }: Matrix, { width }: Side) {
  const { low, high } = ends(Math.min(width, 8));
  return values instanceof Uint8Array ? { low: low + SHIFT, high: high + SHIFT } : { low, high };
}

function checkZero(option: string, value: number, matrix: Matrix, side: Side): void {
  const { low, high } = zeroRange(matrix, side);
  if (value >= low && value <= high) return;
  const type = matrix.values instanceof Uint8Array ? 'uint8' : 'int8';
  const bits = side.width < 8 ? `, of which ${side.design} takes ${side.width} bits` : '';
  throw new UserError(
    `--${option} is ${value}, but must be ${low} to ${high}.`,
    `It is of the type of its matrix, ${type}${bits}.`,
  );
}

/** A zero point that is written as a number. @throws UserError when it is none */
function parseZero(option: string, text: string, matrix: Matrix, side: Side): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text)) throw new UserError(`--${option} is ${text}, but must be a whole number.`);
  checkZero(option, value, matrix, side);
  return value;
}

/** One zero point for all columns, or one a column. */
function readZeros(option: string, text: string, matrix: Matrix, side: Side): Int16Array {
  if (!text.endsWith('.npy')) return Int16Array.of(parseZero(option, text, matrix, side));
  const array = readNpy(text);
  const type = matrix.values instanceof Uint8Array ? 'uint8' : 'int8';
  if (array.dataType !== type) {
    throw new UserError(
      `${describeNpy(text, array)} is not ${type}.`,
      `Zero points are of the type of their matrix: numpy.save(file, x.astype(numpy.${type})).`,
    );
  }
  if (array.shape.length > 1 || (array.data.length !== 1 && array.data.length !== matrix.columns)) {
    throw new UserError(
      `${describeNpy(text, array)} holds no zero points of B.`,
      `There is one for all columns, or one for each, ${matrix.columns} in all.`,
    );
  }
  for (const value of array.data) checkZero(option, value, matrix, side);
  return Int16Array.from(array.data);
}

function readBias(path: string, b: string, { array: matrix, columns }: Matrix): Int32Array {
  const bias = readNpy(path);
  if (bias.dataType !== 'int32') {
    throw new UserError(`${describeNpy(path, bias)} is not int32.`, 'numpy.save(file, x.astype(numpy.int32)).');
  }
  if (bias.shape.length !== 1 || bias.data.length !== columns) {
    throw new UserError(
      `${describeNpy(path, bias)} is no bias for ${describeNpy(b, matrix)}.`,
      `It has one number for each column of B, ${columns} in all.`,
    );
  }
  return bias.data;
}

/** Signed values: uint8 less 128. */
const signed = (values: Matrix['values']): Operand =>
  values instanceof Uint8Array ? Int8Array.from(values, value => value - SHIFT) : values;

/** Zero points go with 8-bit values, so that what is subtracted fits in 16 bits. */
function checkZeroType(option: string, given: string | undefined, path: string, { array, values }: Matrix): void {
  if (given === undefined || !(values instanceof Int16Array)) return;
  throw new UserError(`--${option} goes with int8 or uint8, but ${describeNpy(path, array)} is not.`);
}

/**
 * Reads and checks what is to be multiplied on an engine.
 *
 * @throws UserError naming the file or the option
 */
export function readOperands(files: OperandFiles, { name: design, parameters }: MatmulDesign): ReadOperands {
  const { A_WIDTH, W_WIDTH, ACC_WIDTH } = parameters;
  const aSide = { what: 'activations', width: A_WIDTH, design } as const;
  const bSide = { what: 'weights', width: W_WIDTH, design } as const;
  const a = readMatrix(files.a, aSide);
  const b = readMatrix(files.b, bSide);
  if (a.columns !== b.rows) {
    throw new UserError(
      `${describeNpy(files.a, a.array)} and ${describeNpy(files.b, b.array)} do not multiply: A has ${a.columns} columns, B has ${b.rows} rows.`,
      MATRICES,
    );
  }
  checkZeroType('a-zero-point', files.aZeroPoint, files.a, a);
  checkZeroType('b-zero-point', files.bZeroPoint, files.b, b);
  const aZero = files.aZeroPoint === undefined ? 0 : parseZero('a-zero-point', files.aZeroPoint, a, aSide);
  const bZero =
    files.bZeroPoint === undefined ? Int16Array.of(0) : readZeros('b-zero-point', files.bZeroPoint, b, bSide);
  const bias = files.bias === undefined ? {} : { bias: readBias(files.bias, files.b, b) };
  const size = { m: a.rows, k: a.columns, n: b.columns };
  const shiftOf = ({ values }: Matrix): number => (values instanceof Uint8Array ? SHIFT : 0);
  const zeroOf = (column: number): number => bZero[bZero.length === 1 ? 0 : column] ?? 0;
  return {
    quantised: {
      a: signed(a.values),
      b: signed(b.values),
      ...size,
      aZero: aZero - shiftOf(a),
      bZero: bZero.map(zero => zero - shiftOf(b)),
      ...bias,
    },
    defined: {
      a:
        aZero === 0 && !(a.values instanceof Uint8Array) ? a.values : Int16Array.from(a.values, value => value - aZero),
      b: Int16Array.from(b.values, (value, index) => value - zeroOf(index % size.n)),
      ...size,
      ...bias,
      accumulatorWidth: ACC_WIDTH,
    },
  };
}

import { basename } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { describeNpy, type NpyArray, readNpy } from '../formats/npy.ts';
import type { GemmOperands, Operand } from '../golden/gemm.ts';
import type { ArrayParameters } from './design.ts';
import { firstOutOfRange } from './tiling.ts';

/** Paths of .npy files: A is M × K, B is K × N, the bias N. */
export interface OperandFiles {
  readonly a: string;
  readonly b: string;
  readonly bias?: string;
}

/** The design that is to multiply. */
interface Target {
  readonly name: string;
  readonly parameters: ArrayParameters;
}

const MATRICES = 'A is M × K and B is K × N: reshape it, x.reshape(1, -1) for a single row.';

function integersOf(path: string, array: NpyArray, width: number): Operand {
  if (array.dataType === 'int8' || (array.dataType === 'int16' && width > 8)) return array.data;
  const wanted = width > 8 ? 'int8 or int16' : 'int8';
  const top = 2 ** (width - 1) - 1;
  const remedies: Readonly<Record<string, string>> = {
    float32: `Quantise it: scale = abs(x).max() / ${top}; numpy.save(file, numpy.round(x / scale).astype(numpy.int8)).`,
    uint8:
      'Shift it: numpy.save(file, (x.astype(numpy.int16) - 128).astype(numpy.int8)). The shift joins the zero point, which docs/numerics.md folds into the bias.',
  };
  throw new UserError(
    `${describeNpy(path, array)} is not ${wanted}.`,
    remedies[array.dataType] ?? 'numpy.save(file, x.astype(numpy.int8)) if the values fit.',
  );
}

/** A matrix of signed integers of at most `width` bits. */
function readMatrix(path: string, what: string, width: number, design: Target) {
  const array = readNpy(path);
  const data = integersOf(path, array, width);
  const [rows, columns, ...more] = array.shape;
  if (rows === undefined || columns === undefined || more.length > 0) {
    throw new UserError(`${describeNpy(path, array)} is not a matrix.`, MATRICES);
  }
  if (rows === 0 || columns === 0) {
    throw new UserError(`${describeNpy(path, array)} has no elements.`, 'M, K and N are 1 or more.');
  }
  const wrong = firstOutOfRange(data, width);
  if (wrong >= 0) {
    const top = 2 ** (width - 1) - 1;
    const place = `[${Math.floor(wrong / columns)}, ${wrong % columns}]`;
    throw new UserError(
      `${basename(path)}: element ${place} is ${data[wrong]}, but ${design.name} takes ${what} of ${width} bits, ${-top - 1} to ${top}.`,
      'Quantise to fewer bits, or choose a configuration with wider operands.',
    );
  }
  return { array, data, rows, columns };
}

/**
 * Reads and checks what is to be multiplied on a design.
 *
 * @throws UserError naming the file
 */
export function readOperands(files: OperandFiles, design: Target): GemmOperands {
  const { A_WIDTH, W_WIDTH, ACC_WIDTH } = design.parameters;
  if (ACC_WIDTH > 32) {
    throw new UserError(
      `${design.name} sums in ${ACC_WIDTH} bits, which do not fit into an int32 result.`,
      'Choose a configuration with an ACC_WIDTH of 32 or less.',
    );
  }
  const a = readMatrix(files.a, 'activations', A_WIDTH, design);
  const b = readMatrix(files.b, 'weights', W_WIDTH, design);
  if (a.columns !== b.rows) {
    throw new UserError(
      `${describeNpy(files.a, a.array)} and ${describeNpy(files.b, b.array)} do not multiply: A has ${a.columns} columns, B has ${b.rows} rows.`,
      MATRICES,
    );
  }
  const operands = { a: a.data, b: b.data, m: a.rows, k: a.columns, n: b.columns };
  if (files.bias === undefined) return operands;
  const bias = readNpy(files.bias);
  if (bias.dataType !== 'int32') {
    throw new UserError(`${describeNpy(files.bias, bias)} is not int32.`, 'numpy.save(file, x.astype(numpy.int32)).');
  }
  if (bias.shape.length !== 1 || bias.data.length !== operands.n) {
    throw new UserError(
      `${describeNpy(files.bias, bias)} is no bias for ${describeNpy(files.b, b.array)}.`,
      `It has one number for each column of B, ${operands.n} in all.`,
    );
  }
  return { ...operands, bias: bias.data };
}

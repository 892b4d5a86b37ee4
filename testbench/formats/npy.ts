/**
 * numpy's .npy format, versions 1.0 to 3.0: one array a file. Read are int8, uint8, int16, int32 and float32 in either
 * byte order, and in C or Fortran order; the result is always in C order. Anything else is refused by name.
 * Format: the docstring of numpy.lib.format.
 */
import { endianness } from 'node:os';
import { basename } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { readInputFile, writeFileAtomically } from './files.ts';
import { parseNpyHeader } from './npyHeader.ts';

interface DataTypes {
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  int32: Int32Array;
  float32: Float32Array;
}

export type NpyDataType = keyof DataTypes;

/** An array in C order: the last index changes fastest. `shape` is empty for a single number. */
export type NpyArray = {
  [Type in NpyDataType]: {
    readonly dataType: Type;
    readonly shape: readonly number[];
    readonly data: DataTypes[Type];
  };
}[NpyDataType];

const TYPE_CODES = { int8: 'i1', uint8: 'u1', int16: 'i2', int32: 'i4', float32: 'f4' } as const satisfies Record<
  NpyDataType,
  string
>;
const DATA_TYPES: ReadonlyMap<string, NpyDataType> = new Map([
  ['i1', 'int8'],
  ['u1', 'uint8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['f4', 'float32'],
]);

/** Type strings that users meet and we do not read, by the name numpy prints for them. */
const OTHER_TYPES: ReadonlyMap<string, string> = new Map([
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['i8', 'int64'],
  ['u8', 'uint64'],
  ['f2', 'float16'],
  ['f8', 'float64'],
  ['c8', 'complex64'],
  ['c16', 'complex128'],
  ['b1', 'bool'],
  ['O', 'Python objects'],
]);

const REWRITE = 'Write it anew with numpy.save.';
const CHANGE_TYPE =
  'int8, uint8, int16, int32 and float32 are read: numpy.save(file, array.astype(numpy.int8)) if the values fit.';

/**
 * Reads a .npy file.
 *
 * @throws UserError naming the file, when it cannot be read, is damaged, truncated, followed by other bytes, or of a
 * type that is not read.
 */
export function readNpy(path: string): NpyArray {
  return parseNpy(readInputFile(path), path);
}

/** As `readNpy`, from the file's bytes; `name` is what messages call the file. */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const { descr, fortranOrder, shape, dataOffset } = parseNpyHeader(bytes, name);
  const [, byteOrder, code = ''] = /^([<>=|]?)(.*)$/.exec(descr) ?? [];
  const dataType = DATA_TYPES.get(code);
  const itemSize = Number(code.slice(1));
  // `=`, or no mark, would be the writer's byte order, which the file does not say.
  if (!dataType || (itemSize > 1 && byteOrder !== '<' && byteOrder !== '>')) {
    throw new UserError(`${name} holds ${OTHER_TYPES.get(code) ?? `numpy's type '${descr}'`}.`, CHANGE_TYPE);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(count * itemSize)) {
    throw new UserError(`${name} has an impossible shape, (${shape.join(', ')}).`, REWRITE);
  }
  const promised = `(${shape.join(', ')}) ${dataType}, ${count * itemSize} bytes`;
  const there = bytes.length - dataOffset;
  if (there < count * itemSize) {
    throw new UserError(`${name} is truncated: its header promises ${promised}, but ${there} follow.`, REWRITE);
  }
  if (there > count * itemSize) {
    const extra = there - count * itemSize;
    throw new UserError(`${name} has ${extra} bytes after its data: its header promises ${promised}.`, REWRITE);
  }
  // A copy, so that the data is aligned and does not keep the file's buffer. (A Buffer's `slice` would not copy.)
  const data = new Uint8Array(bytes.subarray(dataOffset));
  if (itemSize > 1 && byteOrder !== hostByteOrder()) swapBytes(data, itemSize);
  return arrayOf(dataType, shape, fortranOrder ? toRowMajor(data, itemSize, shape) : data);
}

/** The bytes of a .npy file of version 1.0 in C order and little-endian, as numpy.save writes them. */
export function formatNpy({ dataType, shape, data }: NpyArray): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== data.length) {
    throw new RangeError(`The shape (${shape.join(', ')}) has ${count} elements, but the data has ${data.length}.`);
  }
  const code = TYPE_CODES[dataType];
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${code.endsWith('1') ? '|' : '<'}${code}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  // Magic, version and length take 10 bytes; spaces and a newline bring the data to a multiple of 64.
  const total = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  if (total - 10 > 0xffff) throw new RangeError(`A .npy header cannot hold ${shape.length} dimensions.`);
  const bytes = new Uint8Array(total + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (total - 10) & 0xff, (total - 10) >> 8]);
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(total - 11)}\n`), 10);
  const body = bytes.subarray(total);
  body.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (data.BYTES_PER_ELEMENT > 1 && hostByteOrder() === '>') swapBytes(body, data.BYTES_PER_ELEMENT);
  return bytes;
}

/**
 * Writes a .npy file, whole or not at all.
 *
 * @throws UserError naming the file when it cannot be written
 */
export function writeNpy(path: string, array: NpyArray): void {
  writeFileAtomically(path, formatNpy(array));
}

/** What a message calls an array: `a.npy (int8, 4 × 3)`. */
export function describeNpy(path: string, { dataType, shape }: NpyArray): string {
  return `${basename(path)} (${dataType}, ${shape.length === 0 ? 'a single number' : shape.join(' × ')})`;
}

function hostByteOrder(): '<' | '>' {
  return endianness() === 'LE' ? '<' : '>';
}

function swapBytes(bytes: Uint8Array, itemSize: number): void {
  for (let start = 0; start < bytes.length; start += itemSize) bytes.subarray(start, start + itemSize).reverse();
}

/** Reorders elements of `itemSize` bytes from first-index-fastest to last-index-fastest. */
function toRowMajor(bytes: Uint8Array, itemSize: number, shape: readonly number[]): Uint8Array {
  const result = new Uint8Array(bytes.length);
  const index = shape.map(() => 0);
  // strides[d]: distance in the file, in bytes, from one value of index d to the next.
  const strides = shape.map((_, dimension) =>
    shape.slice(0, dimension).reduce((product, size) => product * size, itemSize),
  );
  let from = 0;
  for (let to = 0; to < result.length; to += itemSize) {
    for (let byte = 0; byte < itemSize; byte++) result[to + byte] = bytes[from + byte] ?? 0;
    for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
      const size = shape[dimension] ?? 0;
      const stride = strides[dimension] ?? 0;
      const next = (index[dimension] ?? 0) + 1;
      from += stride;
      index[dimension] = next;
      if (next < size) break;
      from -= stride * size;
      index[dimension] = 0;
    }
  }
  return result;
}

/** `bytes` owns its buffer, from its start. */
function arrayOf(dataType: NpyDataType, shape: readonly number[], bytes: Uint8Array): NpyArray {
  const { buffer } = bytes;
  switch (dataType) {
    case 'int8':
      return { dataType, shape, data: new Int8Array(buffer) };
    case 'uint8':
      return { dataType, shape, data: bytes };
    case 'int16':
      return { dataType, shape, data: new Int16Array(buffer) };
    case 'int32':
      return { dataType, shape, data: new Int32Array(buffer) };
    case 'float32':
      return { dataType, shape, data: new Float32Array(buffer) };
  }
}

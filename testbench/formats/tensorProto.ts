/** ONNX's TensorProto (onnx.proto), read only: float32 and integers up to 32 bits, as raw or as typed data. */
import { UserError } from '../../scripts/userError.ts';
import { readInputFile } from './files.ts';
import { bytesOf, type Field, fieldsOf, integerOf, integersOf, ProtobufError, textOf } from './protobuf.ts';

interface TensorValues {
  readonly float32: Float32Array;
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
}

type Values = {
  [Type in keyof TensorValues]: { readonly dataType: Type; readonly data: TensorValues[Type] };
}[keyof TensorValues];

/** A tensor in C order. `shape` is empty for a single number. */
export type Tensor = Values & { readonly name: string; readonly shape: readonly number[] };

/**
 * Reads a file that holds one TensorProto.
 *
 * @throws UserError naming the file, when it cannot be read, is damaged, or holds a type that is not read
 */
export function readTensorProto(path: string): Tensor {
  return parseTensorProto(readInputFile(path), path);
}

/** As `readTensorProto`, from the file's bytes; `name` is what messages call the file. */
export function parseTensorProto(bytes: Uint8Array, name: string): Tensor {
  try {
    return tensorOf(bytes);
  } catch (error) {
    if (error instanceof ProtobufError) throw new UserError(`${name} is not a readable TensorProto: ${error.message}.`);
    throw error;
  }
}

/** The numbers of TensorProto's fields. */
const FIELD = {
  dims: 1,
  dataType: 2,
  floatData: 4,
  int32Data: 5,
  name: 8,
  rawData: 9,
  dataLocation: 14,
} as const;

function tensorOf(bytes: Uint8Array): Tensor {
  const shape: number[] = [];
  const integers: number[] = [];
  const floats: Uint8Array[] = [];
  let raw: Uint8Array | undefined;
  let dataType = 0;
  let name = '';
  for (const field of fieldsOf(bytes)) {
    if (field.number === FIELD.dims) shape.push(...integersOf(field));
    else if (field.number === FIELD.dataType) dataType = integerOf(field);
    else if (field.number === FIELD.floatData) floats.push(floatBytes(field));
    else if (field.number === FIELD.int32Data) for (const value of integersOf(field)) integers.push(value);
    else if (field.number === FIELD.name) name = textOf(field);
    else if (field.number === FIELD.rawData) raw = bytesOf(field);
    else if (field.number === FIELD.dataLocation && integerOf(field) !== 0) {
      throw new ProtobufError('its data is in another file');
    }
  }
  if (shape.some(size => size < 0)) throw new ProtobufError(`its shape is [${shape.join(', ')}]`);
  // A packed list of floats has the form of raw data.
  if (!raw && floats.length > 0) raw = Buffer.concat(floats);
  const values = valuesOf(dataType, raw, integers);
  const count = shape.reduce((product, size) => product * size, 1);
  if (values.data.length !== count) {
    const there = values.data.length;
    throw new ProtobufError(`its shape [${shape.join(', ')}] has ${count} elements, but its data has ${there}`);
  }
  return { name, shape, ...values };
}

/** The elements: from the little-endian bytes where there are any, else from the integers. */
function valuesOf(dataType: number, raw: Uint8Array | undefined, integers: readonly number[]): Values {
  const elements = (itemSize: number, get: (view: DataView, at: number) => number): readonly number[] => {
    if (!raw) return integers;
    if (raw.length % itemSize !== 0) throw new ProtobufError('its data ends inside an element');
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    return Array.from({ length: raw.length / itemSize }, (_, index) => get(view, index * itemSize));
  };
  // TensorProto.DataType
  switch (dataType) {
    case 1:
      return { dataType: 'float32', data: Float32Array.from(elements(4, (view, at) => view.getFloat32(at, true))) };
    case 2:
      return { dataType: 'uint8', data: Uint8Array.from(elements(1, (view, at) => view.getUint8(at))) };
    case 3:
      return { dataType: 'int8', data: Int8Array.from(elements(1, (view, at) => view.getInt8(at))) };
    case 5:
      return { dataType: 'int16', data: Int16Array.from(elements(2, (view, at) => view.getInt16(at, true))) };
    case 6:
      return { dataType: 'int32', data: Int32Array.from(elements(4, (view, at) => view.getInt32(at, true))) };
    default:
      throw new ProtobufError(`data type ${dataType} is not read (float32, uint8, int8, int16 and int32 are)`);
  }
}

function floatBytes(field: Field): Uint8Array {
  if (field.kind === 'fixed32') return field.value;
  return bytesOf(field);
}

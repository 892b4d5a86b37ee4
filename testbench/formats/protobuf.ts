/**
 * The wire format of protocol buffers, read only: a message is a run of fields, each a number, a wire type and a value.
 * ONNX files need no more than this. Format: protobuf.dev, "Encoding".
 */

/** Damage in a message, for the reader of a file to name the file with. */
export class ProtobufError extends Error {}

/** A field's value: of wire type 0 (varint) or 5 and 1 (fixed) a number, of wire type 2 the bytes. */
export type Field =
  | { readonly number: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'fixed32' | 'fixed64' | 'bytes'; readonly value: Uint8Array };

/**
 * The fields of a message in the order of the file.
 *
 * @throws ProtobufError when the bytes are not a whole message
 */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > message.length - at) throw new ProtobufError('it ends inside a field');
    at += length;
    return message.subarray(at - length, at);
  };
  const varint = (): bigint => {
    const { value, next } = readVarint(message, at);
    at = next;
    return value;
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    if (number === 0) throw new ProtobufError('it has a field with the number 0');
    switch (tag & 7n) {
      case 0n:
        yield { number, kind: 'varint', value: varint() };
        break;
      case 1n:
        yield { number, kind: 'fixed64', value: take(8) };
        break;
      case 2n:
        yield { number, kind: 'bytes', value: take(Number(varint())) };
        break;
      case 5n:
        yield { number, kind: 'fixed32', value: take(4) };
        break;
      default:
        throw new ProtobufError(`it has a field of the unknown wire type ${tag & 7n}`);
    }
  }
}

/**
 * The signed integers of a repeated int32 or int64 field, written packed or one by one.
 *
 * @throws ProtobufError for an integer that a number does not hold exactly
 */
export function integersOf(field: Field): number[] {
  if (field.kind === 'varint') return [signed(field.value)];
  const packed = bytesOf(field);
  const values: number[] = [];
  for (let at = 0; at < packed.length; ) {
    const { value, next } = readVarint(packed, at);
    values.push(signed(value));
    at = next;
  }
  return values;
}

/** The signed integer of a field that is not repeated. */
export function integerOf(field: Field): number {
  if (field.kind !== 'varint') throw new ProtobufError(`its field ${field.number} is not of the expected kind`);
  return signed(field.value);
}

function signed(value: bigint): number {
  const number = Number(BigInt.asIntN(64, value));
  if (!Number.isSafeInteger(number)) throw new ProtobufError(`it has the integer ${number}, which is too large`);
  return number;
}

/** The bytes of a field that must be a string, bytes or a message. */
export function bytesOf(field: Field): Uint8Array {
  if (field.kind !== 'bytes') throw new ProtobufError(`its field ${field.number} is not of the expected kind`);
  return field.value;
}

export function textOf(field: Field): string {
  return new TextDecoder().decode(bytesOf(field));
}

function readVarint(bytes: Uint8Array, start: number): { value: bigint; next: number } {
  let value = 0n;
  for (let at = start; at < start + 10; at++) {
    const byte = bytes[at];
    if (byte === undefined) throw new ProtobufError('it ends inside a number');
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - start));
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: at + 1 };
  }
  throw new ProtobufError('it has a number of more than 64 bits');
}

/** As much of ONNX's ModelProto (onnx.proto) as says which operator a node test is of and what its inputs are. */
import { UserError } from '../../scripts/userError.ts';
import { readInputFile } from './files.ts';
import { bytesOf, fieldsOf, integerOf, integersOf, ProtobufError, textOf } from './protobuf.ts';

export interface OnnxNode {
  readonly operator: string;
  /** Names; an optional input that is left out is an empty name. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

/** An attribute's value: numbers (one of them for a float or an int) or a text; tensors and graphs are not read. */
export type OnnxAttribute = readonly number[] | string;

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  /** The names of the graph's inputs: in a node test, of `input_0.pb`, `input_1.pb`, ... */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** @throws UserError naming the file, when it cannot be read or is damaged */
export function readOnnxModel(path: string): OnnxModel {
  return parseOnnxModel(readInputFile(path), path);
}

/** As `readOnnxModel`, from the file's bytes; `name` is what messages call the file. */
export function parseOnnxModel(bytes: Uint8Array, name: string): OnnxModel {
  try {
    const graph = submessages(bytes, 7)[0];
    if (!graph) throw new ProtobufError('it has no graph');
    return {
      nodes: submessages(graph, 1).map(nodeOf),
      inputs: submessages(graph, 11).map(valueName),
      outputs: submessages(graph, 12).map(valueName),
    };
  } catch (error) {
    if (error instanceof ProtobufError) throw new UserError(`${name} is not a readable ONNX model: ${error.message}.`);
    throw error;
  }
}

/** The occurrences of a field, as bytes. */
function submessages(message: Uint8Array, number: number): Uint8Array[] {
  return [...fieldsOf(message)].filter(field => field.number === number).map(bytesOf);
}

/** ValueInfoProto's name. */
function valueName(message: Uint8Array): string {
  return texts(message, 1)[0] ?? '';
}

function texts(message: Uint8Array, number: number): string[] {
  return [...fieldsOf(message)].filter(field => field.number === number).map(textOf);
}

function nodeOf(message: Uint8Array): OnnxNode {
  return {
    inputs: texts(message, 1),
    outputs: texts(message, 2),
    operator: texts(message, 4)[0] ?? '',
    attributes: new Map(submessages(message, 5).map(attributeOf)),
  };
}

/** AttributeProto: 1 name, 2 float, 3 int, 4 string, 7 floats, 8 ints. */
function attributeOf(message: Uint8Array): [name: string, value: OnnxAttribute] {
  let name = '';
  let text: string | undefined;
  const numbers: number[] = [];
  for (const field of fieldsOf(message)) {
    if (field.number === 1) name = textOf(field);
    else if (field.number === 4) text = textOf(field);
    else if (field.number === 3) numbers.push(integerOf(field));
    else if (field.number === 8) numbers.push(...integersOf(field));
    else if ((field.number === 2 || field.number === 7) && field.kind !== 'varint')
      numbers.push(...floats(field.value));
  }
  return [name, text ?? numbers];
}

function floats(bytes: Uint8Array): number[] {
  if (bytes.length % 4 !== 0) throw new ProtobufError('it has a list of floats that ends inside one');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(4 * index, true));
}

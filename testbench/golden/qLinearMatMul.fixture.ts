/** Writes ONNX node tests of QLinearMatMul, byte by byte, for the reader to be tried on more than there is. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FixtureTensor {
  readonly shape: readonly number[];
  readonly data: Int8Array | Uint8Array | Float32Array;
}

/** The operator's inputs in its order, and its output. */
export const QLINEAR_MATMUL_INPUTS = [
  'a',
  'a_scale',
  'a_zero_point',
  'b',
  'b_scale',
  'b_zero_point',
  'y_scale',
  'y_zero_point',
] as const;

export type QLinearMatMulTensors = Readonly<Record<(typeof QLINEAR_MATMUL_INPUTS)[number] | 'y', FixtureTensor>>;

/** Writes `model.onnx` and `test_data_set_0/` into an existing folder. */
export function writeQLinearMatMul(folder: string, tensors: QLinearMatMulTensors): void {
  // NodeProto 1 input, 2 output, 4 op_type; GraphProto 1 node, 11 input, 12 output; ModelProto 7 graph.
  const node = [...QLINEAR_MATMUL_INPUTS.flatMap(name => field(1, text(name))), ...field(2, text('y'))];
  const graph = [
    ...field(1, [...node, ...field(4, text('QLinearMatMul'))]),
    ...QLINEAR_MATMUL_INPUTS.flatMap(name => field(11, field(1, text(name)))),
    ...field(12, field(1, text('y'))),
  ];
  writeFileSync(join(folder, 'model.onnx'), Uint8Array.from(field(7, graph)));
  const data = join(folder, 'test_data_set_0');
  mkdirSync(data, { recursive: true });
  QLINEAR_MATMUL_INPUTS.forEach((name, index) => {
    writeFileSync(join(data, `input_${index}.pb`), tensorProto(tensors[name]));
  });
  writeFileSync(join(data, 'output_0.pb'), tensorProto(tensors.y));
}

/** TensorProto: 1 dims, 2 data_type, 9 raw_data. The host is taken as little-endian. */
function tensorProto({ shape, data }: FixtureTensor): Uint8Array {
  const dataType = data instanceof Float32Array ? 1 : data instanceof Uint8Array ? 2 : 3;
  const raw = [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
  return Uint8Array.from([...shape.flatMap(size => [8, ...varint(size)]), 16, dataType, ...field(9, raw)]);
}

/** A field of wire type 2. */
function field(number: number, bytes: readonly number[]): number[] {
  return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function text(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}

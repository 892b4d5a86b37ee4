import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { sharedData } from '../golden/sharedData.ts';
import { parseOnnxModel, readOnnxModel } from './onnxModel.ts';
import { parseTensorProto, readTensorProto } from './tensorProto.ts';

const seed = 0x5c0_111e;

/** A field of wire type 0, for values below 2^31, or of type 2. Written by hand, for the reader to be checked on. */
function field(number: number, value: number | readonly number[] | string): number[] {
  if (typeof value === 'number') return [...varint(number << 3), ...varint(value)];
  const bytes = typeof value === 'string' ? [...new TextEncoder().encode(value)] : value;
  return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
}

/** Negative values take ten bytes, as protocol buffers write them. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

function refusal(bytes: readonly number[]): string {
  try {
    parseTensorProto(Uint8Array.from(bytes), 'x.pb');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'none';
}

describe('TensorProto', () => {
  test('raw data, dimensions one by one or packed', () => {
    const rest = [...field(2, 3), ...field(8, 'B'), ...field(9, [1, 0xff, 0x80, 4, 5, 6])];
    const expected = { name: 'B', dataType: 'int8', shape: [3, 2], data: Int8Array.of(1, -1, -128, 4, 5, 6) };
    expect(parseTensorProto(Uint8Array.from([...field(1, 3), ...field(1, 2), ...rest]), 'x.pb')).toEqual(expected);
    expect(parseTensorProto(Uint8Array.from([...field(1, [3, 2]), ...rest]), 'x.pb')).toEqual(expected);
  });

  test.each([
    ['uint8', 2, Uint8Array.of(1, 255), [1, 255]],
    ['int16', 5, Int16Array.of(1, -2), [1, 0, 0xfe, 0xff]],
    ['int32', 6, Int32Array.of(1, -2), [1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff]],
    ['float32', 1, Float32Array.of(1, -2), [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]],
  ])('raw %s', (dataType, number, data, raw) => {
    const bytes = Uint8Array.from([...field(1, 2), ...field(2, number), ...field(9, raw)]);
    expect(parseTensorProto(bytes, 'x.pb')).toEqual({ name: '', dataType, shape: [2], data });
  });

  test('typed data: int32_data packed and not, float_data packed and not', () => {
    const int8 = [...field(1, 3), ...field(2, 3)];
    const packed = [...int8, ...field(5, [...varint(7), ...varint(-128), ...varint(127)])];
    const single = [...int8, ...field(5, 7), ...field(5, -128), ...field(5, 127)];
    for (const bytes of [packed, single]) {
      expect(parseTensorProto(Uint8Array.from(bytes), 'x.pb').data).toEqual(Int8Array.of(7, -128, 127));
    }
    const one = [0, 0, 0x80, 0x3f];
    const fixed32 = [...varint((4 << 3) | 5), ...one];
    const float = [...field(1, 2), ...field(2, 1)];
    for (const bytes of [
      [...float, ...fixed32, ...fixed32],
      [...float, ...field(4, [...one, ...one])],
    ]) {
      expect(parseTensorProto(Uint8Array.from(bytes), 'x.pb').data).toEqual(Float32Array.of(1, 1));
    }
  });

  test('a single number, and no elements', () => {
    const number = Uint8Array.from([...field(2, 2), ...field(9, [12])]);
    expect(parseTensorProto(number, 'x.pb')).toMatchObject({ shape: [], data: Uint8Array.of(12) });
    const none = Uint8Array.from([...field(1, 0), ...field(2, 6)]);
    expect(parseTensorProto(none, 'x.pb')).toMatchObject({ shape: [0], data: new Int32Array(0) });
  });

  test.each<[readonly number[], string]>([
    [[...field(1, 2), ...field(2, 3), ...field(9, [1, 2])].slice(0, -1), 'it ends inside a field'],
    [[0x08], 'it ends inside a number'],
    [[0x08, ...Array<number>(10).fill(0xff), 1], 'it has a number of more than 64 bits'],
    [[0x0b], 'it has a field of the unknown wire type 3'],
    [[0, 0], 'it has a field with the number 0'],
    [[...field(1, 3), ...field(2, 3), ...field(9, [1, 2])], 'its shape [3] has 3 elements, but its data has 2'],
    [[...field(1, 1), ...field(2, 6), ...field(9, [1, 2])], 'its data ends inside an element'],
    [[...field(1, -1), ...field(2, 3)], 'its shape is [-1]'],
    [[...field(2, 8)], 'data type 8 is not read (float32, uint8, int8, int16 and int32 are)'],
    [[...field(2, 3), ...field(14, 1)], 'its data is in another file'],
    [[...field(8, 5)], 'its field 8 is not of the expected kind'],
  ])('refusal %#', (bytes, why) => {
    expect(refusal(bytes)).toBe(`x.pb is not a readable TensorProto: ${why}.`);
  });

  test(`any bytes are either read or refused with a message (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        expect(refusal([...bytes])).toMatch(/^none$|^x\.pb is not a readable TensorProto: .*\.$/);
      }),
      { seed, numRuns: 2000 },
    );
  });
});

describe('ModelProto', () => {
  const node = [
    ...field(1, 'A'),
    ...field(1, ''),
    ...field(2, 'Y'),
    ...field(4, 'Thing'),
    ...field(5, [...field(1, 'axis'), ...field(3, -1), ...field(20, 2)]),
    ...field(5, [...field(1, 'mode'), ...field(4, 'fast'), ...field(20, 3)]),
    ...field(5, [...field(1, 'scale'), ...varint((2 << 3) | 5), 0, 0, 0x80, 0x3f]),
    ...field(5, [...field(1, 'axes'), ...field(8, 1), ...field(8, 2)]),
  ];
  const graph = [...field(1, node), ...field(2, 'g'), ...field(11, field(1, 'A')), ...field(12, field(1, 'Y'))];

  test('nodes, attributes, inputs and outputs', () => {
    expect(parseOnnxModel(Uint8Array.from([...field(1, 8), ...field(7, graph)]), 'x.onnx')).toEqual({
      nodes: [
        {
          operator: 'Thing',
          inputs: ['A', ''],
          outputs: ['Y'],
          attributes: new Map<string, unknown>([
            ['axis', [-1]],
            ['mode', 'fast'],
            ['scale', [1]],
            ['axes', [1, 2]],
          ]),
        },
      ],
      inputs: ['A'],
      outputs: ['Y'],
    });
  });

  test('what is not a model is refused', () => {
    expect(() => parseOnnxModel(Uint8Array.from(field(1, 8)), 'x.onnx')).toThrow(
      new UserError('x.onnx is not a readable ONNX model: it has no graph.'),
    );
  });
});

test('an ONNX node test from outside the project', ({ skip }) => {
  const { path, absent, reason } = sharedData('onnx', 'test_matmulinteger');
  skip(absent, reason);
  expect(readOnnxModel(join(path, 'model.onnx'))).toMatchObject({
    nodes: [{ operator: 'MatMulInteger', inputs: ['A', 'B', 'a_zero_point', 'b_zero_point'], outputs: ['Y'] }],
    inputs: ['A', 'B', 'a_zero_point', 'b_zero_point'],
  });
  expect(readTensorProto(join(path, 'test_data_set_0', 'output_0.pb'))).toEqual({
    name: 'Y',
    dataType: 'int32',
    shape: [4, 2],
    data: Int32Array.of(-38, -83, -44, -98, -50, -113, -56, -128),
  });
});

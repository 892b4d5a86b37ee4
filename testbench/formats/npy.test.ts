import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { describeNpy, formatNpy, type NpyArray, parseNpy, readNpy, writeNpy } from './npy.ts';

const seed = 0x5c0_111e;

interface FileParts {
  readonly version?: readonly [number, number];
  readonly header?: string;
  readonly descr?: string;
  readonly fortran?: boolean;
  readonly shape?: string;
  readonly data?: readonly number[];
}

/** The bytes of a .npy file, put together by hand. */
function file(parts: FileParts): Uint8Array {
  const { version = [1, 0], descr = '<i4', fortran = false, shape = '(2,)', data = [] } = parts;
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
  const header = new TextEncoder().encode(parts.header ?? dictionary);
  const length = [header.length & 0xff, header.length >> 8, ...(version[0] === 1 ? [] : [0, 0])];
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), ...version, ...length, ...header, ...data]);
}

function refusal(bytes: Uint8Array): UserError {
  try {
    parseNpy(bytes, 'a.npy');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('The file was read.');
}

describe('reading', () => {
  test.each([
    [1, 0],
    [2, 0],
    [3, 0],
  ])('version %i.%i', (...version) => {
    const bytes = file({ version, data: [1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff] });
    expect(parseNpy(bytes, 'a.npy')).toEqual({ dataType: 'int32', shape: [2], data: Int32Array.of(1, -2) });
  });

  test.each<[string, readonly number[], NpyArray]>([
    ['|i1', [0xff, 0x80], { dataType: 'int8', shape: [2], data: Int8Array.of(-1, -128) }],
    ['|u1', [0xff, 0x80], { dataType: 'uint8', shape: [2], data: Uint8Array.of(255, 128) }],
    ['<i1', [0xff, 0x80], { dataType: 'int8', shape: [2], data: Int8Array.of(-1, -128) }],
    ['<i2', [1, 0, 0, 0x80], { dataType: 'int16', shape: [2], data: Int16Array.of(1, -32768) }],
    ['>i2', [0, 1, 0x80, 0], { dataType: 'int16', shape: [2], data: Int16Array.of(1, -32768) }],
    ['>i4', [0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfe], { dataType: 'int32', shape: [2], data: Int32Array.of(1, -2) }],
    ['<f4', [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0], { dataType: 'float32', shape: [2], data: Float32Array.of(1, -2) }],
    ['>f4', [0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0], { dataType: 'float32', shape: [2], data: Float32Array.of(1, -2) }],
  ])('type %s', (descr, data, expected) => {
    expect(parseNpy(file({ descr, data }), 'a.npy')).toEqual(expected);
  });

  test('Fortran order comes out in C order', () => {
    const matrix = file({ descr: '|i1', fortran: true, shape: '(2, 3)', data: [1, 4, 2, 5, 3, 6] });
    expect(parseNpy(matrix, 'a.npy')).toEqual({
      dataType: 'int8',
      shape: [2, 3],
      data: Int8Array.of(1, 2, 3, 4, 5, 6),
    });
    // Element (i, j, l) of a 2 × 3 × 2 array holds 100 i + 10 j + l; the file has i fastest.
    const values = [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121];
    const data = values.flatMap(value => [0, value]);
    expect([...parseNpy(file({ descr: '>i2', fortran: true, shape: '(2, 3, 2)', data }), 'a.npy').data]).toEqual([
      0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121,
    ]);
  });

  test('a single number, and arrays without elements', () => {
    expect(parseNpy(file({ descr: '|i1', shape: '()', data: [5] }), 'a.npy')).toMatchObject({
      shape: [],
      data: Int8Array.of(5),
    });
    expect(parseNpy(file({ shape: '(0, 7)' }), 'a.npy')).toEqual({
      dataType: 'int32',
      shape: [0, 7],
      data: new Int32Array(0),
    });
    expect(parseNpy(file({ shape: '(3, 0)', fortran: true }), 'a.npy').data).toHaveLength(0);
  });

  test('a header in any order, with double quotes, without the last comma, and with 3L', () => {
    const header = `{"shape": (3L, 1), 'fortran_order':False , 'descr':"|i1"}   \n`;
    expect(parseNpy(file({ header, data: [1, 2, 3] }), 'a.npy')).toMatchObject({
      shape: [3, 1],
      data: Int8Array.of(1, 2, 3),
    });
  });

  test('the data does not share memory with the file', () => {
    const bytes = Buffer.from(file({ descr: '|i1', data: [1, 2] }));
    const { data } = parseNpy(bytes, 'a.npy');
    bytes.fill(9);
    expect([...data]).toEqual([1, 2]);
  });
});

describe('refusing', () => {
  const whole = file({ data: [1, 0, 0, 0, 2, 0, 0, 0] });
  const type = (descr: string) => file({ descr, data: [1, 2, 3, 4] });

  test.each<[Uint8Array, string]>([
    [new Uint8Array(0), 'a.npy is empty.'],
    [new TextEncoder().encode('1,2,3\n4,5,6\n'), 'a.npy is not a .npy file.'],
    [new TextEncoder().encode('1'), 'a.npy is not a .npy file.'],
    [Uint8Array.of(0x50, 0x4b, 3, 4), 'a.npy is a zip archive (.npz), not a .npy file.'],
    [whole.subarray(0, 4), 'a.npy is truncated: it ends inside the header.'],
    [whole.subarray(0, 40), 'a.npy is truncated: it ends inside the header.'],
    [file({ version: [4, 0] }), 'a.npy is a .npy file of version 4.0; versions 1.0, 2.0 and 3.0 are read.'],
    [whole.subarray(0, whole.length - 1), 'a.npy is truncated: its header promises (2) int32, 8 bytes, but 7 follow.'],
    [Uint8Array.from([...whole, 0, 0]), 'a.npy has 2 bytes after its data: its header promises (2) int32, 8 bytes.'],
    [
      file({ shape: '(99999999, 99999999, 99999999)' }),
      'a.npy has an impossible shape, (99999999, 99999999, 99999999).',
    ],
    [file({ header: 'nonsense' }), 'a.npy has a damaged header: it is not a dictionary.'],
    [file({ header: '{}' }), 'a.npy has a damaged header: it has no `descr`.'],
    [file({ header: "{'descr': '<i4', 'shape': (2,)}" }), 'a.npy has a damaged header: it has no `fortran_order`.'],
    [
      file({ header: "{'descr': 4, 'fortran_order': False, 'shape': (2,)}" }),
      'a.npy has a damaged header: `descr` is 4.',
    ],
    [
      file({ header: "{'descr': '<i4', 'fortran_order': 1, 'shape': (2,)}" }),
      'a.npy has a damaged header: `fortran_order` is 1.',
    ],
    [file({ shape: '(-2,)' }), 'a.npy has a damaged header: `shape` is (-2,).'],
    [file({ shape: '2' }), 'a.npy has a damaged header: `shape` is 2.'],
    [file({ shape: '(2,), ?' }), 'a.npy has a damaged header: `?,` is not understood.'],
    [file({ shape: "(2,), 'descr': '<i4'" }), 'a.npy has a damaged header: it has the key `descr` twice.'],
    [file({ shape: "(2,), 'extra': 1" }), 'a.npy has a damaged header: it has the unknown key `extra`.'],
    [
      file({ header: "{'descr': [('x', '<i4'), ('y', '<f4', (2,))], 'fortran_order': False, 'shape': (2,)}" }),
      'a.npy holds records, not numbers.',
    ],
    [type('<i8'), 'a.npy holds int64.'],
    [type('<f8'), 'a.npy holds float64.'],
    [type('|b1'), 'a.npy holds bool.'],
    [type('|O'), 'a.npy holds Python objects.'],
    [type('<U3'), "a.npy holds numpy's type '<U3'."],
    [type('|i4'), "a.npy holds numpy's type '|i4'."],
    [type('=i4'), "a.npy holds numpy's type '=i4'."],
  ])('%#', (bytes, message) => {
    expect(refusal(bytes).message).toBe(message);
  });

  test('a wrong type says how to change it', () => {
    expect(refusal(type('<i8')).remedy).toBe(
      'int8, uint8, int16, int32 and float32 are read: numpy.save(file, array.astype(numpy.int8)) if the values fit.',
    );
  });

  test(`any damage is either read or refused with a message (seed ${seed})`, () => {
    const good = formatNpy({ dataType: 'int16', shape: [2, 3], data: Int16Array.of(1, 2, 3, 4, 5, 6) });
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.nat(good.length), (changes, length) => {
        const bytes = good.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          parseNpy(bytes.subarray(0, length), 'a.npy');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { seed, numRuns: 2000 },
    );
  });
});

describe('writing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scoville-npy-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the bytes are those of numpy.save', () => {
    const bytes = formatNpy({ dataType: 'int32', shape: [2], data: Int32Array.of(1, -2) });
    const text = `{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }`.padEnd(117);
    expect([...bytes]).toEqual([
      ...[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0],
      ...new TextEncoder().encode(`${text}\n`),
      ...[1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff],
    ]);
  });

  test.each<NpyArray>([
    { dataType: 'int8', shape: [2, 2], data: Int8Array.of(1, -2, 127, -128) },
    { dataType: 'uint8', shape: [4], data: Uint8Array.of(1, 2, 127, 255) },
    { dataType: 'int16', shape: [1, 2, 1], data: Int16Array.of(-32768, 7) },
    { dataType: 'int32', shape: [], data: Int32Array.of(-2147483648) },
    { dataType: 'float32', shape: [2, 0], data: new Float32Array(0) },
    { dataType: 'float32', shape: [3], data: Float32Array.of(0.1, -0, Number.NEGATIVE_INFINITY) },
  ])('what is written is read back: $dataType $shape', array => {
    const path = join(folder, 'round-trip.npy');
    writeNpy(path, array);
    expect(readNpy(path)).toEqual(array);
    expect(readFileSync(path).length % 64).toBe(array.data.byteLength % 64);
    expect(readdirSync(folder)).toEqual(['round-trip.npy']);
  });

  test('part of a larger buffer is written alone', () => {
    const data = Int8Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(parseNpy(formatNpy({ dataType: 'int8', shape: [2], data }), 'a.npy').data).toEqual(Int8Array.of(2, 3));
  });

  test('a shape that does not fit the data is refused', () => {
    expect(() => formatNpy({ dataType: 'int8', shape: [2, 3], data: new Int8Array(5) })).toThrow(
      new RangeError('The shape (2, 3) has 6 elements, but the data has 5.'),
    );
  });

  test('a failure says why and leaves nothing behind', () => {
    const array: NpyArray = { dataType: 'int8', shape: [1], data: Int8Array.of(1) };
    const missing = join(folder, 'missing', 'c.npy');
    expect(() => writeNpy(missing, array)).toThrow(
      new UserError(`cannot write ${missing}: there is no such file or folder.`, 'Check the path.'),
    );
    const isFolder = join(folder, 'folder');
    mkdirSync(isFolder);
    writeFileSync(join(isFolder, 'x'), '');
    expect(() => writeNpy(isFolder, array)).toThrow(
      new UserError(`cannot write ${isFolder}: it is a folder.`, 'Give the path of a file.'),
    );
    expect(() => readNpy(isFolder)).toThrow(
      new UserError(`cannot read ${isFolder}: it is a folder.`, 'Give the path of a file.'),
    );
    expect(readdirSync(folder).sort()).toEqual(['folder', 'round-trip.npy']);
  });
});

test('describeNpy names file, type and shape', () => {
  const data = new Int8Array(6);
  expect(describeNpy('x/a.npy', { dataType: 'int8', shape: [2, 3], data })).toBe('a.npy (int8, 2 × 3)');
});

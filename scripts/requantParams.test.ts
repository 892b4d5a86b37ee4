import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeFileAtomically } from '../testbench/formats/files.ts';
import { requantise } from '../testbench/golden/requantise.ts';
import { readRequantParams, requantSchema } from './requantParams.ts';
import { UserError } from './userError.ts';

const SCHEMA = resolve(import.meta.dirname, '../docs/requant.schema.json');

test('docs/requant.schema.json is not stale', () => {
  if (process.env.SCOVILLE_UPDATE === '1') writeFileAtomically(SCHEMA, new TextEncoder().encode(requantSchema()));
  expect(
    readFileSync(SCHEMA, 'utf8'),
    'SCOVILLE_UPDATE=1 npx vitest run scripts/requantParams.test.ts writes it anew.',
  ).toBe(requantSchema());
});

const folder = mkdtempSync(join(tmpdir(), 'scoville-requant-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'params.json');

function readWith(content: unknown, width: number) {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readRequantParams(path, 3, width);
}

const read = (content: unknown) => readWith(content, 8).requantisation;

/** The message without the file's name. */
function refusal(content: unknown): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(path, 'FILE');
    throw error;
  }
  return 'none';
}

describe('what is read', () => {
  test('one value for all columns; the range of the outputs where nothing is said', () => {
    expect(read({ mode: 'single', multiplier: 2 ** 30, shift: -7 })).toEqual({
      mode: 'single',
      multiplier: Int32Array.of(2 ** 30),
      shift: Int8Array.of(-7),
      offset: 0,
      low: -128,
      high: 127,
      relu: false,
    });
  });

  test('outputs of another width have its range', () => {
    const given = { mode: 'float', scale: 1, offset: -300 };
    expect(readWith(given, 12).requantisation).toMatchObject({ offset: -300, low: -2048, high: 2047 });
  });

  test('unsigned outputs are signed ones, shifted', () => {
    const given = { mode: 'float', scale: 1, unsigned: true, relu: true };
    expect(readWith(given, 8)).toMatchObject({ requantisation: { offset: -128, low: -128, high: 127 }, shift: 128 });
    expect(readWith({ ...given, offset: 3, low: 1, high: 14 }, 4)).toEqual({
      requantisation: { mode: 'float', scale: Float32Array.of(1), offset: -5, low: -7, high: 6, relu: true },
      shift: 8,
    });
  });

  test('values a column, beside one for all', () => {
    const given = {
      mode: 'double',
      multiplier: [0, 1, 2 ** 31 - 1],
      shift: 30,
      offset: -3,
      low: -8,
      high: 7,
      relu: true,
    };
    expect(read(given)).toEqual({ ...given, multiplier: Int32Array.of(0, 1, 2 ** 31 - 1), shift: Int8Array.of(30) });
  });

  test('scales become the nearest float32', () => {
    const given = read({ $schema: '../docs/requant.schema.json', mode: 'float', scale: [0.1, 1, -2e-3] });
    expect(given).toMatchObject({ mode: 'float', scale: Float32Array.of(0.1, 1, -2e-3) });
    expect([...requantise(Int32Array.of(25, 25, 5000), 3, given)]).toEqual([2, 25, -10]);
  });
});

describe('what is refused, by the name of the field', () => {
  const single = { mode: 'single', multiplier: 1, shift: 0 };
  test.each([
    [{}, 'FILE: mode must be "single", "double" or "float", but it is missing.'],
    [{ ...single, mode: 'triple' }, 'FILE: mode must be "single", "double" or "float", but it is "triple".'],
    [[1], 'FILE: the file must be a JSON object, but it is [1].'],
    [{ ...single, multiplier: -1 }, 'FILE: multiplier must be an integer from 0 to 2147483647, but it is -1.'],
    [{ ...single, shift: 31 }, 'FILE: shift must be an integer from -31 to 30, but it is 31.'],
    [{ ...single, shift: [0, -32, 1] }, 'FILE: shift[1] must be an integer from -31 to 30, but it is -32.'],
    [{ ...single, shift: [0, '1', 1] }, 'FILE: shift[1] must be an integer from -31 to 30, but it is "1".'],
    [
      { mode: 'double', shift: 0 },
      'FILE: multiplier must be an integer from 0 to 2147483647, or a list of one a column, but it is missing.',
    ],
    [
      { ...single, shift: [] },
      'FILE: shift must be an integer from -31 to 30, or a list of one a column, but it is [].',
    ],
    [{ ...single, shift: [1, 2] }, 'FILE: shift has 2 values, but the product has 3 columns.'],
    [{ ...single, low: 3, high: 2 }, 'FILE: low, 3, is above high, 2.'],
    [{ ...single, offset: 0.5 }, 'FILE: offset must be a whole number, but it is 0.5.'],
    [{ ...single, relu: 1 }, 'FILE: relu must be true or false, but it is 1.'],
    [{ ...single, scale: 1, zero: 2 }, 'FILE: there is no field scale; there is no field zero.'],
    [
      { ...single, low: -129, high: 128 },
      'FILE: low is -129, but signed outputs of 8 bits are -128 to 127; high is 128, but signed outputs of 8 bits are -128 to 127.',
    ],
    [{ ...single, offset: -1, unsigned: true }, 'FILE: offset is -1, but unsigned outputs of 8 bits are 0 to 255.'],
    [{ ...single, unsigned: 'yes' }, 'FILE: unsigned must be true or false, but it is "yes".'],
    [
      { mode: 'float', scale: [1, 1e39, 1] },
      'FILE: scale[1] must be a number in the range of float32, but it is 1e+39.',
    ],
    [{ mode: 'float', scale: 1e-50 }, 'FILE: scale must be a number in the range of float32, but it is 1e-50.'],
    [
      '{ "mode": "float", "scale": 1e999 }',
      'FILE: scale must be a finite number, or a list of one a column, but it is Infinity.',
    ],
    [{ mode: 'float', scale: null }, 'FILE: scale must be a finite number, or a list of one a column, but it is null.'],
    ['{ "mode": ', /^FILE is not JSON: .*\.$/],
  ])('%j', (content, message) => {
    if (typeof message === 'string') expect(refusal(content)).toBe(message);
    else expect(refusal(content)).toMatch(message);
  });

  test('a file that is not there', () => {
    expect(() => readRequantParams(join(folder, 'absent.json'), 3)).toThrow(/cannot read .*absent\.json: there is no/);
  });

  test('the remedy names the schema', () => {
    expect(() => read({})).toThrow(
      expect.objectContaining({ remedy: 'docs/requant.schema.json describes every field.' }),
    );
  });
});

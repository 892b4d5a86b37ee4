import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { writeNpy } from '../formats/npy.ts';
import { fullyConnectedCase } from './cmsisNn.ts';
import { packInt4 } from './int4.ts';
import { requantisedProduct } from './requantisedProduct.ts';
import { sharedData } from './sharedData.ts';

describe('the layers of the reference data', () => {
  test.for([
    ['fully_connected', { m: 3, k: 20, n: 6, weightWidth: 8 }],
    ['fully_connected_mve_0', { m: 1, k: 16, n: 9, weightWidth: 8 }],
    ['fully_connected_int4', { m: 1, k: 82, n: 21, weightWidth: 4 }],
  ] as const)('%s, in both integer modes', ([name, shape], { skip }) => {
    const { path, absent, reason } = sharedData('cmsis-nn', name);
    skip(absent, reason);
    const layer = fullyConnectedCase(path);
    expect(layer).toMatchObject(shape);
    const { requantisation } = layer;
    if (requantisation.mode === 'float') throw new Error('CMSIS-NN has integer modes only.');
    for (const mode of ['single', 'double'] as const) {
      expect(requantisedProduct({ ...layer, requantisation: { ...requantisation, mode } })).toEqual(layer.expected);
    }
    // What is compared is not a clamp: most outputs lie inside the range.
    const inside = layer.expected.filter(value => value > requantisation.low && value < requantisation.high);
    expect(inside.length).toBeGreaterThan(layer.expected.length / 2);
  });
});

describe('a layer made here', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scoville-cmsis-nn-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const parameters = {
    X_INPUT_BATCHES: 2,
    X_ACCUMULATION_DEPTH: 3,
    X_OUT_CH: 3,
    X_INPUT_OFFSET: 128,
    X_OUTPUT_OFFSET: 1,
    X_OUTPUT_MULTIPLIER: 2 ** 30,
    X_OUTPUT_SHIFT: 0,
    X_OUT_ACTIVATION_MIN: -128,
    X_OUT_ACTIVATION_MAX: 127,
  };
  const input = Int8Array.of(-128, -127, -126, -120, -128, -100);
  /** outputs × depth: an odd number of int4. */
  const weights = Int8Array.of(1, 2, 3, -8, 7, 0, -1, -1, 5);
  const write = (name: string, data: Int8Array | Int32Array) =>
    writeNpy(
      join(folder, `${name}.npy`),
      data instanceof Int8Array
        ? { dataType: 'int8', shape: [data.length], data }
        : { dataType: 'int32', shape: [data.length], data },
    );
  const layer = (changes: Readonly<Record<string, number | string>>) => {
    writeFileSync(join(folder, 'params.json'), JSON.stringify({ ...parameters, ...changes }));
    return fullyConnectedCase(folder);
  };
  write('input', input);
  write('weights', weights);
  write('output', new Int8Array(6));

  test('without biases, and with weights that have a zero point', () => {
    // (0 1 2; 8 0 28) times the weights' transpose, halved with ties upward, plus 1.
    expect([...requantisedProduct(layer({}))]).toEqual([5, 5, 6, 47, -31, 67]);
    const lower = layer({ X_FILTER_OFFSET: -1, X_OUT_ACTIVATION_MIN: -40 });
    expect(lower.k).toBe(6);
    expect([...requantisedProduct(lower)]).toEqual([4, 3, 4, 29, -40, 49]);
  });

  test('int4 weights, an odd number of them', () => {
    const bytes = packInt4(weights);
    write('weights', Int32Array.from(bytes));
    const int4 = layer({ X_W_TYPE: 'INT4' });
    expect([...int4.b]).toEqual([1, -8, -1, 2, 7, -1, 3, 0, 5]);
    expect(int4.weightWidth).toBe(4);
    write('weights', Int8Array.from(bytes));
    expect(layer({ X_W_TYPE: 'INT4' })).toEqual(int4);
    expect(() => layer({ X_W_TYPE: 'INT4', X_FILTER_OFFSET: 1 })).toThrow(
      new UserError(`${folder}: int4 weights with a zero point are not read.`),
    );
    write('weights', weights);
  });

  test.each([
    [{ X_OUT_CH: 4 }, "weights.npy has 9 elements, but the layer's parameters ask for 12."],
    [{ X_OUTPUT_SHIFT: 31 }, 'params.json: …_OUTPUT_SHIFT is 31; it must be an integer from -31 to 30.'],
    [{ X_INPUT_OFFSET: 129 }, 'params.json: …_INPUT_OFFSET is 129; it must be an integer from -127 to 128.'],
  ])('refuses %o', (changes, message) => {
    expect(() => layer(changes)).toThrow(new UserError(join(folder, message)));
  });

  test('refuses a missing parameter', () => {
    writeFileSync(join(folder, 'params.json'), '{}');
    expect(() => fullyConnectedCase(folder)).toThrow(/params.json: …_INPUT_BATCHES is missing/);
  });
});

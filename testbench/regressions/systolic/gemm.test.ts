/** Whole matrix products through the emitted configurations, cut into tiles by the driver. */
import { describe, expect, it, test } from 'vitest';
import { findArray, latency } from '../../gemm/design.ts';
import { runGemm } from '../../gemm/runGemm.ts';
import { idealCycles } from '../../gemm/tiling.ts';
import { bigIntElement } from '../../golden/bigIntGemm.ts';
import { type GemmOperands, gemm } from '../../golden/gemm.ts';
import { layerOperands } from '../../golden/llama/layerOperands.ts';
import { shakespeareCheckpoint, shakespeareReference } from '../../golden/llama/shakespeare.ts';
import { matMulIntegerOperands } from '../../golden/matMulInteger.ts';
import { sharedData } from '../../golden/sharedData.ts';
import { random } from '../../random.ts';
import { buildModel } from '../../verilator/model.ts';

/** Whatever registers hold at power-up must not matter. */
const initialStates = [1, 2];

const SEED = 0x6e77;

const designs = ['systolic-4x4', 'systolic-5x3', 'systolic-16x16', 'systolic-16x16-w4a8', 'systolic-8x32'].map(name =>
  findArray(name),
);

const built = (name: string) => {
  const design = findArray(name);
  return buildModel(design.source).then(model => ({ model, parameters: design.parameters }));
};

/** Operands of which every fourth is an extreme. */
function drawOperands(seed: number, [m, k, n]: readonly [number, number, number], weightWidth: number): GemmOperands {
  const source = random(seed);
  const draw = (count: number, width: number): Int8Array => {
    const low = -(2 ** (width - 1));
    return Int8Array.from({ length: count }, () =>
      source.chance(0.25) ? source.pick([low, -low - 1]) : source.integer(low, -low - 1),
    );
  };
  const bias = Int32Array.from({ length: n }, () => source.uint32() | 0);
  return { a: draw(m * k, 8), b: draw(k * n, weightWidth), m, k, n, bias };
}

const shapes = [
  [1, 1, 1],
  [1, 64, 40],
  [3, 16, 16],
  [7, 33, 17],
  [40, 5, 70],
  [70, 100, 3],
] as const;

describe.each(designs)('$name multiplies', ({ source, parameters }) => {
  it(`any shape, in one process (seed ${SEED})`, async () => {
    const model = await buildModel(source);
    for (const [index, shape] of shapes.entries()) {
      const operands = drawOperands(SEED + index, shape, parameters.W_WIDTH);
      for (const seed of initialStates) {
        // Small pieces, so that results are taken in several calls.
        const { result } = runGemm(model, parameters, operands, { seed, chunk: 37 });
        expect(result, `${shape.join(' x ')}, state ${seed}`).toEqual(gemm(operands));
      }
    }
  });

  it('a matrix by a matrix without a pause, and a vector by one at the pace of the weight port', async () => {
    const model = await buildModel(source);
    const { ROWS, COLS } = parameters;
    const [m, k, n] = [2 * ROWS, 3 * ROWS, 2 * COLS];
    const whole = drawOperands(SEED, [m, k, n], parameters.W_WIDTH);
    const { cycles } = runGemm(model, parameters, whole);
    expect(cycles).toBe(ROWS + idealCycles({ m, k, n }, parameters) + latency(parameters));
    const vector = drawOperands(SEED, [1, k, n], parameters.W_WIDTH);
    const { cycles: vectorCycles, weightCycles } = runGemm(model, parameters, vector);
    expect(weightCycles).toBe(2 * k);
    expect(vectorCycles).toBe(weightCycles + 1 + latency(parameters));
  });
});

describe('a layer of models/shakespeare-260k on systolic-16x16', () => {
  const tokens = shakespeareReference().heldOutTokens.slice(0, 32);
  const products = layerOperands(shakespeareCheckpoint(), tokens);

  test.each(products)('$name: $m x $k x $n', async product => {
    const { model, parameters } = await built('systolic-16x16');
    const { m, n } = product;
    for (const seed of initialStates) {
      const { result } = runGemm(model, parameters, product, { seed });
      expect(result).toEqual(gemm(product));
      for (let at = 0; at < m * n; at += 97) {
        expect(result[at]).toBe(bigIntElement(product, Math.floor(at / n), at % n));
      }
    }
  });
});

test('ONNX MatMulInteger, its zero points folded in, gives the result that ONNX expects', async ({ skip }) => {
  const data = sharedData('onnx', 'test_matmulinteger');
  skip(data.absent, data.reason);
  const { expected, ...operands } = matMulIntegerOperands(data.path);
  for (const name of ['systolic-4x4', 'systolic-5x3', 'systolic-16x16']) {
    const { model, parameters } = await built(name);
    const { result } = runGemm(model, parameters, operands);
    expect(result, name).toEqual(expected);
    expect(result, name).toEqual(gemm(operands));
  }
});

test('sums of another width than int32 wrap there; wider ones are refused', async () => {
  const { source, parameters } = findArray('systolic-4x4');
  const narrow = { ...parameters, ACC_WIDTH: 17 };
  const model = await buildModel({ ...source, parameters: { ACC_WIDTH: 17 } });
  const operands = drawOperands(SEED, [9, 21, 7], 8);
  const golden = gemm({ ...operands, accumulatorWidth: 17 });
  expect(golden).not.toEqual(gemm(operands));
  expect(runGemm(model, narrow, operands).result).toEqual(golden);
  expect(() => runGemm(model, { ...parameters, ACC_WIDTH: 33 }, operands)).toThrow(
    'Sums of 33 bits do not fit into an int32 result.',
  );
});

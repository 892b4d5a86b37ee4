/** Whole matrix products of any size through the emitted configurations of the engine. */
import { describe, expect, it, test } from 'vitest';
import { compareWithGolden } from '../../gemm/compare.ts';
import { withParameters } from '../../gemm/emittedDesign.ts';
import { foldOperands } from '../../gemm/foldOperands.ts';
import { findMatmul, type MatmulDesign } from '../../gemm/matmulDesign.ts';
import { matmulProduct } from '../../gemm/matmulProduct.ts';
import { type MatmulRun, runMatmul } from '../../gemm/runMatmul.ts';
import { bigIntElement } from '../../golden/bigIntGemm.ts';
import { type GemmOperands, gemm } from '../../golden/gemm.ts';
import { layerOperands } from '../../golden/llama/layerOperands.ts';
import { shakespeareCheckpoint, shakespeareReference } from '../../golden/llama/shakespeare.ts';
import { matMulIntegerOperands } from '../../golden/matMulInteger.ts';
import { type Requantisation, requantise, requantiseTo } from '../../golden/requantise.ts';
import { sharedData } from '../../golden/sharedData.ts';
import { random } from '../../random.ts';
import { buildModel } from '../../verilator/model.ts';

/** Whatever registers and memory words hold at power-up must not matter. */
const initialStates = [1, 2];

const SEED = 0x6e77;

/** Operands of which every fourth is an extreme. */
function drawOperands(
  seed: number,
  [m, k, n]: readonly [number, number, number],
  { A_WIDTH, W_WIDTH }: MatmulDesign['parameters'],
  biased = true,
): GemmOperands {
  const source = random(seed);
  const draw = (count: number, width: number): Int16Array => {
    const low = -(2 ** (width - 1));
    return Int16Array.from({ length: count }, () =>
      source.chance(0.25) ? source.pick([low, -low - 1]) : source.integer(low, -low - 1),
    );
  };
  const bias = Int32Array.from({ length: n }, () => source.uint32() | 0);
  return { a: draw(m * k, A_WIDTH), b: draw(k * n, W_WIDTH), m, k, n, ...(biased ? { bias } : {}) };
}

/** Runs from every initial state: the results are the same, and the cycles those of the formula. */
async function run(design: MatmulDesign, operands: GemmOperands, requantisation?: Requantisation): Promise<MatmulRun> {
  const model = await buildModel(design.source);
  const product = matmulProduct(operands, requantisation);
  const [first, ...others] = initialStates.map(seed => runMatmul(model, design.parameters, product, { seed }));
  if (first === undefined) throw new Error('There are no initial states.');
  for (const other of others) expect(other).toEqual(first);
  expect(first.cycles).toBe(first.expectedCycles);
  return first;
}

const shapes = [
  [1, 1, 1],
  [1, 64, 40],
  [3, 16, 16],
  [7, 33, 17],
  [40, 5, 70],
  [70, 100, 3],
] as const;

describe.each(
  ['systolic-4x4', 'systolic-5x3', 'systolic-16x16', 'systolic-16x16-os', 'systolic-16x16-w4a8', 'systolic-8x32'].map(
    name => findMatmul(name),
  ),
)('$name', design => {
  it(`multiplies any shape to raw sums (seed ${SEED})`, async () => {
    for (const [index, shape] of shapes.entries()) {
      const operands = drawOperands(SEED + index, shape, design.parameters, index % 2 === 0);
      const { result, commands, activity } = await run(design, operands);
      expect(result, shape.join(' x ')).toEqual(gemm(operands));
      expect(commands).toBeGreaterThan(0);
      expect(activity.moved).toBeGreaterThan(0);
      expect(activity.results).toBe(0);
    }
  });

  it('multiplies what its buffers do not hold, in loads and in commands that share a sum', async () => {
    const { ROWS, COLS, ACTIVATION_DEPTH, WEIGHT_DEPTH } = design.parameters;
    // Along M or N the parts are whole products; along K they go on with the sums.
    const k = Math.max(WEIGHT_DEPTH, ACTIVATION_DEPTH) + ROWS + 1;
    const deep = drawOperands(SEED, [2, k, COLS + 1], design.parameters);
    const cut = await run(design, deep);
    expect(cut.result).toEqual(gemm(deep));
    expect(cut.loads).toBeGreaterThan(1);
    expect(cut.commands).toBeGreaterThan(cut.loads);
  });
});

const clamp = { offset: -5, low: -100, high: 120 };

/** Every mode, with one scaling for all columns and with one a column. */
function requantisations(n: number): readonly (readonly [string, Requantisation])[] {
  const columns = Array.from({ length: n }, (_, column) => column);
  const fixed = (mode: 'single' | 'double') =>
    [
      [`${mode}, one for all`, { mode, multiplier: Int32Array.of(1_500_000_001), shift: Int8Array.of(-9), ...clamp }],
      [
        `${mode}, one a column`,
        {
          mode,
          multiplier: Int32Array.from(columns, column => 2 ** 30 + column * 101_010_101),
          shift: Int8Array.from(columns, column => -10 + (column % 3)),
          ...clamp,
          relu: true,
        },
      ],
      [
        `${mode}, one multiplier, a shift a column`,
        {
          mode,
          multiplier: Int32Array.of(2 ** 30 + 12_345),
          shift: Int8Array.from(columns, column => -10 + (column % 4)),
          ...clamp,
        },
      ],
    ] as const;
  return [
    ...fixed('single'),
    ...fixed('double'),
    ['float, one for all', { mode: 'float', scale: Float32Array.of(0.0017), ...clamp }],
    ['float, one a column', { mode: 'float', scale: Float32Array.from(columns, c => 0.001 * (c - 2)), ...clamp }],
  ];
}

const small = findMatmul('systolic-4x4');
const { ACC_DEPTH } = small.parameters;

describe.each([
  ['weights stay', small],
  ['outputs stay', withParameters(small, { OUTPUT_STATIONARY: 1, ACC_DEPTH: 1, REQUANT_LANES: 3 })],
] as const)('systolic-4x4, %s, requantises', (_, design) => {
  it.each([false, true])(`in every mode, M beyond ACC_DEPTH, bias %s (seed ${SEED})`, async biased => {
    const { a, b, bias, ...size } = drawOperands(SEED, [ACC_DEPTH + 3, 11, 7], design.parameters);
    const operands = biased
      ? { a, b, ...size, bias: (bias ?? new Int32Array(7)).map(x => x >> 14) }
      : { a, b, ...size };
    for (const [name, requantisation] of requantisations(operands.n)) {
      const expected = requantise(gemm(operands), operands.n, requantisation);
      expect(new Set(expected).size, `${name} is not all clamped`).toBeGreaterThan(20);
      const { result } = await run(design, operands, requantisation);
      expect(Int8Array.from(result), name).toEqual(expected);
      expect(compareWithGolden(operands, result, undefined, { requantisation, width: 8 })).toEqual({
        mismatches: 0,
        first: [],
      });
      const wrong = Int32Array.from(expected, (value, index) => (index === 8 ? value + 1 : value));
      const [right = 0] = expected.subarray(8, 9);
      expect(compareWithGolden(operands, wrong, undefined, { requantisation, width: 8 })).toEqual({
        mismatches: 1,
        first: [{ row: 1, column: 1, got: right + 1, expected: right }],
      });
    }
  });

  it.each([4, 13])('to outputs of %i bits', async width => {
    const other = withParameters(design, { ...design.parameters, OUT_WIDTH: width });
    const operands = drawOperands(SEED, [9, 11, 7], other.parameters, false);
    const ends = { offset: 3, low: -(2 ** (width - 1)), high: 2 ** (width - 1) - 2 };
    const requantisation: Requantisation = { mode: 'float', scale: Float32Array.of(2 ** (width - 18)), ...ends };
    const expected = requantiseTo(width, gemm(operands), operands.n, requantisation);
    expect(new Set(expected).size).toBeGreaterThan(5);
    expect((await run(other, operands, requantisation)).result).toEqual(expected);
  });
});

describe('a layer of models/shakespeare-260k on systolic-16x16', () => {
  const tokens = shakespeareReference().heldOutTokens.slice(0, 32);
  const products = layerOperands(shakespeareCheckpoint(), tokens);

  test.each(products)('$name: $m x $k x $n', async product => {
    const { m, n } = product;
    const { result } = await run(findMatmul('systolic-16x16'), product);
    expect(result).toEqual(gemm(product));
    for (let at = 0; at < m * n; at += 97) {
      expect(result[at]).toBe(bigIntElement(product, Math.floor(at / n), at % n));
    }
  });
});

test('ONNX MatMulInteger, its zero points folded in, gives the result that ONNX expects', async ({ skip }) => {
  const data = sharedData('onnx', 'test_matmulinteger');
  skip(data.absent, data.reason);
  const { expected, ...operands } = matMulIntegerOperands(data.path);
  for (const name of ['systolic-4x4', 'systolic-5x3', 'systolic-16x16']) {
    expect((await run(findMatmul(name), operands)).result, name).toEqual(expected);
  }
});

test('sums of another width than int32 wrap there', async () => {
  const narrow = withParameters(small, { ACC_WIDTH: 17 });
  const operands = drawOperands(SEED, [9, 21, 7], narrow.parameters);
  const golden = gemm({ ...operands, accumulatorWidth: 17 });
  expect(golden).not.toEqual(gemm(operands));
  expect((await run(narrow, operands)).result).toEqual(golden);
});

describe('zero points', () => {
  const [m, k, n] = [5, 9, 6];
  const source = random(SEED);
  const a = Int8Array.from({ length: m * k }, () => source.integer(-128, 127));
  const b = Int8Array.from({ length: k * n }, () => source.integer(-128, 127));
  const bZero = Int8Array.of(-128, 127, 0, 1, -1, -128);
  const bias = Int32Array.from({ length: n }, () => source.uint32() | 0);
  /** The definition: nothing folded. */
  const defined = {
    a: Int16Array.from(a, value => value + 77),
    b: Int16Array.from(b, (value, index) => value - (bZero[index % n] ?? 0)),
    ...{ m, k, n, bias },
  };
  const quantised = { a, b, m, k, n, aZero: -77, bZero, bias };

  it.each([
    [8, 3 * k],
    [9, k],
  ])('of weights are rows of K for weights of %i bits, or fit: K is %i', async (W_WIDTH, inner) => {
    const design = withParameters(small, { W_WIDTH });
    const operands = foldOperands(quantised, W_WIDTH);
    expect(operands.k).toBe(inner);
    expect((await run(design, operands)).result).toEqual(gemm(defined));
  });

  it('of int4 weights are split likewise', async () => {
    const weights = b.map(value => value >> 4);
    const zeros = Int8Array.of(-8);
    const operands = foldOperands({ ...quantised, b: weights, bZero: zeros }, 4);
    expect(operands.k).toBe(3 * k);
    const right = { ...defined, b: Int16Array.from(weights, value => value + 8) };
    expect((await run(withParameters(small, { W_WIDTH: 4 }), operands)).result).toEqual(gemm(right));
  });

  it('of activations alone cost nothing but a bias', () => {
    const { bias: none, bZero: noZero, ...plain } = quantised;
    const operands = foldOperands(plain, 8);
    expect([none === bias, noZero === bZero]).toEqual([true, true]);
    expect({ a: operands.a, b: operands.b, k: operands.k }).toEqual({ a, b, k });
    expect(gemm(operands)).toEqual(gemm({ a: defined.a, b, m, k, n }));
  });
});

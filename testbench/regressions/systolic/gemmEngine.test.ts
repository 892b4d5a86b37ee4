/** Whole matrix products through the engines of the emitted matmul configurations. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../scripts/userError.ts';
import { compareWithGolden } from '../../gemm/compare.ts';
import { type EngineDesign, findEngine } from '../../gemm/engineDesign.ts';
import { checkEngineWork, runEngine } from '../../gemm/runEngine.ts';
import { expectedCycles } from '../../gemm/tiling.ts';
import { type GemmOperands, gemm } from '../../golden/gemm.ts';
import { type Requantisation, requantise } from '../../golden/requantise.ts';
import { random } from '../../random.ts';
import { buildModel } from '../../verilator/model.ts';

/** Whatever registers and memory words hold at power-up must not matter. */
const initialStates = [1, 2];

const SEED = 0x9a31;

function engineNamed(name: string): EngineDesign {
  const engine = findEngine(name);
  if (engine === undefined) throw new Error(`${name} has no engine.`);
  return engine;
}

const small = engineNamed('matmul-4x4');
const { ACC_DEPTH } = small.parameters;

/** The small engine with other values of its parameters. */
function withParameters(changes: Partial<EngineDesign['parameters']>): EngineDesign {
  const parameters = { ...small.parameters, ...changes };
  return { ...small, source: { ...small.source, parameters: { ...parameters } }, parameters };
}

const outputsStay = withParameters({ OUTPUT_STATIONARY: 1, ACC_DEPTH: 1 });

function drawOperands(seed: number, [m, k, n]: readonly [number, number, number], biased: boolean): GemmOperands {
  const source = random(seed);
  const draw = (count: number): Int8Array =>
    Int8Array.from({ length: count }, () =>
      source.chance(0.25) ? source.pick([-128, 127]) : source.integer(-128, 127),
    );
  const bias = Int32Array.from({ length: n }, () => source.integer(-100_000, 100_000));
  return { a: draw(m * k), b: draw(k * n), m, k, n, ...(biased ? { bias } : {}) };
}

const shapes = [
  [1, 1, 1],
  [3, 4, 4],
  [5, 3, 2],
  [7, 13, 9],
  [ACC_DEPTH, 5, 5],
  [ACC_DEPTH + 1, 6, 5],
  [2 * ACC_DEPTH + 3, 9, 7],
] as const;

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
    ] as const;
  return [
    ...fixed('single'),
    ...fixed('double'),
    ['float, one for all', { mode: 'float', scale: Float32Array.of(0.0017), ...clamp }],
    ['float, one a column', { mode: 'float', scale: Float32Array.from(columns, c => 0.001 * (c - 2)), ...clamp }],
  ];
}

describe.each([
  ['weights stay', small],
  ['outputs stay', outputsStay],
] as const)('the engine of matmul-4x4, %s, multiplies', (_, { source, parameters }) => {
  it.each([false, true])(`any shape to raw sums, bias %s (seed ${SEED})`, async biased => {
    const model = await buildModel(source);
    for (const [index, shape] of shapes.entries()) {
      const operands = drawOperands(SEED + index, shape, biased);
      for (const seed of initialStates) {
        const { result } = runEngine(model, parameters, operands, { seed });
        expect(result, `${shape.join(' x ')}, state ${seed}`).toEqual(gemm(operands));
      }
    }
  });

  it.each([false, true])(
    `in every mode of requantisation, M beyond ACC_DEPTH, bias %s (seed ${SEED})`,
    async biased => {
      const model = await buildModel(source);
      const operands = drawOperands(SEED, [ACC_DEPTH + 3, 11, 7], biased);
      for (const [name, requantisation] of requantisations(operands.n)) {
        const expected = requantise(gemm(operands), operands.n, requantisation);
        expect(new Set(expected).size, `${name} is not all clamped`).toBeGreaterThan(20);
        for (const seed of initialStates) {
          const { result } = runEngine(model, parameters, operands, { seed, requantisation });
          expect(Int8Array.from(result), `${name}, state ${seed}`).toEqual(expected);
          expect(compareWithGolden(operands, result, undefined, requantisation)).toEqual({ mismatches: 0, first: [] });
        }
        const wrong = Int32Array.from(expected, (value, index) => (index === 8 ? value + 1 : value));
        const [right = 0] = expected.subarray(8, 9);
        expect(compareWithGolden(operands, wrong, undefined, requantisation)).toEqual({
          mismatches: 1,
          first: [{ row: 1, column: 1, got: right + 1, expected: right }],
        });
      }
    },
  );
});

describe('cycles are counted from the first command to the last result', () => {
  /** On top of the array's: the command's own cycle, the accumulator's and the result path's registers. */
  const AROUND_ARRAY = 3;

  it.each([
    [[4, 4, 4], [4]],
    [[9, 13, 6], [9]],
    [
      [ACC_DEPTH + 1, 4, 4],
      [ACC_DEPTH, 1],
    ],
    [
      [2 * ACC_DEPTH, 5, 6],
      [ACC_DEPTH, ACC_DEPTH],
    ],
  ] as const)('%o, in commands of %o rows that follow each other without a gap', async (shape, rows) => {
    const [, k, n] = shape;
    const model = await buildModel(small.source);
    const run = runEngine(model, small.parameters, drawOperands(SEED, shape, false));
    const ofArray = expectedCycles(
      rows.map(m => ({ m, k, n })),
      small.parameters,
    );
    expect(run.cycles).toBe(ofArray + AROUND_ARRAY);
    expect(run.weightCycles).toBe(rows.length * k * Math.ceil(n / 4));
  });
});

describe('an engine refuses', () => {
  const refusal = (design: EngineDesign, operands: GemmOperands, requantisation?: Requantisation): string => {
    try {
      checkEngineWork(design, operands, requantisation);
    } catch (error) {
      if (error instanceof UserError) return `${error.message} ${error.remedy}`;
      throw error;
    }
    return 'accepted';
  };
  const operands = (m: number, k: number, n: number): GemmOperands => ({
    a: new Int8Array(m * k),
    b: new Int8Array(k * n),
    m,
    k,
    n,
  });

  it('K and N beyond SIZE_WIDTH, and what is too much for one run', () => {
    const narrow = withParameters({ SIZE_WIDTH: 4 });
    expect(refusal(narrow, operands(40, 15, 15))).toBe('accepted');
    expect(refusal(narrow, operands(1, 16, 1))).toMatch(/^K is 16, but matmul-4x4 takes at most 15\. Cut the product/);
    expect(refusal(narrow, operands(1, 1, 16))).toMatch(/^N is 16, but matmul-4x4 takes at most 15\./);
    expect(refusal(small, operands(1024, 256, 1024))).toMatch(/is too large a simulation for matmul-4x4: \d+ elements/);
  });

  it('a mode that it does not have', () => {
    const single = requantisations(1)[0]?.[1];
    const float = requantisations(1)[4]?.[1];
    expect(single?.mode).toBe('single');
    expect(float?.mode).toBe('float');
    expect(refusal(withParameters({ REQUANT_LANES: 0 }), operands(1, 1, 1))).toBe('accepted');
    expect(refusal(withParameters({ REQUANT_LANES: 0 }), operands(1, 1, 1), single)).toMatch(
      /^matmul-4x4 has no mode single: its REQUANT_LANES is 0\. Choose another/,
    );
    expect(refusal(withParameters({ FLOAT: 0 }), operands(1, 1, 1), single)).toBe('accepted');
    expect(refusal(withParameters({ FLOAT: 0 }), operands(1, 1, 1), float)).toMatch(
      /^matmul-4x4 has no mode float: its FLOAT is 0\./,
    );
  });

  it('a clamp beyond its results', () => {
    const float = { mode: 'float', scale: Float32Array.of(1), offset: 0, low: -8, high: 7 } as const;
    const four = withParameters({ OUT_WIDTH: 4 });
    expect(refusal(four, operands(1, 1, 1), float)).toBe('accepted');
    expect(refusal(four, operands(1, 1, 1), { ...float, high: 8 })).toMatch(
      /^high is 8, but results of matmul-4x4 have 4 bits, -8 to 7\. /,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import type { Simulator } from '../../../dsl/simulate/simulator.ts';
import { systolicConfigurations } from '../../../generators/configs/systolic.ts';
import { Matmul } from '../../../generators/systolic/index.ts';
import { type CycleParameters, matmulCycles, type TimedCommand } from '../../gemm/matmulCycles.ts';
import { gemm } from '../../golden/gemm.ts';
import { type FixedPointScaling, requantise } from '../../golden/requantise.ts';
import { type Random, random } from '../../random.ts';

/** The modes that are run here, and their codes. */
const modes = { raw: 0, single: 1 } as const;

/** A command that carries out a whole product, or keeps its sums. */
type Product = TimedCommand;

/** The engines of this file are of 32-bit sums and int8 operands. */
type Engine = CycleParameters;

const clamp = { offset: -3, low: -120, high: 127 };

interface Work {
  readonly a: Int8Array;
  readonly b: Int8Array;
  readonly bias: Int32Array;
  readonly scaling: FixedPointScaling;
}

/** Operands, biases, and parameters that requantise them to about eight bits. */
function draw({ m, k, n }: Product, next: Random): Work {
  const operand = (): number => next.integer(-128, 127);
  return {
    a: Int8Array.from({ length: m * k }, operand),
    b: Int8Array.from({ length: k * n }, operand),
    bias: Int32Array.from({ length: n }, () => next.integer(-50_000, 50_000)),
    scaling: {
      mode: 'single',
      multiplier: Int32Array.from({ length: n }, () => next.integer(2 ** 30, 2 ** 31 - 1)),
      shift: Int8Array.from({ length: n }, () => next.integer(-10, -7)),
    },
  };
}

/** One scaling a column, or, without parameters, that of the command. */
const scalingOf = ({ scaling }: Work, parametric: boolean): FixedPointScaling =>
  parametric
    ? scaling
    : { ...scaling, multiplier: scaling.multiplier.subarray(0, 1), shift: scaling.shift.subarray(0, 1) };

/** What has to come out: N outer by COLS, M inner, columns beyond N zero. */
function expectedResults(work: Work, { m, k, n, mode, parametric, ends }: Product, columns: number): number[][] {
  const { a, b, bias } = work;
  const sums = gemm(parametric ? { a, b, bias, m, k, n } : { a, b, m, k, n });
  if (!ends) return [];
  const outputs = mode === modes.raw ? sums : requantise(sums, n, { ...scalingOf(work, parametric), ...clamp });
  const vectors: number[][] = [];
  for (let n0 = 0; n0 < n; n0 += columns)
    for (let i = 0; i < m; i++)
      vectors.push(Array.from({ length: columns }, (_, c) => (n0 + c < n ? (outputs[i * n + n0 + c] ?? 0) : 0)));
  return vectors;
}

const words = (
  tiles: number,
  length: number,
  lanes: number,
  element: (tile: number, at: number, lane: number) => number,
) =>
  Array.from({ length: tiles * length }, (_, word) =>
    Array.from({ length: lanes }, (_, lane) => element(Math.floor(word / length), word % length, lane)),
  );

/** Writes the operands into the buffers, from address 0, through the write ports. */
function fill(core: Simulator, engine: Engine, { m, k, n }: Product, { a, b, bias, scaling }: Work): void {
  const { ROWS, COLS, OUTPUT_STATIONARY } = engine;
  // Beyond M, K and N there is what must not be looked at.
  const at = (matrix: Int8Array, rows: number, columns: number, row: number, column: number): number =>
    row < rows && column < columns ? (matrix[row * columns + column] ?? 0) : 85;
  const activations =
    OUTPUT_STATIONARY === 1
      ? words(Math.ceil(m / ROWS), k, ROWS, (t, p, r) => at(a, m, k, t * ROWS + r, p))
      : words(Math.ceil(k / ROWS), m, ROWS, (t, i, r) => at(a, m, k, i, t * ROWS + r));
  const weights = words(Math.ceil(n / COLS), k, COLS, (t, p, c) => at(b, k, n, p, t * COLS + c));
  const parameters = Array.from(
    bias,
    (value, j) =>
      (BigInt.asUintN(6, BigInt(scaling.shift[j] ?? 0)) << 64n) |
      (BigInt(scaling.multiplier[j] ?? 0) << 32n) |
      BigInt.asUintN(32, BigInt(value)),
  );
  const buffers = Object.entries({ activation: activations, weight: weights, parameter: parameters });
  for (let address = 0; buffers.some(([, contents]) => address < contents.length); address++) {
    for (const [name, contents] of buffers) {
      const word = contents[address];
      core.poke(`${name}_write`, word !== undefined);
      if (word === undefined) continue;
      core.poke(`${name}_address`, address);
      core.poke(`${name}_bits`, word);
    }
    core.step();
  }
  for (const [name] of buffers) core.poke(`${name}_write`, false);
}

interface Run {
  /** From the acceptance of the first command to the handshake of the last result, or of a kept sum's answer. */
  readonly cycles: number;
  readonly results: number[][];
  /** Beats at the engine's weight port. */
  readonly weightBeats: number;
}

/** Gives the same command `count` times, as fast as it is taken, and takes everything at once. */
function run(core: Simulator, { m, k, n, mode, parametric, ends }: Product, work: Work, count = 1): Run {
  const { multiplier, shift } = work.scaling;
  const how = {
    bias: parametric ? 1 : 0,
    per_channel: parametric ? 1 : 0,
    scale: multiplier[0] ?? 0,
    shift: shift[0] ?? 0,
  };
  const command = { m, k, n, starts: 1, ends: ends ? 1 : 0, mode, ...how, ...clamp };
  for (const [name, value] of Object.entries(command)) core.poke(`command_${name}`, value);
  core.poke('response_ready', true);
  core.poke('result_ready', true);
  const results: number[][] = [];
  let [given, answered, first, last, weightBeats] = [0, 0, 0, 0, 0];
  const limit = core.cycle + 200_000;
  while (answered < count) {
    if (core.cycle > limit) throw new Error(`${answered} of ${count} commands are answered`);
    core.poke('command_valid', given < count);
    if (given < count && core.peekNumber('command_ready') === 1) {
      if (given === 0) first = core.cycle;
      given++;
    }
    weightBeats += core.peekNumber('weights_valid') & core.peekNumber('weights_ready');
    if (core.peekNumber('result_valid') === 1) {
      results.push(core.peekNumbers('result_bits'));
      last = core.cycle;
    }
    if (core.peekNumber('response_valid') === 1) {
      expect(core.peekNumber('response_code')).toBe(0);
      answered++;
      if (!ends) last = core.cycle;
    }
    core.step();
  }
  expect(core.peekNumber('busy')).toBe(0);
  return { cycles: last - first + 1, results, weightBeats };
}

const cores = new Map<string, Simulator>();

/** The one simulator of a configuration, idle, and what its cycles depend on. */
function coreOf(name: string): { readonly core: Simulator; readonly engine: Engine } {
  const configuration = systolicConfigurations.find(known => known.name === name);
  if (configuration === undefined) throw new Error(`there is no ${name}`);
  const core = cores.get(name) ?? simulate(Matmul, configuration.values);
  cores.set(name, core);
  const { ROWS = 0, COLS = 0, PIPELINE = 0, OUTPUT_STATIONARY = 0, REQUANT_LANES = 0, FLOAT = 0 } = core.design.values;
  return { core, engine: { ROWS, COLS, PIPELINE, OUTPUT_STATIONARY, REQUANT_LANES, FLOAT } };
}

const cube = (size: number) => ({ m: size, k: size, n: size }) as const;

/** Products, the modes they leave in, their cycles, and the limits that the engine was built to. */
const table = [
  { name: 'systolic-16x16', ...cube(64), mode: 'raw', cycles: 1_081, limit: 1_100 },
  { name: 'systolic-16x16', ...cube(64), mode: 'single', cycles: 1_088, limit: 1_100 },
  { name: 'systolic-16x16-os', ...cube(64), mode: 'raw', cycles: 1_078, limit: 1_100 },
  { name: 'systolic-16x16-os', ...cube(64), mode: 'single', cycles: 1_085, limit: 1_100 },
  { name: 'systolic-16x16', ...cube(128), mode: 'raw', cycles: 8_253, limit: 8_400 },
  { name: 'systolic-16x16', ...cube(256), mode: 'raw', cycles: 65_605, limit: 66_000 },
  { name: 'systolic-16x16', m: 1, k: 256, n: 256, mode: 'raw', cycles: 4_150, limit: 4_311 },
  { name: 'systolic-16x16-os', ...cube(128), mode: 'raw', cycles: 8_250, limit: 8_400 },
  { name: 'systolic-16x16-os', m: 1, k: 256, n: 256, mode: 'raw', cycles: 4_147, limit: 4_311 },
  // Edges in all three directions.
  { name: 'systolic-16x16', m: 17, k: 33, n: 47, mode: 'single', cycles: 216, limit: 216 },
  { name: 'systolic-16x16-os', m: 17, k: 33, n: 47, mode: 'single', cycles: 243, limit: 243 },
  { name: 'systolic-4x4', m: 5, k: 6, n: 7, mode: 'raw', cycles: 39, limit: 39 },
  { name: 'systolic-4x4', m: 1, k: 1, n: 1, mode: 'single', cycles: 23, limit: 23 },
] as const;

describe('matmul takes the cycles that its formula states', () => {
  it.each(table)('$name: $m x $k times $k x $n, $mode: $cycles cycles', ({ name, cycles, limit, ...size }) => {
    const product = { ...size, mode: modes[size.mode], parametric: true, ends: true };
    const { core, engine } = coreOf(name);
    const work = draw(product, random(product.m + product.k + product.n));
    fill(core, engine, product, work);
    const found = run(core, product, work);
    expect(found.results).toEqual(expectedResults(work, product, engine.COLS));
    expect(found.cycles).toBe(cycles);
    expect(matmulCycles(engine, product)).toBe(cycles);
    expect(cycles).toBeLessThanOrEqual(limit);
  });

  it.each(['systolic-4x4', 'systolic-16x16-os'])(
    'as after power-up when it is cleared, or reset, in whatever cycle of another product: %s',
    name => {
      const product = { m: 5, k: 6, n: 7, mode: modes.single, parametric: true, ends: true };
      const { core, engine } = coreOf(name);
      const work = draw(product, random(7));
      fill(core, engine, product, work);
      const expected = expectedResults(work, product, engine.COLS);
      const { cycles } = run(core, product, work);
      expect(matmulCycles(engine, product)).toBe(cycles);
      for (let cut = 1; cut <= cycles; cut++) {
        core.poke('command_valid', true);
        core.step(cut);
        expect(core.peekNumber('busy')).toBe(1);
        core.poke('command_valid', false);
        if (cut % 2 === 0) {
          core.reset();
        } else {
          core.poke('clear', true);
          core.step();
          core.poke('clear', false);
        }
        expect([core.peekNumber('busy'), ...core.peekNumbers('activity')]).toEqual([0, 0, 0, 0, 0, 0, 0]);
        const again = run(core, product, work);
        expect(again.cycles, `cut in cycle ${cut}`).toBe(cycles);
        expect(again.results, `cut in cycle ${cut}`).toEqual(expected);
      }
    },
  );

  it('and 100 of 1 x 64 times 64 x 64 follow each other without a gap: the weight port rests in 42 cycles', () => {
    const product = { m: 1, k: 64, n: 64, mode: modes.raw, parametric: true, ends: true };
    const { core, engine } = coreOf('systolic-16x16');
    const work = draw(product, random(1));
    fill(core, engine, product, work);
    const found = run(core, product, work, 100);
    const expected = expectedResults(work, product, engine.COLS);
    expect(found.results).toEqual(Array.from({ length: 100 }, () => expected).flat());
    expect(found.weightBeats).toBe(100 * 256);
    expect(found.cycles).toBe(25_642);
    expect(found.weightBeats / found.cycles).toBeGreaterThanOrEqual(0.95);
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'at any size, with any number of lanes, with parameters that load late, and where sums are kept (seed %i)',
    seed => {
      const source = random(seed);
      const [ROWS, COLS] = [source.integer(1, 5), source.integer(1, 6)];
      const values = {
        ...{ ROWS, COLS, PIPELINE: source.pick([0, 0, 1, 2]), OUTPUT_STATIONARY: source.integer(0, 1) },
        ...{ REQUANT_LANES: source.integer(1, COLS), FLOAT: source.integer(0, 1), SIZE_WIDTH: 8 },
      };
      const core = simulate(Matmul, values);
      for (let index = 0; index < 12; index++) {
        const ends = source.chance(0.8);
        const most = values.OUTPUT_STATIONARY === 1 && !ends ? ROWS : 2 * ROWS + 3;
        const product = {
          m: source.pick([1, 1, 2, source.integer(1, most)].filter(m => m <= most)),
          k: source.pick([1, source.integer(1, ROWS), source.integer(1, 3 * ROWS + 1)]),
          n: source.integer(1, ends ? 3 * COLS + 1 : COLS),
          mode: source.pick([modes.raw, modes.single, modes.single]),
          parametric: ends && source.chance(0.5),
          ends,
        };
        const work = draw(product, source.fork());
        fill(core, values, product, work);
        const found = run(core, product, work);
        expect(found.results).toEqual(expectedResults(work, product, COLS));
        expect(found.cycles, JSON.stringify({ values, product })).toBe(matmulCycles(values, product));
      }
    },
  );
});

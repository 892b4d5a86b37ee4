import { describe, expect, it } from 'vitest';
import { randomBits } from '../../../dsl/simulate/random.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { randomStalls, runStreams, type StreamInput } from '../../../dsl/simulate/streams.ts';
import { requantise } from '../../../testbench/golden/requantise.ts';
import { MatmulEngine } from './matmulEngine.ts';

const ROWS = 3;
const COLS = 2;
const ACC_DEPTH = 6;

type Matrix = readonly (readonly number[])[];

interface Command {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly starts: boolean;
  readonly ends: boolean;
  readonly bias: boolean;
  /** 0 raw, 1 single, 2 double, 3 float. */
  readonly mode: number;
  readonly per_channel: boolean;
  readonly scale: number;
  readonly shift: number;
  readonly fault: number;
}

const clamp = { offset: 3, low: -100, high: 90 };

/** What the engine is given, and what it has to give back. */
interface Work {
  readonly commands: Command[];
  readonly weights: number[][];
  readonly activations: number[][];
  readonly parameters: bigint[];
  readonly responses: { code: number }[];
  readonly results: { bits: number[]; columns: number; last: boolean }[];
}

/** Random commands, chains of two that share a sum among them, and some that are refused. */
function randomWork(seed: number, outputStationary: boolean): Work {
  const next = randomBits(seed);
  const upTo = (most: number): number => next() % (most + 1);
  const chance = (): boolean => upTo(1) === 1;
  const operand = (): number => upTo(255) - 128;
  const matrix = (rows: number, columns: number): Matrix =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, operand));
  const float32 = new DataView(new ArrayBuffer(4));
  const work: Work = { commands: [], weights: [], activations: [], parameters: [], responses: [], results: [] };
  /** Lanes of a vector; those beyond the matrix may hold anything. */
  const lanes = (length: number, element: (lane: number) => number | undefined): number[] =>
    Array.from({ length }, (_, lane) => element(lane) ?? operand());

  const scaling = (mode: number): { scale: number; shift: number } => {
    float32.setFloat32(0, (upTo(1000) + 1) / 500_000);
    return { scale: mode === 3 ? float32.getUint32(0) : 2 ** 30 + upTo(2 ** 30 - 1), shift: -upTo(12) };
  };

  const product = ({ m, k, n }: Command, a: Matrix, b: Matrix): void => {
    for (let n0 = 0; n0 < n; n0 += COLS) {
      const weights = (p: number): number[] => lanes(COLS, lane => (n0 + lane < n ? b[p]?.[n0 + lane] : undefined));
      if (outputStationary)
        for (let m0 = 0; m0 < m; m0 += ROWS)
          for (let p = 0; p < k; p++) {
            work.weights.push(weights(p));
            work.activations.push(lanes(ROWS, lane => a[m0 + lane]?.[p]));
          }
      else
        for (let k0 = 0; k0 < k; k0 += ROWS) {
          for (let p = Math.min(k, k0 + ROWS) - 1; p >= k0; p--) work.weights.push(weights(p));
          for (let i = 0; i < m; i++) work.activations.push(lanes(ROWS, lane => a[i]?.[k0 + lane]));
        }
    }
  };

  const finish = (command: Command, sums: Int32Array): void => {
    const { m, n, mode, per_channel, bias } = command;
    const needed = bias || (per_channel && mode !== 0);
    const channels = Array.from({ length: n }, () => ({ ...scaling(mode), bias: upTo(20_000) - 10_000 }));
    if (needed)
      for (const { scale, shift, bias: added } of channels)
        work.parameters.push(
          (BigInt.asUintN(6, BigInt(shift)) << 64n) | (BigInt(scale) << 32n) | BigInt.asUintN(32, BigInt(added)),
        );
    const biased = sums.map((sum, index) => sum + (bias ? (channels[index % n]?.bias ?? 0) : 0));
    const used: readonly { readonly scale: number; readonly shift: number }[] = per_channel ? channels : [command];
    const float = (bits: number): number => {
      float32.setUint32(0, bits);
      return float32.getFloat32(0);
    };
    const outputs =
      mode === 0
        ? biased
        : requantise(
            biased,
            n,
            mode === 3
              ? { mode: 'float', scale: Float32Array.from(used, ({ scale }) => float(scale)), ...clamp }
              : {
                  mode: mode === 1 ? 'single' : 'double',
                  multiplier: Int32Array.from(used, ({ scale }) => scale),
                  shift: Int8Array.from(used, ({ shift }) => shift),
                  ...clamp,
                },
          );
    for (let n0 = 0; n0 < n; n0 += COLS)
      for (let i = 0; i < m; i++) {
        const columns = Math.min(COLS, n - n0);
        const bits = Array.from({ length: COLS }, (_, c) => (c < columns ? (outputs[i * n + n0 + c] ?? 0) : 0));
        work.results.push({ bits, columns, last: n0 + COLS >= n && i === m - 1 });
      }
  };

  for (let chain = 0; chain < 24; chain++) {
    const parts = upTo(3) === 0 ? 2 : 1;
    const mode = upTo(3);
    const m = 1 + upTo((parts === 2 && outputStationary ? ROWS : ACC_DEPTH) - 1);
    const n = 1 + upTo((parts === 2 ? COLS : 3 * COLS) - 1);
    const common = { m, n, mode, bias: chance(), per_channel: chance(), ...scaling(mode), fault: 0 };
    const sums = new Int32Array(m * n);
    for (let part = 0; part < parts; part++) {
      const command = { ...common, k: 1 + upTo(3 * ROWS), starts: part === 0, ends: part === parts - 1 };
      const a = matrix(m, command.k);
      const b = matrix(command.k, n);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++)
          for (let p = 0; p < command.k; p++)
            sums[i * n + j] = (sums[i * n + j] ?? 0) + (a[i]?.[p] ?? 0) * (b[p]?.[j] ?? 0);
      work.commands.push(command);
      work.responses.push({ code: 0 });
      product(command, a, b);
      if (command.ends) finish(command, sums);
    }
    if (chain % 4 !== 3) continue;
    const whole = { ...common, k: 1, starts: true, ends: true };
    const refused = [
      { command: { ...whole, k: 0 }, code: 1 },
      { command: { ...whole, n: COLS + 1, ends: false }, code: 2 },
      { command: { ...whole, m: Math.max(ROWS, ACC_DEPTH) + 1, starts: false }, code: 2 },
      { command: { ...whole, fault: 6 }, code: 6 },
    ];
    for (const { command, code } of refused) {
      work.commands.push(command);
      work.responses.push({ code });
    }
  }
  return work;
}

const engines = [0, 1].flatMap(OUTPUT_STATIONARY => [
  { OUTPUT_STATIONARY, PIPELINE: 0, REQUANT_LANES: COLS, stalled: 0 },
  { OUTPUT_STATIONARY, PIPELINE: 1, REQUANT_LANES: 1, stalled: 0.4 },
]);

describe('matmul_engine in the built-in simulator', () => {
  it.each(engines)(
    'OUTPUT_STATIONARY $OUTPUT_STATIONARY, PIPELINE $PIPELINE, REQUANT_LANES $REQUANT_LANES, stalled $stalled',
    ({ stalled, ...values }) => {
      const seed = 1 + values.OUTPUT_STATIONARY;
      const work = randomWork(seed, values.OUTPUT_STATIONARY === 1);
      const engine = simulate(MatmulEngine, { ROWS, COLS, ACC_DEPTH, SIZE_WIDTH: 6, COMMANDS: 3, ...values });
      const marks: { columns: number; last: boolean }[] = [];
      let busyCycles = 0;
      engine.reset();
      engine.observe(() => {
        busyCycles += engine.peekNumber('busy');
        if (engine.peekNumber('result_valid') === 1 && engine.peekNumber('result_ready') === 1)
          marks.push({
            columns: engine.peekNumber('result_columns'),
            last: engine.peekNumber('result_last') === 1,
          });
      });
      const input = (beats: StreamInput['beats'], stream: number, part = stalled): StreamInput => ({
        beats,
        stalls: randomStalls(seed * 8 + stream, part),
      });
      runStreams(engine, {
        inputs: {
          command: input(
            work.commands.map(command => ({ ...command, ...clamp })),
            0,
          ),
          weight: input(work.weights, 1),
          activation: input(work.activations, 2),
          // Late enough for sums to wait.
          parameter: input(work.parameters, 3, stalled * 2.2),
        },
        outputs: {
          response: { expected: work.responses, stalls: randomStalls(seed * 8 + 4, stalled) },
          result: { expected: work.results.map(({ bits }) => bits), stalls: randomStalls(seed * 8 + 5, stalled) },
        },
        hangAfter: 500,
      });
      expect(marks).toEqual(work.results.map(({ columns, last }) => ({ columns, last })));
      expect(engine.peekNumber('busy')).toBe(0);
      // Every cycle while busy is counted once.
      expect(engine.peekNumbers('activity').reduce((sum, count) => sum + count)).toBe(busyCycles);
    },
  );

  it('gives up what it is doing when it is cleared', () => {
    const engine = simulate(MatmulEngine, { ROWS, COLS, ACC_DEPTH, SIZE_WIDTH: 6, REQUANT_LANES: 1 });
    const command = { m: 1, k: 1, n: 1, starts: true, ends: true, bias: false, mode: 0, per_channel: false };
    const offered = { ...command, scale: 0, shift: 0, fault: 0, ...clamp };
    const codes = (): number => engine.peekNumber('command_code');
    engine.poke('command_bits', offered);
    engine.poke('command_valid', true);
    expect(codes()).toBe(0);
    engine.step();
    engine.poke('command_valid', false);
    expect(engine.peekNumber('busy')).toBe(1);
    engine.poke('clear', true);
    engine.step();
    engine.poke('clear', false);
    expect(engine.peekNumber('busy')).toBe(0);
    expect(engine.peekNumbers('activity')).toEqual([0, 0, 0, 0, 0, 0]);
    const run = runStreams(engine, {
      inputs: {
        command: { beats: [offered] },
        weight: { beats: [[5, 77]] },
        activation: { beats: [[-7, 88, 99]] },
      },
      outputs: { response: { expected: [{ code: 0 }] }, result: { expected: [[-35, 0]] } },
    });
    expect(run.outputs.result?.values).toHaveLength(1);
  });

  it.each([
    { REQUANT_LANES: 0, FLOAT: 1, refused: [1, 2, 3] },
    { REQUANT_LANES: 1, FLOAT: 0, refused: [3] },
    { REQUANT_LANES: 1, FLOAT: 1, refused: [] },
  ])('refuses modes that are not there: REQUANT_LANES $REQUANT_LANES, FLOAT $FLOAT', ({ refused, ...values }) => {
    const engine = simulate(MatmulEngine, { ROWS, COLS, ...values });
    for (const mode of [0, 1, 2, 3]) {
      for (const size of ['m', 'k', 'n']) engine.poke(`command_${size}`, 1);
      engine.poke('command_mode', mode);
      engine.poke('command_starts', true);
      engine.poke('command_ends', true);
      expect(engine.peekNumber('command_code')).toBe(refused.includes(mode) ? 3 : 0);
    }
  });
});

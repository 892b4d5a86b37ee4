import { join } from 'node:path';
import { simulate } from '../dsl/simulate/simulate.ts';
import { systolicConfigurations } from '../generators/configs/systolic.ts';
import { Matmul } from '../generators/systolic/index.ts';
import { readArray } from '../testbench/gemm/arrayDesign.ts';
import { emittedFolder } from '../testbench/gemm/emittedDesign.ts';
import { findMatmul } from '../testbench/gemm/matmulDesign.ts';
import { matmulProduct } from '../testbench/gemm/matmulProduct.ts';
import { runMatmul } from '../testbench/gemm/runMatmul.ts';
import { activationBeats, tileCounts, weightBeats } from '../testbench/gemm/tiling.ts';
import { random } from '../testbench/random.ts';
import { buildModel } from '../testbench/verilator/model.ts';
import { runStreamsInBulk } from '../testbench/verilator/runStreamsInBulk.ts';
import { median, round } from './measure.ts';
import type { BenchTable } from './topic.ts';

const size = { m: 256, k: 256, n: 256 } as const;
/** Runs of each, in turn: the machine may be shared. */
const rounds = 5;
const builtInCycles = 10_000;

/** Thousands of cycles in a second of CPU time. */
function speedOf(run: () => number): number {
  const start = process.cpuUsage();
  const cycles = run();
  const { user, system } = process.cpuUsage(start);
  return (1000 * cycles) / (user + system);
}

/** The engine in the built-in simulator, a command of 256 x 256 x 256 under way. */
function builtInEngine(): () => number {
  const configuration = systolicConfigurations.find(({ name }) => name === 'systolic-16x16');
  if (configuration === undefined) throw new Error('There is no systolic-16x16.');
  const core = simulate(Matmul, configuration.values);
  const source = random(1);
  const drawn = () => Array.from({ length: 16 }, () => source.integer(-128, 127));
  for (const buffer of ['activation', 'weight']) {
    core.poke(`${buffer}_write`, true);
    for (let address = 0; address < 4096; address++) {
      core.poke(`${buffer}_address`, address);
      core.poke(`${buffer}_bits`, drawn());
      core.step();
    }
    core.poke(`${buffer}_write`, false);
  }
  const command = { ...size, starts: 1, ends: 1, valid: 1 };
  for (const [name, value] of Object.entries(command)) core.poke(`command_${name}`, value);
  core.poke('response_ready', true);
  core.poke('result_ready', true);
  core.step(100);
  return () => {
    core.step(builtInCycles);
    return builtInCycles;
  };
}

export interface SpeedFigures {
  readonly table: BenchTable;
  readonly data: unknown;
}

export async function speedFigures(progress: (state: string) => void): Promise<SpeedFigures> {
  const source = random(2);
  const draw = (count: number) => Int8Array.from({ length: count }, () => source.integer(-128, 127));
  const operands = { a: draw(size.m * size.k), b: draw(size.k * size.n), ...size };
  progress('engine: building models');
  const engine = findMatmul('systolic-16x16');
  const engineModel = await buildModel(engine.source);
  const array = readArray(join(emittedFolder, 'array-16x16'));
  const arrayModel = await buildModel(array.source);
  const weights = weightBeats(operands, array.parameters);
  const activations = activationBeats(operands, array.parameters);
  const { alongK, alongN } = tileCounts(operands, array.parameters);
  const arrayJob = {
    inputs: {
      weight: { beats: weights.beats, fields: { bits: weights.bits, last: weights.marks } },
      activation: {
        beats: activations.beats,
        repeat: alongN,
        fields: { bits: activations.bits, first: activations.marks },
      },
    },
    outputs: { result: { beats: size.m * alongK * alongN } },
  };
  const builtIn = builtInEngine();
  const product = matmulProduct(operands);
  const runs = {
    engine: () => runMatmul(engineModel, engine.parameters, product).simulatedCycles,
    array: () => runStreamsInBulk(arrayModel, arrayJob, () => {}).cycles,
    builtIn,
  };
  const speeds = { engine: [] as number[], array: [] as number[], builtIn: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    progress(`engine: simulation speed, ${round + 1} of ${rounds}`);
    for (const kind of ['engine', 'array', 'builtIn'] as const) speeds[kind].push(speedOf(runs[kind]));
  }
  const rows = [
    ['the engine with its buffers, in Verilator', 'engine'],
    ['its array alone, in Verilator', 'array'],
    ['the engine, in the built-in simulator', 'builtIn'],
  ] as const;
  const base = median(speeds.engine);
  return {
    table: {
      title: 'Simulation of the 16 x 16 engine, 256 x 256 x 256 (kcycle/s of CPU time)',
      headings: ['', 'kcycle/s', 'over the engine in Verilator'],
      rows: rows.map(([what, kind]) => [
        what,
        round(median(speeds[kind]), 0),
        (median(speeds[kind]) / base).toFixed(2),
      ]),
      notes: [
        `Medians of ${rounds} runs of each in turn, in one process.`,
        'Verilator’s runs pay for packing operands and taking results; the built-in simulator’s buffers are filled before.',
      ],
    },
    data: speeds,
  };
}

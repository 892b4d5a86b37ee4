import { existsSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { startProgress } from '../../scripts/progress.ts';
import { readRequantParams } from '../../scripts/requantParams.ts';
import { UserError } from '../../scripts/userError.ts';
import { findVerilator } from '../../scripts/verilator/find.ts';
import { showVersion } from '../../scripts/verilator/versions.ts';
import { writeFileAtomically } from '../formats/files.ts';
import { writeNpy } from '../formats/npy.ts';
import type { GemmOperands } from '../golden/gemm.ts';
import type { Requantisation } from '../golden/requantise.ts';
import { buildModel, type Model } from '../verilator/model.ts';
import { compareWithGolden, type Mismatch } from './compare.ts';
import { ARRAY_MODULE, type ArrayDesign, type ArrayParameters, findArray } from './design.ts';
import type { EngineParameters } from './engineCommand.ts';
import { ENGINE_MODULE, type EngineDesign, findEngine } from './engineDesign.ts';
import { type OperandFiles, readOperands } from './operands.ts';
import { checkEngineWork, runEngine } from './runEngine.ts';
import { type GemmRun, runGemm } from './runGemm.ts';
import { idealCycles } from './tiling.ts';

export interface SimulateOptions extends OperandFiles {
  /** A configuration's name, or the path of a design's folder. */
  readonly config: string;
  /** A file that says how the engine of a matmul requantises. */
  readonly requant?: string;
  /** Where the result goes: int32, or int8 if it is requantised. */
  readonly out: string;
  readonly report?: string;
  /** Where a waveform goes; ends in .vcd or .fst. */
  readonly waves?: string;
  readonly seed?: number;
  /** Where configurations are looked for; rtl-out/ unless stated. */
  readonly folder?: string;
}

/** What the report says, in the form of its JSON. */
export interface GemmReport {
  readonly configuration: string;
  readonly parameters: ArrayParameters | EngineParameters;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly bias: boolean;
  /** From the array's first weight beat, or the engine's first command, to the last result, both counted. */
  readonly cycles: number;
  /** Cycles that the multipliers would take if none ever rested. */
  readonly ideal_cycles: number;
  /** Cycles in which a row of weights entered. */
  readonly weight_cycles: number;
  /** ideal_cycles / cycles. */
  readonly utilisation: number;
  /** Elements that differ from the golden model. */
  readonly mismatches: number;
  readonly first_mismatches: readonly Mismatch[];
  readonly seed: number;
  readonly verilator: string;
  readonly kcycles_per_second: number;
  /** Of the simulation; building the model and the golden model are not in it. */
  readonly seconds: number;
}

type WaveKind = 'none' | 'vcd' | 'fst';

function waveKind(waves: string | undefined): WaveKind {
  if (waves === undefined) return 'none';
  if (waves.endsWith('.vcd')) return 'vcd';
  if (waves.endsWith('.fst')) return 'fst';
  throw new UserError(
    `${waves} is no waveform.`,
    'Its name ends in .vcd or .fst, which says in which form it is written.',
  );
}

/** What is to be written can be, as far as can be said before a long run; and it does not overwrite what is read. */
function checkOutputs({ a, b, bias, requant, out, report, waves }: SimulateOptions): void {
  const taken = new Map<string, string>();
  for (const [option, path] of Object.entries({ a, b, bias, requant }))
    if (path !== undefined) taken.set(resolve(path), option);
  for (const [option, path] of Object.entries({ out, report, waves })) {
    if (path === undefined) continue;
    const folder = dirname(resolve(path));
    if (!existsSync(folder))
      throw new UserError(`cannot write ${path}: there is no folder ${folder}.`, 'Make it first.');
    if (existsSync(path) && statSync(path).isDirectory()) {
      throw new UserError(`cannot write ${path}: it is a folder.`, 'Give the path of a file.');
    }
    const other = taken.get(resolve(path));
    if (other !== undefined) throw new UserError(`--${option} and --${other} are the same file.`, 'Give two names.');
    taken.set(resolve(path), option);
  }
}

const ARRAY_PORTS = [
  'clk',
  'rst',
  'weight_valid',
  'weight_last',
  'activation_valid',
  'activation_first',
  'result_valid',
];
const ENGINE_PORTS = ['clk', 'rst', 'clear', 'command_valid', 'weight_valid', 'activation_valid', 'result_valid'];

function checkPorts({ name: design }: { readonly name: string }, model: Model, ports: readonly string[]): void {
  const missing = ports.find(name => !model.ports.some(port => port.name === name));
  if (missing === undefined) return;
  throw new UserError(
    `${design} has no port ${missing}.`,
    'Designs are simulated with the names that they have without --clock and --reset.',
  );
}

type Simulation = (options: { waves?: string; progress: (done: number, all: number) => void }) => GemmRun;

/** Runs with progress; a waveform gets its name when it is whole. */
function run(simulation: Simulation, waves?: string): GemmRun {
  const temporary = waves === undefined ? undefined : join(dirname(waves), `.${basename(waves)}.${process.pid}.tmp`);
  const progress = startProgress('simulating');
  try {
    return simulation({
      ...(temporary === undefined ? {} : { waves: temporary }),
      progress: (done, all) => progress.update(`${Math.floor((100 * done) / all)} %`),
    });
  } finally {
    progress.done();
    // A failed run's waveform is the one that is wanted most.
    if (waves !== undefined && temporary !== undefined && existsSync(temporary)) renameSync(temporary, waves);
  }
}

async function build(design: ArrayDesign | EngineDesign, waves: WaveKind): Promise<Model> {
  const progress = startProgress('building the model');
  try {
    progress.update(design.name);
    return await buildModel({ ...design.source, waves });
  } finally {
    progress.done();
  }
}

function compare(operands: GemmOperands, result: Int32Array, requantisation?: Requantisation) {
  const progress = startProgress('comparing with the golden model');
  try {
    const update = (rows: number) => progress.update(`${Math.floor((100 * rows) / operands.m)} %`);
    return compareWithGolden(operands, result, update, requantisation);
  } finally {
    progress.done();
  }
}

/**
 * Multiplies matrices in .npy files on an emitted array, or the engine of an emitted matmul, in Verilator and checks every element. The result is written
 * only if it is right; the report is written in any case.
 *
 * @throws UserError for files and options that are wrong, before anything is run or written
 */
export async function simulateGemm(options: SimulateOptions): Promise<GemmReport> {
  const { config, out, requant, report: reportPath, waves, seed = 1, folder } = options;
  const kind = waveKind(waves);
  const engine = findEngine(config, folder);
  const design = engine ?? findArray(config, folder, [ARRAY_MODULE, ENGINE_MODULE]);
  if (engine === undefined && requant !== undefined) {
    throw new UserError(
      `${design.name} is a systolic array, which does not requantise.`,
      'Leave out --requant, or choose a configuration of matmul.',
    );
  }
  checkOutputs(options);
  const read = readOperands(options, design);
  const operands = engine === undefined ? read : { ...read, accumulatorWidth: engine.parameters.ACC_WIDTH };
  const requantisation = requant === undefined ? undefined : readRequantParams(requant, operands.n);
  if (engine !== undefined) checkEngineWork(engine, operands, requantisation);
  const { m, k, n } = operands;
  const verilator = showVersion((await findVerilator()).version);
  const model = await build(design, kind);
  checkPorts(design, model, engine === undefined ? ARRAY_PORTS : ENGINE_PORTS);
  const simulation: Simulation = engine
    ? ({ waves }) =>
        runEngine(model, engine.parameters, operands, {
          seed,
          ...(waves === undefined ? {} : { waves }),
          ...(requantisation === undefined ? {} : { requantisation }),
        })
    : running => runGemm(model, design.parameters, operands, { seed, ...running });
  const start = performance.now();
  const { result, cycles, weightCycles } = run(simulation, waves);
  const seconds = (performance.now() - start) / 1000;
  const { mismatches, first } = compare(operands, result, requantisation);
  const ideal = idealCycles(operands, design.parameters);
  const report: GemmReport = {
    configuration: design.name,
    parameters: design.parameters,
    m,
    k,
    n,
    bias: operands.bias !== undefined,
    cycles,
    ideal_cycles: ideal,
    weight_cycles: weightCycles,
    utilisation: ideal / cycles,
    mismatches,
    first_mismatches: first,
    seed,
    verilator,
    kcycles_per_second: cycles / seconds / 1000,
    seconds,
  };
  if (mismatches === 0) {
    const shape = [m, n];
    writeNpy(
      out,
      requantisation === undefined
        ? { dataType: 'int32', shape, data: result }
        : { dataType: 'int8', shape, data: Int8Array.from(result) },
    );
  }
  if (reportPath !== undefined) {
    writeFileAtomically(reportPath, new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`));
  }
  return report;
}

import { existsSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { startProgress } from '../../scripts/progress.ts';
import { type ReadRequantisation, readRequantParams } from '../../scripts/requantParams.ts';
import { UserError } from '../../scripts/userError.ts';
import { findVerilator } from '../../scripts/verilator/find.ts';
import { showVersion } from '../../scripts/verilator/versions.ts';
import { writeFileAtomically } from '../formats/files.ts';
import { type NpyArray, writeNpy } from '../formats/npy.ts';
import type { GemmOperands } from '../golden/gemm.ts';
import { buildModel, type Model } from '../verilator/model.ts';
import { type Comparison, compareWithGolden, type Mismatch, type Outputs } from './compare.ts';
import { foldOperands } from './foldOperands.ts';
import type { MatmulParameters } from './matmulCommand.ts';
import { idealCycles } from './matmulCycles.ts';
import { findMatmul, type MatmulDesign } from './matmulDesign.ts';
import { loadsOf, planProduct } from './matmulPlan.ts';
import { checkMode, matmulProduct } from './matmulProduct.ts';
import { type OperandFiles, readOperands } from './operands.ts';
import { type Activity, type MatmulProduct, type MatmulRun, type MatmulRunOptions, runMatmul } from './runMatmul.ts';

export interface SimulateOptions extends OperandFiles {
  /** A configuration's name, or the path of a design's folder. */
  readonly config: string;
  /** A file that says how the engine requantises. */
  readonly requant?: string;
  /** Where the result goes: int32, or the type of the outputs if it is requantised. */
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
  readonly parameters: MatmulParameters;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** The K that the engine was given: with rows for weights' zero points. */
  readonly engine_k: number;
  readonly bias: boolean;
  /** How the product was cut: loads of the buffers, and commands in all. */
  readonly loads: number;
  readonly commands: number;
  /** Of all commands, each from its acceptance to its last result, both counted; operands are in the buffers. */
  readonly cycles: number;
  /** What the formula says of them. */
  readonly expected_cycles: number;
  /** Cycles that the multipliers would take if none ever rested. */
  readonly ideal_cycles: number;
  /** ideal_cycles / cycles. */
  readonly utilisation: number;
  /** The engine's counters: busy cycles by what happened in them. */
  readonly activity: Activity;
  /** Elements that differ from the golden model. */
  readonly mismatches: number;
  readonly first_mismatches: readonly Mismatch[];
  readonly output_type: NpyArray['dataType'];
  readonly seed: number;
  readonly verilator: string;
  /** Simulated cycles, filling the buffers among them. */
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
function checkOutputs({ a, b, bias, bZeroPoint, requant, out, report, waves }: SimulateOptions): void {
  const taken = new Map<string, string>();
  const zeros = bZeroPoint?.endsWith('.npy') ? bZeroPoint : undefined;
  for (const [option, path] of Object.entries({ a, b, bias, 'b-zero-point': zeros, requant }))
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

const PORTS = ['clk', 'rst', 'clear', 'activation_write', 'weight_write', 'command_valid', 'result_valid'];

function checkPorts({ name: design }: MatmulDesign, model: Model): void {
  const missing = PORTS.find(name => !model.ports.some(port => port.name === name));
  if (missing === undefined) return;
  throw new UserError(
    `${design} has no port ${missing}.`,
    'Designs are simulated with the names that they have without --clock and --reset.',
  );
}

/** A waveform is of one run, which is one load of the buffers. */
function checkWaves({ name, parameters }: MatmulDesign, { operands, template }: MatmulProduct): void {
  const plan = planProduct(operands, template, parameters);
  const loads = [...loadsOf(operands, plan)].length;
  if (loads === 1) return;
  throw new UserError(
    `The buffers of ${name} are filled ${loads} times for this product, and a waveform shows one of these.`,
    `Cut the product to ${plan.tile.m} × ${operands.k} × ${plan.tile.n} or less, or leave out --waves.`,
  );
}

/** Runs with progress; a waveform gets its name when it is whole. */
function run(simulation: (options: MatmulRunOptions) => MatmulRun, waves?: string): MatmulRun {
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

async function build(design: MatmulDesign, waves: WaveKind): Promise<Model> {
  const progress = startProgress('building the model');
  try {
    progress.update(design.name);
    return await buildModel({ ...design.source, waves });
  } finally {
    progress.done();
  }
}

function compare(operands: GemmOperands, result: Int32Array, outputs?: Outputs): Comparison {
  const progress = startProgress('comparing with the golden model');
  try {
    const update = (rows: number) => progress.update(`${Math.floor((100 * rows) / operands.m)} %`);
    return compareWithGolden(operands, result, update, outputs);
  } finally {
    progress.done();
  }
}

/** The result in the type that holds it: raw sums are int32; outputs of 8 bits int8, or uint8 where they are unsigned. */
function outputArray(
  result: Int32Array,
  shape: readonly number[],
  width: number,
  requant?: ReadRequantisation,
): NpyArray {
  if (requant === undefined) return { dataType: 'int32', shape, data: result };
  const { shift } = requant;
  const bits = shift === 0 ? width : width + 1;
  if (shift > 0 && width <= 8) return { dataType: 'uint8', shape, data: Uint8Array.from(result, x => x + shift) };
  if (bits <= 8) return { dataType: 'int8', shape, data: Int8Array.from(result) };
  if (bits <= 16) return { dataType: 'int16', shape, data: Int16Array.from(result, x => x + shift) };
  return { dataType: 'int32', shape, data: result.map(x => x + shift) };
}

/**
 * Multiplies matrices in .npy files on an emitted matmul engine in Verilator and checks every element and the cycles. The
 * result is written only if both are right; the report is written in any case.
 *
 * @throws UserError for files and options that are wrong, before anything is run or written
 */
export async function simulateGemm(options: SimulateOptions): Promise<GemmReport> {
  const { config, out, requant: requantPath, report: reportPath, waves, seed = 1, folder } = options;
  const kind = waveKind(waves);
  const design = findMatmul(config, folder);
  const { parameters } = design;
  const width = parameters.OUT_WIDTH;
  checkOutputs(options);
  const { quantised, defined } = readOperands(options, design);
  const { m, k, n } = defined;
  const requant = requantPath === undefined ? undefined : readRequantParams(requantPath, n, width);
  if (requant !== undefined) checkMode(design, requant.requantisation);
  const product = matmulProduct(foldOperands(quantised, parameters.W_WIDTH), requant?.requantisation);
  if (waves !== undefined) checkWaves(design, product);
  const verilator = showVersion((await findVerilator()).version);
  const model = await build(design, kind);
  checkPorts(design, model);
  const start = performance.now();
  const { result, cycles, expectedCycles, loads, commands, activity, simulatedCycles } = run(
    running => runMatmul(model, parameters, product, { seed, ...running }),
    waves,
  );
  const seconds = (performance.now() - start) / 1000;
  const outputs = requant === undefined ? undefined : { requantisation: requant.requantisation, width };
  const { mismatches, first } = compare(defined, result, outputs);
  const array = outputArray(result, [m, n], width, requant);
  const ideal = idealCycles({ m, k, n }, parameters);
  const report: GemmReport = {
    configuration: design.name,
    parameters,
    m,
    k,
    n,
    engine_k: product.operands.k,
    bias: quantised.bias !== undefined,
    loads,
    commands,
    cycles,
    expected_cycles: expectedCycles,
    ideal_cycles: ideal,
    utilisation: ideal / cycles,
    activity,
    mismatches,
    first_mismatches: first,
    output_type: array.dataType,
    seed,
    verilator,
    kcycles_per_second: simulatedCycles / seconds / 1000,
    seconds,
  };
  if (mismatches === 0 && cycles === expectedCycles) writeNpy(out, array);
  if (reportPath !== undefined) {
    writeFileAtomically(reportPath, new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`));
  }
  return report;
}

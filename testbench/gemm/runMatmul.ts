/** A whole product of any size through matmul, load after load of its buffers. */
import type { GemmOperands, Operand } from '../golden/gemm.ts';
import { unpackValues } from '../streams/bits.ts';
import { describeViolation, type StreamResult } from '../streams/job.ts';
import { unpackLanes } from '../streams/lanes.ts';
import type { Model } from '../verilator/model.ts';
import { runStreams } from '../verilator/runStreams.ts';
import { takesParameters } from './engineCommand.ts';
import type { Channel } from './engineWork.ts';
import { type MatmulCommand, type MatmulParameters, wordsOf } from './matmulCommand.ts';
import { matmulCycles } from './matmulCycles.ts';
import { matmulJob } from './matmulJob.ts';
import { type CommandTemplate, type Load, loadsOf, planProduct } from './matmulPlan.ts';
import { activationWords, parameterWord, weightWords } from './matmulWords.ts';

/** A product and what is done to its sums. */
export interface MatmulProduct {
  /** Signed operands in the ranges of the ports; sizes of 1 or more. */
  readonly operands: Pick<GemmOperands, 'a' | 'b' | 'm' | 'k' | 'n'>;
  readonly template: CommandTemplate;
  /** Bias and scaling of every column. */
  readonly channels: readonly Channel[];
}

export interface MatmulRunOptions {
  /** Seeds unreset registers, memories, and what idle ports hold; 1 unless stated. */
  readonly seed?: number;
  /** Where to write a waveform of a product that is one load; the model must be built for its kind. */
  readonly waves?: string;
  /** Told how many of all commands are done. */
  readonly progress?: (done: number, all: number) => void;
}

/** What the engine's counters say of its busy cycles. */
export interface Activity {
  readonly moved: number;
  readonly weights: number;
  readonly activations: number;
  readonly parameters: number;
  readonly results: number;
  readonly rest: number;
}

export interface MatmulRun {
  /** m × n, row by row. */
  readonly result: Int32Array;
  readonly commands: number;
  readonly loads: number;
  /** Of all commands, each from its acceptance to its last result (or the answer where sums are kept), both counted. */
  readonly cycles: number;
  /** What the formula says. */
  readonly expectedCycles: number;
  readonly activity: Activity;
  /** Cycles that were simulated: filling the buffers is among them. */
  readonly simulatedCycles: number;
}

/** Rows and columns of a matrix. */
function block(matrix: Operand, width: number, row: number, rows: number, column: number, columns: number): Int16Array {
  const values = new Int16Array(rows * columns);
  for (let at = 0; at < rows; at++) {
    const from = (row + at) * width + column;
    values.set(matrix.subarray(from, from + columns), at * columns);
  }
  return values;
}

/** A command of a load, its operands in the buffers' words, and its cycles by the formula. */
interface Step {
  readonly command: MatmulCommand;
  readonly activation: Int16Array;
  readonly weight: Int16Array;
  readonly parameter: readonly bigint[];
  /** Cycles in which the buffers are filled. */
  readonly filling: number;
  readonly cycles: number;
}

const noBases = { activation: 0, weight: 0, parameter: 0 };

function stepsOf({ operands, template, channels }: MatmulProduct, load: Load, parameters: MatmulParameters): Step[] {
  const { m, n, row, column, parts } = load;
  return parts.map(({ first, k }, part) => {
    const command = { ...template, m, k, n, starts: part === 0, ends: part === parts.length - 1, bases: noBases };
    const parametric = takesParameters(command);
    const words = wordsOf(command, parameters);
    const own = parametric ? channels.slice(column, column + n) : [];
    return {
      command,
      activation: activationWords({ a: block(operands.a, operands.k, row, m, first, k), m, k }, parameters),
      weight: weightWords({ b: block(operands.b, operands.n, first, k, column, n), k, n }, parameters),
      parameter: own.map(channel => parameterWord(channel, parameters.ACC_WIDTH)),
      filling: Math.max(words.activation, words.weight, own.length),
      cycles: matmulCycles(parameters, { m, k, n, mode: command.mode, parametric, ends: command.ends }),
    };
  });
}

/** Cycles between a command's end and the next filling: its answer has been taken. */
const PAUSE = 2;

/** When each step's buffers are filled, and its command offered. */
function timetable(steps: readonly Step[]): { readonly fill: number; readonly offer: number }[] {
  let next = 0;
  return steps.map(({ filling, cycles }) => {
    const fill = next;
    const offer = fill + filling;
    next = offer + cycles + PAUSE;
    return { fill, offer };
  });
}

const counting = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const joinedLanes = (parts: readonly Int16Array[]): Int16Array => {
  const all = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** Runs the commands of one load, each when its operands are in the buffers and the one before is answered. */
function runLoad(
  model: Model,
  parameters: MatmulParameters,
  steps: readonly Step[],
  options: { readonly seed: number; readonly waves?: string },
): StreamResult {
  const { ROWS, COLS } = parameters;
  const times = timetable(steps);
  const last = steps.at(-1)?.cycles ?? 0;
  const end = (times.at(-1)?.offer ?? 0) + last + PAUSE;
  // One cycle longer than the run with all that may be late: a pattern begins anew at its end.
  const closed = new Uint8Array(2 * end + 1024).fill(1);
  const open = (windows: readonly { readonly from: number; readonly length: number }[]): Uint8Array => {
    const pattern = closed.slice();
    for (const { from, length } of windows) pattern.fill(0, from, from + length);
    return pattern;
  };
  const fills = (words: (step: Step) => number) =>
    open(steps.map((step, index) => ({ from: times[index]?.fill ?? 0, length: words(step) })));
  const addresses = (words: (step: Step) => number) => steps.flatMap(step => counting(words(step)));
  const counts = {
    activation: ({ activation }: Step) => activation.length / ROWS,
    weight: ({ weight }: Step) => weight.length / COLS,
    parameter: ({ parameter }: Step) => parameter.length,
  };
  const { command: ending } = steps.at(-1) ?? {};
  const job = matmulJob(
    {
      activation: {
        addresses: addresses(counts.activation),
        words: joinedLanes(steps.map(({ activation }) => activation)),
      },
      weight: { addresses: addresses(counts.weight), words: joinedLanes(steps.map(({ weight }) => weight)) },
      parameter: { addresses: addresses(counts.parameter), words: steps.flatMap(({ parameter }) => parameter) },
      commands: steps.map(({ command }) => command),
      results: ending === undefined ? 0 : ending.m * Math.ceil(ending.n / COLS),
    },
    parameters,
    {
      activation: fills(counts.activation),
      weight: fills(counts.weight),
      parameter: fills(counts.parameter),
      command: open(times.map(({ offer }) => ({ from: offer, length: 1 }))),
    },
    options.seed,
  );
  const waves = options.waves === undefined ? {} : { waves: options.waves };
  return runStreams(model, { ...job, ...waves, hangAfter: Math.max(...steps.map(({ cycles }) => cycles)) + 1000 });
}

const noBytes = new Uint8Array(0);

/** Cycles of each command of a load, as they were measured. @throws Error when the engine breaks its contract */
function measure(model: Model, run: StreamResult, steps: readonly Step[]): number[] {
  const { response, result } = run.outputs;
  const [violation] = run.violations;
  if (violation !== undefined) throw new Error(`${model.top} breaks the protocol, ${describeViolation(violation)}`);
  const codes = unpackValues(response?.fields.code ?? noBytes, 3);
  return steps.map(({ command }, index) => {
    if (codes[index] !== 0n) throw new Error(`${model.top} answers command ${index} with ${codes[index]}.`);
    const accepted = run.inputs.command?.cycles[index] ?? 0;
    const ended = command.ends ? result?.cycles.at(-1) : response?.cycles[index];
    return (ended ?? 0) - accepted + 1;
  });
}

/** Puts a load's result vectors in their place. @throws Error when a vector is marked wrongly */
function place(model: Model, run: StreamResult, load: Load, n: number, parameters: MatmulParameters, all: Int32Array) {
  const { COLS, ACC_WIDTH } = parameters;
  const fields = run.outputs.result?.fields ?? {};
  const values = unpackLanes(fields.bits ?? noBytes, { lanes: COLS, laneWidth: ACC_WIDTH });
  const columns = unpackValues(fields.columns ?? noBytes, Math.ceil(Math.log2(COLS + 1)));
  const lasts = unpackValues(fields.last ?? noBytes, 1);
  let beat = 0;
  for (let column = 0; column < load.n; column += COLS) {
    const lanes = Math.min(COLS, load.n - column);
    for (let row = 0; row < load.m; row++, beat++) {
      const isLast = column + COLS >= load.n && row === load.m - 1;
      if (Number(columns[beat]) !== lanes || (lasts[beat] === 1n) !== isLast) {
        throw new Error(`${model.top} marks result ${beat} with ${columns[beat]} columns, last ${lasts[beat]}.`);
      }
      all.set(values.subarray(beat * COLS, beat * COLS + lanes), (load.row + row) * n + load.column + column);
    }
  }
}

function activityOf(run: StreamResult): number[] {
  const all = run.finalOutputs.activity ?? 0n;
  return [0, 1, 2, 3, 4, 5].map(kind => Number(BigInt.asUintN(32, all >> BigInt(32 * kind))));
}

/**
 * Runs a product through an engine in Verilator. What the buffers do not hold at once is cut along M and N into loads,
 * each on a fresh engine, and along K into commands that go on with each other's sums.
 *
 * @throws HangError, DesignStoppedError, and Error when the engine breaks its contract other than by a result's value or
 * by its time
 */
export function runMatmul(
  model: Model,
  parameters: MatmulParameters,
  product: MatmulProduct,
  options: MatmulRunOptions = {},
): MatmulRun {
  const { seed = 1, waves, progress } = options;
  const { operands, template } = product;
  const { m, n } = operands;
  const plan = planProduct(operands, template, parameters);
  const result = new Int32Array(m * n);
  const activity = [0, 0, 0, 0, 0, 0];
  let [cycles, loads, commands, simulatedCycles] = [0, 0, 0, 0];
  for (const load of loadsOf(operands, plan)) {
    const steps = stepsOf(product, load, parameters);
    const run = runLoad(model, parameters, steps, { seed, ...(waves === undefined ? {} : { waves }) });
    cycles += measure(model, run, steps).reduce((sum, each) => sum + each, 0);
    place(model, run, load, n, parameters, result);
    activityOf(run).forEach((count, kind) => {
      activity[kind] = (activity[kind] ?? 0) + count;
    });
    simulatedCycles += run.cycles;
    loads++;
    commands += steps.length;
    progress?.(commands, plan.commands);
  }
  const [moved = 0, weights = 0, activations = 0, parameterWaits = 0, results = 0, rest = 0] = activity;
  return {
    result,
    commands,
    loads,
    cycles,
    expectedCycles: plan.cycles,
    activity: { moved, weights, activations, parameters: parameterWaits, results, rest },
    simulatedCycles,
  };
}

/** A user's product as commands of matmul_engine. */
import { UserError } from '../../scripts/userError.ts';
import type { GemmOperands } from '../golden/gemm.ts';
import { clampOf, type Requantisation } from '../golden/requantise.ts';
import { describeViolation } from '../streams/job.ts';
import type { Model } from '../verilator/model.ts';
import { runStreams } from '../verilator/runStreams.ts';
import {
  answerOf,
  type EngineCommand,
  type EngineParameters,
  modes,
  modesOf,
  takesParameters,
} from './engineCommand.ts';
import type { EngineDesign } from './engineDesign.ts';
import { type EngineTraffic, engineJob, outcomeOf, timingFaults } from './engineJob.ts';
import { activationLanes, resultBeats, weightLanes } from './engineOrder.ts';
import { type Channel, productChain } from './engineWork.ts';
import type { GemmRun, GemmRunOptions } from './runGemm.ts';

/** Operand elements, repeats included, that a run holds: some hundreds of megabytes. */
const MOST_ELEMENTS = 2 ** 24;

/** The largest M of one command. */
function mostRows({ OUTPUT_STATIONARY, ACC_DEPTH, SIZE_WIDTH }: EngineParameters): number {
  const most = 2 ** SIZE_WIDTH - 1;
  return OUTPUT_STATIONARY === 1 ? most : Math.min(ACC_DEPTH, most);
}

/** What enters for a product of n columns, but its M: the command's fields, and a word a column. */
function commandOf(operands: GemmOperands, requantisation?: Requantisation) {
  const { n, bias = new Int32Array(n) } = operands;
  const ownBias = operands.bias !== undefined;
  if (requantisation !== undefined) {
    const { parts, channels } = productChain({ ...operands, bias, requantisation });
    const command = parts[0]?.command;
    if (command === undefined) throw new Error('A product is one command.');
    return { command: { ...command, bias: ownBias }, channels };
  }
  const command: EngineCommand = {
    m: operands.m,
    k: operands.k,
    n,
    starts: true,
    ends: true,
    bias: ownBias,
    mode: modes.raw,
    perChannel: false,
    scale: 0,
    shift: 0,
    offset: 0,
    low: 0,
    high: 0,
    fault: 0,
  };
  return { command, channels: Array.from(bias, (value): Channel => ({ bias: value, scale: 0, shift: 0 })) };
}

/**
 * What an engine cannot do is refused before anything is built.
 *
 * @throws UserError
 */
export function checkEngineWork(design: EngineDesign, operands: GemmOperands, requantisation?: Requantisation): void {
  const { name, parameters } = design;
  const { ROWS, COLS, SIZE_WIDTH, REQUANT_LANES, OUT_WIDTH, OUTPUT_STATIONARY } = parameters;
  const { m, k, n } = operands;
  const most = 2 ** SIZE_WIDTH - 1;
  for (const [size, value] of Object.entries({ K: k, N: n })) {
    if (value > most) {
      throw new UserError(
        `${size} is ${value}, but ${name} takes at most ${most}.`,
        'Cut the product, or choose a configuration with a larger SIZE_WIDTH.',
      );
    }
  }
  const weightSets = Math.ceil(m / (OUTPUT_STATIONARY === 1 ? ROWS : mostRows(parameters)));
  const elements = k * COLS * Math.ceil(n / COLS) * weightSets + m * (k + ROWS) * Math.ceil(n / COLS);
  if (elements > MOST_ELEMENTS) {
    throw new UserError(
      `${m} × ${k} times ${k} × ${n} is too large a simulation for ${name}: ${elements} elements enter it, at most ${MOST_ELEMENTS} are held.`,
      'Cut the product along M or N, or take a configuration of the systolic array.',
    );
  }
  if (requantisation === undefined) return;
  if (!modesOf(parameters).includes(modes[requantisation.mode])) {
    const why = REQUANT_LANES === 0 ? 'its REQUANT_LANES is 0' : 'its FLOAT is 0';
    throw new UserError(
      `${name} has no mode ${requantisation.mode}: ${why}.`,
      'Choose another mode or configuration, or leave out --requant for raw sums.',
    );
  }
  const top = 2 ** (OUT_WIDTH - 1) - 1;
  const { offset, high } = requantisation;
  for (const [field, value] of Object.entries({ offset, low: clampOf(requantisation).low, high })) {
    if (value < -top - 1 || value > top) {
      throw new UserError(
        `${field} is ${value}, but results of ${name} have ${OUT_WIDTH} bits, ${-top - 1} to ${top}.`,
        'Change it, or choose a configuration with a larger OUT_WIDTH.',
      );
    }
  }
}

function append<Element>(target: Element[], more: readonly Element[]): void {
  for (const element of more) target.push(element);
}

/** The product cut along M. Results hold the marks that must come, and 0 for every value. */
function trafficOfProduct(operands: GemmOperands, parameters: EngineParameters, requantisation?: Requantisation) {
  const { a, b, m, k, n } = operands;
  const { ROWS, COLS } = parameters;
  const { command: whole, channels: words } = commandOf(operands, requantisation);
  const commands: EngineCommand[] = [];
  const weights: number[] = [];
  const activations: number[] = [];
  const channels: Channel[] = [];
  const operandEnds: { weight: number; activation: number }[] = [];
  const results: EngineTraffic['results'][number][] = [];
  const step = mostRows(parameters);
  for (let first = 0; first < m; first += step) {
    const command = { ...whole, m: Math.min(step, m - first) };
    const part = { a: a.subarray(first * k, (first + command.m) * k), b, m: command.m, k, n };
    commands.push(command);
    append(
      weights,
      weightLanes(part, parameters, () => 0),
    );
    append(
      activations,
      activationLanes(part, parameters, () => 0),
    );
    operandEnds.push({ weight: weights.length / COLS, activation: activations.length / ROWS });
    if (takesParameters(command)) append(channels, words);
    append(results, resultBeats([], command.m, n, COLS));
  }
  const answers = commands.map(command => answerOf(command, parameters));
  return { commands, weights, activations, channels, operandEnds, answers, results } satisfies EngineTraffic;
}

/**
 * Runs A · B + bias, requantised or not, through an engine in Verilator. M beyond ACC_DEPTH of a weight-stationary
 * engine is cut into several commands.
 *
 * @param operands and requantisation that checkEngineWork lets pass
 * @returns cycles from the first command's acceptance to the last result, both counted
 * @throws HangError, DesignStoppedError, and Error when the engine breaks its contract other than by a result's value
 */
export function runEngine(
  model: Model,
  parameters: EngineParameters,
  operands: GemmOperands,
  options: Pick<GemmRunOptions, 'seed' | 'waves'> & { readonly requantisation?: Requantisation } = {},
): GemmRun {
  const { seed = 1, waves, requantisation } = options;
  const traffic = trafficOfProduct(operands, parameters, requantisation);
  const run = runStreams(model, {
    ...engineJob(traffic, parameters, {}, seed),
    ...(waves === undefined ? {} : { waves }),
  });
  // Nothing is offered at the end: command_code, which shows what an offered command will get, may be anything.
  const violation = run.violations.find(({ stream }) => stream !== 'command_code');
  if (violation !== undefined) throw new Error(`${model.top} breaks the protocol, ${describeViolation(violation)}`);
  const [late] = timingFaults(run, traffic);
  if (late !== undefined) throw new Error(`${model.top} breaks its contract on time: ${late}`);
  const { answers, results } = outcomeOf(run, parameters);
  const refused = answers.findIndex(answer => answer !== 0);
  if (refused >= 0) throw new Error(`${model.top} answers command ${refused} with ${answers[refused]}.`);
  const { COLS } = parameters;
  const { m, n } = operands;
  const result = new Int32Array(m * n);
  const step = mostRows(parameters);
  let beat = 0;
  for (let first = 0; first < m; first += step) {
    for (let column = 0; column < n; column += COLS) {
      for (let row = first; row < Math.min(first + step, m); row++, beat++) {
        const { values, columns, last } = results[beat] ?? { values: [], columns: 0, last: false };
        const wanted = traffic.results[beat];
        if (columns !== wanted?.columns || last !== wanted.last) {
          throw new Error(`${model.top} marks result ${beat} with ${columns} columns, last ${last}.`);
        }
        result.set(values.slice(0, columns), row * n + column);
      }
    }
  }
  const start = run.inputs.command?.cycles[0] ?? 0;
  const end = run.outputs.result?.cycles.at(-1) ?? 0;
  return { result, cycles: end - start + 1, weightCycles: traffic.weights.length / COLS };
}

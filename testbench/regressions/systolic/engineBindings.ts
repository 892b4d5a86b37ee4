/** The engines that the regressions run, all of one emitted text, and how a run of one is held against the golden models. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { MatmulEngine } from '../../../generators/systolic/engine/matmulEngine.ts';
import type { EngineParameters } from '../../gemm/engineCommand.ts';
import {
  type EngineStalls,
  type EngineTraffic,
  engineJob,
  outcomeOf,
  timingFaults,
  trafficOf,
} from '../../gemm/engineJob.ts';
import type { EngineItem } from '../../gemm/engineWork.ts';
import { type Random, random } from '../../random.ts';
import { describeViolation, type StreamResult } from '../../streams/job.ts';
import { anyStalls } from '../../streams/stalls.ts';
import type { Model } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';
import { type Emitted, emitFiles } from '../language/tools.ts';
import { anySigned } from './engineRandom.ts';

const common = { A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 32, PIPELINE: 0, SIZE_WIDTH: 8, OUT_WIDTH: 8, FLOAT: 1 } as const;
const weightsStay = { ...common, OUTPUT_STATIONARY: 0 } as const;
const outputsStay = { ...common, OUTPUT_STATIONARY: 1, ACC_DEPTH: 1 } as const;

const bindings: readonly EngineParameters[] = [
  { ...weightsStay, ROWS: 4, COLS: 4, ACC_DEPTH: 9, REQUANT_LANES: 4, COMMANDS: 2, SIZE_WIDTH: 16 },
  { ...outputsStay, ROWS: 4, COLS: 4, REQUANT_LANES: 1, COMMANDS: 4 },
  { ...weightsStay, ROWS: 3, COLS: 5, PIPELINE: 2, W_WIDTH: 4, ACC_DEPTH: 7, REQUANT_LANES: 2, FLOAT: 0, COMMANDS: 3 },
  { ...outputsStay, ROWS: 3, COLS: 5, PIPELINE: 1, W_WIDTH: 4, ACC_WIDTH: 12, REQUANT_LANES: 0, COMMANDS: 2 },
  { ...weightsStay, ROWS: 1, COLS: 1, ACC_DEPTH: 3, REQUANT_LANES: 1, COMMANDS: 1 },
];

function nameOf(parameters: EngineParameters): string {
  const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE, OUTPUT_STATIONARY, REQUANT_LANES, FLOAT } = parameters;
  const stays = OUTPUT_STATIONARY === 1 ? 'outputs' : 'weights';
  const widths = `${A_WIDTH} x ${W_WIDTH} to ${ACC_WIDTH} bits`;
  return `${ROWS}x${COLS}, ${stays} stay, ${widths}, PIPELINE ${PIPELINE}, REQUANT_LANES ${REQUANT_LANES}, FLOAT ${FLOAT}`;
}

/** Both dataflows, a single element, extra registers, one lane, all lanes, a number that does not divide, none. */
export const engines = bindings.map(parameters => [nameOf(parameters), parameters] as const);

/** The engine's text in a folder of its own, which the caller removes. */
export async function emitEngine(): Promise<{ readonly folder: string; readonly emitted: Emitted }> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-engine-'));
  return { folder, emitted: await emitFiles(folder, MatmulEngine) };
}

export function engineSource(
  { top, files }: Pick<Emitted, 'top' | 'files'>,
  parameters: EngineParameters,
): VerilogSource {
  return { top, files, parameters: { ...parameters } };
}

/** Whatever registers and memory words hold at power-up must not matter. */
export const initialStates = [1, 2];

const streams = ['command', 'weight', 'activation', 'parameter', 'response', 'result'] as const;

export function everyStall(source: Random): EngineStalls {
  return Object.fromEntries(streams.map(stream => [stream, anyStalls(source)]));
}

/** Work as traffic; lanes beyond a matrix hold any number. */
export function randomTraffic(
  items: readonly EngineItem[],
  parameters: EngineParameters,
  source: Random,
): EngineTraffic {
  return trafficOf(items, parameters, {
    weight: () => anySigned(source, parameters.W_WIDTH),
    activation: () => anySigned(source, parameters.A_WIDTH),
  });
}

/** Everything that left, in order, and every breach of the protocol or of the contract on time. */
export function observed(run: StreamResult, traffic: EngineTraffic, parameters: EngineParameters) {
  // Nothing is offered at the end: command_code, which shows what an offered command will get, may be anything.
  const violations = run.violations.filter(({ stream }) => stream !== 'command_code').map(describeViolation);
  return { ...outcomeOf(run, parameters), timing: timingFaults(run, traffic), violations };
}

/** What `observed` has to be: every answer and every result bit for bit, nothing lost and nothing extra. */
export function expectedOf({ answers, results }: EngineTraffic) {
  return { answers, results, timing: [], violations: [] };
}

/** Runs work in Verilator from every initial state. @param seed of what lanes beyond a matrix hold */
export function checkEngine(
  model: Model,
  parameters: EngineParameters,
  items: readonly EngineItem[],
  stalls: EngineStalls,
  seed: number,
): void {
  const traffic = randomTraffic(items, parameters, random(seed));
  for (const state of initialStates) {
    const run = runStreams(model, engineJob(traffic, parameters, stalls, state));
    expect(observed(run, traffic, parameters), `seed ${seed}, state ${state}`).toEqual(expectedOf(traffic));
  }
}

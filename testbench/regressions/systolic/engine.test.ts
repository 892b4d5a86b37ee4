import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MatmulEngine } from '../../../generators/systolic/engine/matmulEngine.ts';
import { skipUnless } from '../../../scripts/test/skip.ts';
import type { EngineParameters } from '../../gemm/engineCommand.ts';
import { type EngineStalls, engineJob, outcomeOf, timingFaults, trafficOf } from '../../gemm/engineJob.ts';
import type { EngineItem } from '../../gemm/engineWork.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runStreamsInIcarus } from '../../icarus/runStreams.ts';
import { type Random, random } from '../../random.ts';
import { describeViolation, type StreamResult } from '../../streams/job.ts';
import { anyStalls } from '../../streams/stalls.ts';
import { buildModel, type Model } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';
import { type Emitted, emitFiles } from '../language/tools.ts';
import { anySigned, anyWork, refusedCommands } from './engineRandom.ts';

const common = { A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 32, PIPELINE: 0, SIZE_WIDTH: 8, OUT_WIDTH: 8, FLOAT: 1 } as const;
const weightsStay = { ...common, OUTPUT_STATIONARY: 0 } as const;
const outputsStay = { ...common, OUTPUT_STATIONARY: 1 } as const;

/** All run from one emitted text. */
const engines: readonly EngineParameters[] = [
  { ...weightsStay, ROWS: 4, COLS: 4, ACC_DEPTH: 9, REQUANT_LANES: 4, COMMANDS: 2, SIZE_WIDTH: 16 },
  { ...outputsStay, ROWS: 4, COLS: 4, ACC_DEPTH: 1, REQUANT_LANES: 1, COMMANDS: 4 },
  { ...weightsStay, ROWS: 3, COLS: 5, PIPELINE: 2, W_WIDTH: 4, ACC_DEPTH: 7, REQUANT_LANES: 2, FLOAT: 0, COMMANDS: 3 },
  {
    ...outputsStay,
    ...{ ROWS: 3, COLS: 5, PIPELINE: 1, W_WIDTH: 4, ACC_WIDTH: 12, ACC_DEPTH: 1, REQUANT_LANES: 0, COMMANDS: 2 },
  },
  { ...weightsStay, ROWS: 1, COLS: 1, ACC_DEPTH: 3, REQUANT_LANES: 1, COMMANDS: 1 },
];

const nameOf = (parameters: EngineParameters): string => {
  const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE, OUTPUT_STATIONARY, REQUANT_LANES, FLOAT } = parameters;
  const stays = OUTPUT_STATIONARY === 1 ? 'outputs' : 'weights';
  const requantises = REQUANT_LANES === 0 ? 'raw' : `${REQUANT_LANES} lanes${FLOAT === 1 ? ' with float' : ''}`;
  return `${ROWS}x${COLS}, ${stays} stay, ${A_WIDTH} x ${W_WIDTH} to ${ACC_WIDTH} bits, PIPELINE ${PIPELINE}, ${requantises}`;
};

const named = engines.map(parameters => [nameOf(parameters), parameters] as const);

const SEED = 935;
const stalledSeeds = Array.from({ length: 8 }, (_, index) => SEED + 1 + index);

/** Whatever registers and memory words hold at power-up must not matter. */
const initialStates = [1, 2];

const streams = ['command', 'weight', 'activation', 'parameter', 'response', 'result'] as const;

const everyStall = (source: Random): EngineStalls =>
  Object.fromEntries(streams.map(stream => [stream, anyStalls(source)]));

let folder = '';
let emitted: Emitted = { top: '', files: [], text: '' };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-engine-'));
  emitted = await emitFiles(folder, MatmulEngine);
});
afterAll(() => rm(folder, { recursive: true }));

const sourceOf = (parameters: EngineParameters, files = emitted.files): VerilogSource => ({
  top: emitted.top,
  files,
  parameters: { ...parameters },
});

const trafficFor = (items: readonly EngineItem[], parameters: EngineParameters, source: Random) =>
  trafficOf(items, parameters, {
    weight: () => anySigned(source, parameters.W_WIDTH),
    activation: () => anySigned(source, parameters.A_WIDTH),
  });

/** Everything that left, in order, and every breach of the protocol or of the contract on time. */
const seen = (run: StreamResult, traffic: ReturnType<typeof trafficFor>, parameters: EngineParameters) => ({
  ...outcomeOf(run, parameters),
  faults: timingFaults(run, traffic),
  // Nothing is offered at the end: command_code, which shows what an offered command will get, may be anything.
  violations: run.violations.filter(({ stream }) => stream !== 'command_code').map(describeViolation),
});

/** Runs work from every initial state; results and answers are the golden models', bit for bit, none lost or extra. */
function check(
  model: Model,
  parameters: EngineParameters,
  items: readonly EngineItem[],
  stalls: EngineStalls,
  seed: number,
) {
  const traffic = trafficFor(items, parameters, random(seed));
  const { answers, results } = traffic;
  for (const state of initialStates) {
    const run = runStreams(model, engineJob(traffic, parameters, stalls, state));
    expect(seen(run, traffic, parameters), `seed ${seed}, state ${state}`).toEqual({
      answers,
      results,
      faults: [],
      violations: [],
    });
  }
}

describe.each(named)('matmul_engine %s', (_, parameters) => {
  let model: Model;
  beforeAll(async () => {
    model = await buildModel(sourceOf(parameters));
  });

  it.each([SEED])('computes random commands at full rate, seed %i', seed => {
    check(model, parameters, anyWork(random(seed), parameters, 20), {}, seed);
  });

  it.each(stalledSeeds)('computes random commands under stalls of every stream, seed %i', seed => {
    const source = random(seed);
    check(model, parameters, anyWork(source, parameters, 6), everyStall(source), seed);
  });

  it('refuses every command that it cannot carry out, with its code, and goes on', () => {
    const source = random(SEED + 100);
    const refused = refusedCommands(source, parameters).map(command => ({ refused: command }));
    const work = refused.flatMap(command => [command, ...anyWork(source, parameters, 1)]);
    const codes = new Set(trafficFor(work, parameters, source).answers);
    expect([...codes].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    check(model, parameters, work, {}, SEED + 100);
    check(model, parameters, work, everyStall(source), SEED + 100);
  });
});

describe('matmul_engine in Icarus, unknowns where nothing is driven', async () => {
  const icarus = await icarusAvailability();
  skipUnless(icarus.available, icarus.available ? '' : icarus.reason);

  it.each(named)('%s', async (_, parameters) => {
    const source = random(SEED + 200);
    const traffic = trafficFor(anyWork(source, parameters, 6), parameters, source);
    const { answers, results } = traffic;
    const job = engineJob(traffic, parameters, everyStall(source), 1);
    const run = await runStreamsInIcarus(await icarusModel(sourceOf(parameters)), job);
    expect(seen(run, traffic, parameters)).toEqual({ answers, results, faults: [], violations: [] });
  });
});

import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineCommand, type EngineParameters, modesOf } from '../../gemm/engineCommand.ts';
import { engineJob } from '../../gemm/engineJob.ts';
import type { Chain } from '../../gemm/engineWork.ts';
import { random } from '../../random.ts';
import type { StreamResult } from '../../streams/job.ts';
import { buildModel } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import type { Emitted } from '../language/tools.ts';
import { emitEngine, engineSource, engines, expectedOf, observed, randomTraffic } from './engineBindings.ts';
import { latencyOf } from './schedule.ts';

type Size = readonly [m: number, k: number, n: number];

let folder = '';
let emitted: Emitted;
beforeAll(async () => {
  ({ folder, emitted } = await emitEngine());
});
afterAll(() => rm(folder, { recursive: true }));

/** Commands of one size, each with a bias and a scale of every column. */
function sameCommands(count: number, [m, k, n]: Size, mode: number): { readonly chain: Chain }[] {
  const source = random(count);
  const small = (length: number) => Int16Array.from({ length }, () => source.integer(-8, 7));
  // A quarter in every mode: 2^30 is 1/2 as a fraction, 2 as a float32.
  const scaling = { scale: mode === 3 ? 0x3e80_0000 : 2 ** 30, shift: mode === 3 ? 0 : -1 };
  const command: EngineCommand = {
    ...{ m, k, n, starts: true, ends: true, bias: true, mode, perChannel: true, ...scaling },
    ...{ offset: 0, low: -128, high: 127, fault: 0 },
  };
  return Array.from({ length: count }, () => ({
    chain: {
      parts: [{ command, a: small(m * k), b: small(k * n) }],
      channels: Array.from({ length: n }, () => ({ ...scaling, bias: source.integer(-50, 50) })),
    },
  }));
}

/** Runs commands at full rate, their results held against the golden models. */
async function run(count: number, size: Size, mode: number, parameters: EngineParameters): Promise<StreamResult> {
  const model = await buildModel(engineSource(emitted, parameters));
  const traffic = randomTraffic(sameCommands(count, size, mode), parameters, random(1));
  const result = runStreams(model, engineJob(traffic, parameters, {}, 1));
  expect(observed(result, traffic, parameters)).toEqual(expectedOf(traffic));
  return result;
}

/** Cycles between beats that follow each other, every value once. */
function steps(cycles: ArrayLike<number> = []): number[] {
  const all = Array.from(cycles);
  return [...new Set(all.slice(1).map((cycle, before) => cycle - (all[before] ?? 0)))];
}

/** Weights stay, every column has its lane, and a command waits while one is under way. */
const withoutGaps = engines.filter(
  ([, { OUTPUT_STATIONARY, REQUANT_LANES, COLS, COMMANDS }]) =>
    OUTPUT_STATIONARY === 0 && REQUANT_LANES === COLS && COMMANDS > 1,
);

describe.each(withoutGaps)('matmul_engine %s', (_, parameters) => {
  const { ROWS, COLS } = parameters;

  it.each(modesOf(parameters))('never rests its weight port between vectors times matrices, mode %i', async mode => {
    // With K of COLS, parameters enter in every cycle too.
    for (const k of [8 * ROWS + 1, COLS]) {
      const { inputs } = await run(6, [1, k, 20 * COLS], mode, parameters);
      expect(steps(inputs.weight?.cycles)).toEqual([1]);
    }
  });

  it.each(modesOf(parameters))('takes a vector in every cycle where M is ROWS or more, mode %i', async mode => {
    for (const m of [ROWS, 2 * ROWS]) {
      const { inputs } = await run(6, [m, 4 * ROWS, 4 * COLS], mode, parameters);
      expect(steps(inputs.activation?.cycles)).toEqual([1]);
    }
  });
});

const outputsStay = engines.filter(([, { OUTPUT_STATIONARY }]) => OUTPUT_STATIONARY === 1);

describe.each(outputsStay)('matmul_engine %s', (_, parameters) => {
  const { ROWS, COLS, PIPELINE } = parameters;
  const drain = ROWS + (PIPELINE === 0 ? 0 : Math.floor((ROWS - 1) / PIPELINE));

  it.each([1, ROWS, drain, drain + 5])('gives sums at the pace and the latency that are stated, K %i', async k => {
    const tiles = 6;
    const { inputs, outputs } = await run(1, [ROWS, k, tiles * COLS], 0, parameters);
    const weights = inputs.weight?.cycles ?? new Uint32Array();
    expect(inputs.activation?.cycles).toEqual(weights);
    const last = Array.from({ length: tiles }, (_, tile) => weights[tile * k + k - 1] ?? -1);
    expect(steps(last)).toEqual([Math.max(k, drain)]);
    // The first tile of sums waits for nothing; parameters of later ones load while it leaves.
    const sums = Array.from({ length: ROWS }, (_, row) => (last[0] ?? -1) + latencyOf(parameters) + row);
    expect([...(outputs.result?.cycles ?? [])].slice(0, ROWS)).toEqual(sums);
  });
});

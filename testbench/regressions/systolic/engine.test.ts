import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { engineJob } from '../../gemm/engineJob.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runStreamsInIcarus } from '../../icarus/runStreams.ts';
import { random } from '../../random.ts';
import { buildModel, type Model } from '../../verilator/model.ts';
import type { Emitted } from '../language/tools.ts';
import {
  checkEngine,
  emitEngine,
  engineSource,
  engines,
  everyStall,
  expectedOf,
  observed,
  randomTraffic,
} from './engineBindings.ts';
import { anyWork, refusedCommands } from './engineRandom.ts';

const SEED = 935;
const stalledSeeds = Array.from({ length: 8 }, (_, index) => SEED + 1 + index);

let folder = '';
let emitted: Emitted;
beforeAll(async () => {
  ({ folder, emitted } = await emitEngine());
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(engines)('matmul_engine %s', (_, parameters) => {
  let model: Model;
  beforeAll(async () => {
    model = await buildModel(engineSource(emitted, parameters));
  });

  it.each([SEED])('computes random commands at full rate, seed %i', seed => {
    checkEngine(model, parameters, anyWork(random(seed), parameters, 20), {}, seed);
  });

  it.each(stalledSeeds)('computes random commands under stalls of every stream, seed %i', seed => {
    const source = random(seed);
    checkEngine(model, parameters, anyWork(source, parameters, 6), everyStall(source), seed);
  });

  it.each([SEED])('refuses what it cannot carry out, with its code, and goes on, seed %i', seed => {
    const source = random(seed);
    const refused = refusedCommands(source, parameters).map(command => ({ refused: command }));
    const work = refused.flatMap(command => [command, ...anyWork(source, parameters, 1)]);
    const codes = new Set(randomTraffic(work, parameters, source).answers);
    expect([...codes].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    checkEngine(model, parameters, work, {}, seed);
    checkEngine(model, parameters, work, everyStall(source), seed);
  });
});

describe('matmul_engine in Icarus, unknowns where nothing is driven', async () => {
  const icarus = await icarusAvailability();
  skipUnless(icarus.available, icarus.available ? '' : icarus.reason);

  it.each(engines)('%s', async (_, parameters) => {
    const source = random(SEED);
    const traffic = randomTraffic(anyWork(source, parameters, 6), parameters, source);
    const job = engineJob(traffic, parameters, everyStall(source), 1);
    const run = await runStreamsInIcarus(await icarusModel(engineSource(emitted, parameters)), job);
    expect(observed(run, traffic, parameters)).toEqual(expectedOf(traffic));
  });
});

/** Faults in the text of one module, and how the regression speaks of them. */
const planted = [
  // Columns' parameters replace those that are in use.
  { module: 'parameter_bank', right: 'loaded && (!using || done)', wrong: 'loaded', says: 'The design hangs' },
  // Negative ties of mode 2 go upward.
  { module: 'requantiser', right: "- {32'd0, half_up[33] && shift_p[5]}", wrong: '', says: 'to deeply equal' },
];

it.each(planted)('the regression finds a fault in $module', async ({ module, right, wrong, says }) => {
  const [engine] = engines;
  if (engine === undefined) throw new Error('There are no engines.');
  const [, parameters] = engine;
  const faulty = join(folder, `${module}.v`);
  const sound = emitted.files.find(file => basename(file) === `${module}.v`) ?? '';
  const text = await readFile(sound, 'utf8');
  expect(text.split(right)).toHaveLength(2);
  await writeFile(faulty, text.replace(right, wrong));
  const files = emitted.files.map(file => (file === sound ? faulty : file));
  const model = await buildModel(engineSource({ top: emitted.top, files }, parameters));
  const check = () => checkEngine(model, parameters, anyWork(random(SEED), parameters, 20), {}, SEED);
  expect(check).toThrow(says);
});

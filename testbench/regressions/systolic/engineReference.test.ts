import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineParameters, modesOf } from '../../gemm/engineCommand.ts';
import { engineJob } from '../../gemm/engineJob.ts';
import { resultBeats } from '../../gemm/engineOrder.ts';
import { productChain } from '../../gemm/engineWork.ts';
import { fullyConnectedCase } from '../../golden/cmsisNn.ts';
import { qLinearMatMulCases } from '../../golden/qLinearMatMul.ts';
import type { ReferenceProduct } from '../../golden/requantisedProduct.ts';
import { sharedData } from '../../golden/sharedData.ts';
import { random } from '../../random.ts';
import { buildModel } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import type { Emitted } from '../language/tools.ts';
import {
  emitEngine,
  engineSource,
  engines,
  everyStall,
  expectedOf,
  initialStates,
  observed,
  randomTraffic,
} from './engineBindings.ts';

let folder = '';
let emitted: Emitted;
beforeAll(async () => {
  ({ folder, emitted } = await emitEngine());
});
afterAll(() => rm(folder, { recursive: true }));

/** Whether an engine can be given a product: the width of its weights, its mode, and sums of 32 bits. */
function fits({ command }: { readonly command: { readonly mode: number } }, width: number, engine: EngineParameters) {
  return engine.W_WIDTH >= width && engine.ACC_WIDTH === 32 && modesOf(engine).includes(command.mode);
}

/** Runs products, one command each, and holds the results against what the reference expects. */
async function run(products: readonly ReferenceProduct[], parameters: EngineParameters, seed: number): Promise<void> {
  const model = await buildModel(engineSource(emitted, parameters));
  const source = random(seed);
  const chains = products.map(product => ({ chain: productChain(product) }));
  const results = products.flatMap(({ expected, m, n }) => resultBeats(expected, m, n, parameters.COLS));
  const traffic = { ...randomTraffic(chains, parameters, source), results };
  for (const state of initialStates) {
    for (const stalls of [{}, everyStall(source)]) {
      const job = engineJob(traffic, parameters, stalls, state);
      expect(observed(runStreams(model, job), traffic, parameters)).toEqual(expectedOf(traffic));
    }
  }
}

/** Runs products on every engine that can be given them. Returns how many engines those were. */
async function runWherePossible(products: readonly ReferenceProduct[]): Promise<number> {
  const able = engines.filter(([, parameters]) =>
    products.every(product => productChain(product).parts.every(part => fits(part, product.weightWidth, parameters))),
  );
  for (const [, parameters] of able) await run(products, parameters, 1);
  return able.length;
}

describe("CMSIS-NN's fully connected layers give what TensorFlow Lite expects", () => {
  it.for([
    ['fully_connected', 3],
    ['fully_connected_mve_0', 3],
    ['fully_connected_int4', 4],
  ] as const)('%s, in both integer modes, on %i engines', async ([name, count], { skip }) => {
    const { path, absent, reason } = sharedData('cmsis-nn', name);
    skip(absent, reason);
    const layer = fullyConnectedCase(path);
    const { requantisation } = layer;
    if (requantisation.mode === 'float') throw new Error('CMSIS-NN has integer modes only.');
    const layers = (['single', 'double'] as const).map(mode => ({
      ...layer,
      requantisation: { ...requantisation, mode },
    }));
    expect(await runWherePossible(layers)).toBe(count);
  });
});

describe("ONNX's QLinearMatMul gives what ONNX expects", () => {
  it.for(['test_qlinearmatmul_2D_int8_float32', 'test_qlinearmatmul_3D_int8_float32'])(
    '%s, in mode float',
    async (name, { skip }) => {
      const { path, absent, reason } = sharedData('onnx', name);
      skip(absent, reason);
      expect(await runWherePossible(qLinearMatMulCases(path))).toBe(3);
    },
  );
});

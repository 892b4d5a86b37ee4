import { MATMUL_MODULE, readMatmul } from '../../gemm/matmulDesign.ts';
import {
  drawEngineCase,
  ENGINE_CASES_PER_BINDING,
  ENGINE_PREFIX,
  ENGINE_STREAMS,
  type EngineCase,
} from './engineCase.ts';
import { describeEngineBinding, drawEngineBinding } from './engineCaseBinding.ts';
import { formatEngineReduction, namedEngineCase, wholeEngineCase } from './engineCaseName.ts';
import { buildEngineRunner } from './engineCaseRun.ts';
import { shrinkEngineCase } from './engineCaseShrink.ts';
import type { Family } from './randomFamily.ts';

/** One line that says what a case is. */
function describe(engineCase: EngineCase): string {
  const { binding, stalls } = engineCase;
  const stalled = ENGINE_STREAMS.filter(stream => stalls[stream].length > 0);
  const [commands] = formatEngineReduction(wholeEngineCase(engineCase)).split('/');
  const overrides = describeEngineBinding(binding);
  return `${binding.design.name} with ${overrides}: M x K x N ${commands}; ${
    stalled.length === 0 ? 'no stalls' : `stalls on ${stalled.join(', ')}`
  }`;
}

/** The matmul engine, with its buffers and without. */
export const engineFamily: Family = {
  module: MATMUL_MODULE,
  casesPerBinding: ENGINE_CASES_PER_BINDING,
  caseName: (seed, index) => `${ENGINE_PREFIX}${seed}:${index}`,
  binding: (folders, seed, binding) => {
    const drawn = drawEngineBinding(folders.map(readMatmul), seed, binding);
    return { configuration: drawn.design.name, overrides: describeEngineBinding(drawn) };
  },
  open: async (folders, seed, index, simulator) => {
    const designs = folders.map(readMatmul);
    const runner = await buildEngineRunner(drawEngineCase(designs, seed, index).binding, simulator);
    return {
      run: at => runner(drawEngineCase(designs, seed, at)),
      shrink: async at => {
        const smallest = await shrinkEngineCase(
          drawEngineCase(designs, seed, at),
          async reduced => (await runner(reduced)).fault !== undefined,
        );
        return { name: smallest.name, fault: (await runner(smallest)).fault };
      },
    };
  },
  named: (folders, name) => {
    const found = namedEngineCase(folders.map(readMatmul), name);
    return {
      name: found.name,
      description: describe(found),
      run: async (simulator, waves, path) => (await buildEngineRunner(found.binding, simulator, waves))(found, path),
    };
  },
};

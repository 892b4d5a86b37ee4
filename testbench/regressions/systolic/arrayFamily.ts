import { ARRAY_MODULE, readArray } from '../../gemm/arrayDesign.ts';
import { drawBinding } from './randomBinding.ts';
import { CASES_PER_BINDING, describeCase, describeOverrides, drawCase, namedCase } from './randomCase.ts';
import type { Family } from './randomFamily.ts';
import { buildRunner } from './randomRun.ts';
import { shrinkCase } from './randomShrink.ts';

/** The systolic array alone. */
export const arrayFamily: Family = {
  module: ARRAY_MODULE,
  casesPerBinding: CASES_PER_BINDING,
  caseName: (seed, index) => `${seed}:${index}`,
  binding: (folders, seed, binding) => {
    const { design, overrides } = drawBinding(folders.map(readArray), seed, binding);
    return { configuration: design.name, overrides: describeOverrides(overrides) };
  },
  open: async (folders, seed, index, simulator) => {
    const designs = folders.map(readArray);
    const runner = await buildRunner(drawCase(designs, seed, index), simulator);
    return {
      run: at => runner(drawCase(designs, seed, at)),
      shrink: async at => {
        const smallest = await shrinkCase(
          drawCase(designs, seed, at),
          async reduced => (await runner(reduced)).fault !== undefined,
        );
        return { name: smallest.name, fault: (await runner(smallest)).fault };
      },
    };
  },
  named: (folders, name) => {
    const found = namedCase(folders.map(readArray), name);
    return {
      name: found.name,
      description: describeCase(found),
      run: async (simulator, waves, path) => (await buildRunner(found, simulator, waves))(found, path),
    };
  },
};

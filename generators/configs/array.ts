import type { Configuration } from '../../dsl/configuration.ts';
import { SystolicArray } from '../systolic/index.ts';

/** Design points of the systolic array alone: for those who feed it themselves, and for comparison with other arrays. */
export const arrayConfigurations: readonly Configuration[] = [
  {
    name: 'array-4x4',
    description: 'The array of systolic-4x4 alone: one tile after another, sums over K added outside.',
    module: SystolicArray,
    values: { ROWS: 4, COLS: 4 },
  },
  {
    name: 'array-16x16',
    description: 'The array of systolic-16x16 alone: 256 multipliers.',
    module: SystolicArray,
    values: { ROWS: 16, COLS: 16 },
  },
  {
    name: 'array-5x3',
    description: 'The array of systolic-5x3 alone, with its register cut every two.',
    module: SystolicArray,
    values: { ROWS: 5, COLS: 3, PIPELINE: 2 },
  },
];

import type { Configuration } from '../../dsl/configuration.ts';
import { SystolicArray } from '../systolic/index.ts';

/** Design points of the systolic array. */
export const systolicConfigurations: readonly Configuration[] = [
  {
    name: 'systolic-4x4',
    description: 'The smallest array worth looking at: int8, for waveforms and first trials.',
    module: SystolicArray,
    values: { ROWS: 4, COLS: 4 },
  },
  {
    name: 'systolic-16x16',
    description: 'int8 activations and weights, 256 multipliers: the size that most published arrays quote.',
    module: SystolicArray,
    values: { ROWS: 16, COLS: 16 },
  },
  {
    name: 'systolic-16x16-w4a8',
    description: 'int8 activations, int4 weights, 256 multipliers of half the size.',
    module: SystolicArray,
    values: { ROWS: 16, COLS: 16, W_WIDTH: 4 },
  },
  {
    name: 'systolic-8x32',
    description:
      'As many multipliers as 16x16, but twice its weight port: for decoding, where each weight is used once.',
    module: SystolicArray,
    values: { ROWS: 8, COLS: 32 },
  },
  {
    name: 'systolic-5x3',
    description: 'Neither square nor a power of two, with a register cut every two: what most generators get wrong.',
    module: SystolicArray,
    values: { ROWS: 5, COLS: 3, PIPELINE: 2 },
  },
  {
    name: 'systolic-64x64',
    description:
      '4,096 multipliers with a register cut every 16: for synthesis; a simulator takes minutes to build it.',
    module: SystolicArray,
    values: { ROWS: 64, COLS: 64, PIPELINE: 16 },
  },
];

import type { Configuration } from '../../dsl/configuration.ts';
import { Matmul } from '../systolic/index.ts';

/** Of a 16x16 array, 256x256x256 in int8: 64 KB of activations, 64 KB of weights, parameters of 256 columns. */
const holds256 = { ACC_DEPTH: 256, ACTIVATION_DEPTH: 4096, WEIGHT_DEPTH: 4096, PARAMETER_DEPTH: 256 };

/** Design points of the matmul engine, a systolic array that takes commands, with its operand buffers. */
export const systolicConfigurations: readonly Configuration[] = [
  {
    name: 'systolic-4x4',
    description: 'The smallest engine worth looking at: int8, for waveforms and first trials.',
    module: Matmul,
    values: { ROWS: 4, COLS: 4, REQUANT_LANES: 4, ACTIVATION_DEPTH: 1024, WEIGHT_DEPTH: 1024, PARAMETER_DEPTH: 256 },
  },
  {
    name: 'systolic-16x16',
    description: 'int8, 256 multipliers: the size that most published arrays quote. Its buffers hold 256x256x256.',
    module: Matmul,
    values: { ROWS: 16, COLS: 16, REQUANT_LANES: 16, ...holds256 },
  },
  {
    name: 'systolic-16x16-os',
    description: 'As systolic-16x16, output-stationary: M of any size without an accumulator memory.',
    module: Matmul,
    values: { ROWS: 16, COLS: 16, REQUANT_LANES: 16, OUTPUT_STATIONARY: 1, ...holds256 },
  },
  {
    name: 'systolic-16x16-w4a8',
    description: 'int8 activations, int4 weights: 256 multipliers of half the size.',
    module: Matmul,
    values: { ROWS: 16, COLS: 16, W_WIDTH: 4, REQUANT_LANES: 16, ...holds256 },
  },
  {
    name: 'systolic-8x32',
    description:
      'As many multipliers as 16x16, but twice its weight port: for decoding, where each weight is used once.',
    module: Matmul,
    values: { ROWS: 8, COLS: 32, REQUANT_LANES: 8, ...holds256 },
  },
  {
    name: 'systolic-5x3',
    description: 'Neither square nor a power of two, with a register cut every two: what most generators get wrong.',
    module: Matmul,
    values: { ROWS: 5, COLS: 3, PIPELINE: 2, REQUANT_LANES: 2 },
  },
  {
    name: 'systolic-64x64',
    description:
      '4,096 multipliers with a register cut every 16: for synthesis; a simulator takes minutes to build it.',
    module: Matmul,
    values: { ROWS: 64, COLS: 64, PIPELINE: 16, REQUANT_LANES: 16, ...holds256 },
  },
];

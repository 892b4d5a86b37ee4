import type { Configuration } from '../../dsl/configuration.ts';
import { Matmul } from '../systolic/index.ts';

/** 256x256x256 int8 fits: 64 KB a buffer for activations and for weights, parameters of 256 columns. */
const holds256 = { ACC_DEPTH: 256, ACTIVATION_DEPTH: 4096, WEIGHT_DEPTH: 4096, PARAMETER_DEPTH: 256 };

/** Design points of the matmul engine with its operand buffers. */
export const matmulConfigurations: readonly Configuration[] = [
  {
    name: 'matmul-4x4',
    description: 'The smallest matmul engine worth looking at: int8, for waveforms and first trials.',
    module: Matmul,
    values: { ROWS: 4, COLS: 4, REQUANT_LANES: 4 },
  },
  {
    name: 'matmul-16x16',
    description: 'int8, weight-stationary, 256 multipliers, results at full rate; its buffers hold 256x256x256.',
    module: Matmul,
    values: { ROWS: 16, COLS: 16, REQUANT_LANES: 16, ...holds256 },
  },
  {
    name: 'matmul-16x16-os',
    description: 'As matmul-16x16, output-stationary: K of any length without an accumulator memory.',
    module: Matmul,
    values: { ROWS: 16, COLS: 16, REQUANT_LANES: 16, OUTPUT_STATIONARY: 1, ...holds256 },
  },
];

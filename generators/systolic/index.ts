/** Systolic arrays. */

export { SystolicArray } from './array.ts';
export { Deskew } from './deskew.ts';
export { Matmul } from './engine/matmul.ts';
export { MatmulEngine } from './engine/matmulEngine.ts';
export { SystolicGrid } from './grid.ts';
export { Skew } from './skew.ts';

/** Systolic arrays. */

export { SystolicArray } from './array.ts';
export { Deskew } from './deskew.ts';
export { SystolicGrid } from './grid.ts';
export { Skew } from './skew.ts';

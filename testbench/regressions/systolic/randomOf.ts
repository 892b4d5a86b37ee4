import { type Random, random } from '../../random.ts';

/** The randomness of part `index` of `seed`: unrelated to that of neighbouring seeds and indexes. */
export const randomOf = (seed: number, index: number): Random =>
  random(random((seed ^ Math.imul(index + 1, 0x9e37_79b9)) >>> 0).uint32());

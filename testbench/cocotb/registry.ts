import type { CocotbBlock } from './block.ts';
import { matmul } from './blocks/matmul.ts';
import { matmulEngine } from './blocks/matmulEngine.ts';
import { asyncFifo, fifo, skidBuffer } from './blocks/queues.ts';
import { ram } from './blocks/ram.ts';
import { roundRobin } from './blocks/roundRobin.ts';
import { deskew, skew } from './blocks/skew.ts';
import { systolicArray } from './blocks/systolicArray.ts';

/** The blocks with golden vectors, in the order in which they are listed. */
export const blocks: readonly CocotbBlock[] = [
  fifo,
  skidBuffer,
  asyncFifo,
  roundRobin,
  ram,
  skew,
  deskew,
  systolicArray,
  matmul,
  matmulEngine,
];

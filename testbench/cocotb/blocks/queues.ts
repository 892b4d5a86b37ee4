import { AsyncFifo } from '../../../generators/buffers/asyncFifo.ts';
import { Fifo } from '../../../generators/buffers/fifo.ts';
import { SkidBuffer } from '../../../generators/buffers/skidBuffer.ts';
import type { Random } from '../../random.ts';
import { cocotbBlock } from '../block.ts';
import type { StreamVectors } from '../vectors.ts';

const ELEMENTS = 100;

/** Elements leave as they entered. */
function queueVectors(width: number, random: Random): StreamVectors {
  const elements = Array.from({ length: ELEMENTS }, () => random.bits(width));
  return { kind: 'streams', inputs: { enq: elements }, outputs: { deq: elements } };
}

/** One element a cycle, each offered in the cycle after it entered. */
const oneCycle = {
  from: 'enq',
  to: 'deq',
  cycles: ELEMENTS + 1,
  formula: `One element a cycle, each offered in the cycle after it entered: ${ELEMENTS} + 1 cycles.`,
};

const golden = 'elements leave in the order in which they entered, each as it was';

export const fifo = cocotbBlock(Fifo, {
  values: { WIDTH: 13, DEPTH: 5 },
  golden,
  vectors: ({ WIDTH }, random) => ({ ...queueVectors(WIDTH, random), duration: oneCycle }),
});

export const skidBuffer = cocotbBlock(SkidBuffer, {
  values: { WIDTH: 13 },
  golden,
  vectors: ({ WIDTH }, random) => ({ ...queueVectors(WIDTH, random), duration: oneCycle }),
});

export const asyncFifo = cocotbBlock(AsyncFifo, {
  values: { WIDTH: 13, DEPTH: 8 },
  golden,
  vectors: ({ WIDTH }, random) => queueVectors(WIDTH, random),
});

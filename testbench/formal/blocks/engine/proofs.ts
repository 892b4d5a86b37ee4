import { accumulatorProofs } from './accumulator.ts';
import { activityCountersProofs } from './activityCounters.ts';
import { answerQueueProofs } from './answerQueue.ts';
import { broadcastQueueProofs } from './broadcastQueue.ts';
import { parameterSetsProofs } from './parameterSets.ts';
import { tileWalkerProofs } from './tileWalker.ts';

/** Of the matmul engine's parts, and of the engine. */
export const proofs = [
  ...tileWalkerProofs,
  ...accumulatorProofs,
  ...broadcastQueueProofs,
  ...answerQueueProofs,
  ...parameterSetsProofs,
  ...activityCountersProofs,
];

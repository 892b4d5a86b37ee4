import { accumulatorProofs } from './accumulator.ts';
import { activityCountersProofs } from './activityCounters.ts';
import { answerQueueProofs } from './answerQueue.ts';
import { broadcastQueueProofs } from './broadcastQueue.ts';
import { laneMaskProofs } from './laneMask.ts';
import { outputStationaryProofs } from './outputStationary.ts';
import { parameterSetsProofs } from './parameterSets.ts';
import { resultPathProofs } from './resultPath.ts';
import { tileWalkerProofs } from './tileWalker.ts';
import { weightStationaryProofs } from './weightStationary.ts';

/** Of the matmul engine's parts, and of the engine. */
export const proofs = [
  ...tileWalkerProofs,
  ...laneMaskProofs,
  ...accumulatorProofs,
  ...weightStationaryProofs,
  ...outputStationaryProofs,
  ...broadcastQueueProofs,
  ...answerQueueProofs,
  ...parameterSetsProofs,
  ...resultPathProofs,
  ...activityCountersProofs,
];

import type { Proof } from '../proof.ts';
import { counterProofs } from './counter.ts';
import { dotProductProofs } from './dotProduct.ts';
import { queueProofs } from './queue.ts';
import { sensorBridgeProofs } from './sensorBridge.ts';
import { sequencerProofs } from './sequencer.ts';
import { uartProofs } from './uartTransmitter.ts';

/** Of the examples. */
export const proofs: readonly Proof[] = [
  ...counterProofs,
  ...queueProofs,
  ...dotProductProofs,
  ...uartProofs,
  ...sequencerProofs,
  ...sensorBridgeProofs,
];

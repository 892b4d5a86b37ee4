import { asyncFifoProofs } from './blocks/asyncFifo.ts';
import { proofs as engineProofs } from './blocks/engine/proofs.ts';
import { fifoProofs } from './blocks/fifo.ts';
import { handshakeProofs } from './blocks/handshake.ts';
import { pulseSynchroniserProofs } from './blocks/pulseSynchroniser.ts';
import { roundRobinProofs } from './blocks/roundRobin.ts';
import { skidBufferProofs } from './blocks/skidBuffer.ts';
import { systolicArrayProofs } from './blocks/systolicArray.ts';
import { proofs as exampleProofs } from './examples/proofs.ts';
import type { Proof } from './proof.ts';

/** Everything that `npm run formal` proves, in the order of its table. */
export const proofs: readonly Proof[] = [
  ...fifoProofs,
  ...asyncFifoProofs,
  ...handshakeProofs,
  ...pulseSynchroniserProofs,
  ...skidBufferProofs,
  ...roundRobinProofs,
  ...systolicArrayProofs,
  ...engineProofs,
  ...exampleProofs,
];

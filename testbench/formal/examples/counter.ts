import { EventCounter } from '../../../examples/counter.ts';
import type { Proof } from '../proof.ts';

export const counterProofs: readonly Proof[] = [
  {
    name: 'examples-counter',
    description: 'the counter of the examples stays below its limit, and begins again',
    module: EventCounter,
    values: { LIMIT: 10 },
  },
];

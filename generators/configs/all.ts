import type { Configuration } from '../../dsl/configuration.ts';
import { arrayConfigurations } from './array.ts';
import { asyncFifoConfigurations } from './asyncFifo.ts';
import { systolicConfigurations } from './systolic.ts';

/** Every configuration that `generate` knows, in the order of its table. */
export const configurations: readonly Configuration[] = [
  ...systolicConfigurations,
  ...arrayConfigurations,
  ...asyncFifoConfigurations,
];

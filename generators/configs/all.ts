import type { Configuration } from '../../dsl/configuration.ts';
import { matmulConfigurations } from './matmul.ts';
import { systolicConfigurations } from './systolic.ts';

/** Every configuration that `generate` knows, in the order of its table. */
export const configurations: readonly Configuration[] = [...systolicConfigurations, ...matmulConfigurations];

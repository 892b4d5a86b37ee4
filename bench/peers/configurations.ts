import type { Configuration } from '../../dsl/configuration.ts';
import { SystolicArray } from './array.ts';

/** What `generate --from` emits of the array; its size is set on the command line. */
export const configurations: readonly Configuration[] = [
  { name: 'peer-array', description: 'The array that other languages have too.', module: SystolicArray, values: {} },
];

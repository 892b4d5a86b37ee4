import type { Configuration } from '../../dsl/configuration.ts';
import { AsyncFifo } from '../buffers/asyncFifo.ts';

/** Design points of the FIFO between two clocks, each with the constraints for its crossings. */
export const asyncFifoConfigurations: readonly Configuration[] = [
  {
    name: 'async-fifo-32x16',
    description: 'Sixteen words of 32 bits in distributed memory, from 250 MHz to 100 MHz.',
    module: AsyncFifo,
    values: { WIDTH: 32, DEPTH: 16 },
    periods: { write: 4, read: 10 },
  },
  {
    name: 'async-fifo-64x512',
    description: 'Words of 64 bits in block memory, under asynchronous resets, from 100 MHz to 250 MHz.',
    module: AsyncFifo,
    values: { WIDTH: 64, DEPTH: 512, MEMORY: 'block' },
    clocks: { write: { reset: 'asynchronous', active: 'low' }, read: { reset: 'asynchronous', active: 'low' } },
    periods: { write: 10, read: 4 },
  },
];

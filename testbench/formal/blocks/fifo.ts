import { bool, input, int, module, sink, source, uint } from '../../../dsl/index.ts';
import { Fifo } from '../../../generators/buffers/fifo.ts';
import type { Proof } from '../proof.ts';
import { QueueMonitor } from './queueMonitor.ts';

/** A fifo, or what claims to be one, with a monitor on both of its sides. */
export const monitoredFifo = (block: typeof Fifo) =>
  module(
    'monitored_fifo',
    {
      params: { WIDTH: int(8, { min: 1 }), DEPTH: int(16, { min: 2 }) },
      ports: ({ WIDTH }) => ({ enq: sink(uint(WIDTH)), deq: source(uint(WIDTH)), follow: input(bool) }),
    },
    ({ enq, deq, follow }, { WIDTH, DEPTH }, m) => {
      m.inst('fifo', block, { WIDTH, DEPTH }, { enq, deq });
      m.inst(
        'monitor',
        QueueMonitor,
        { WIDTH, CAPACITY: DEPTH },
        {
          enq_valid: enq.valid,
          enq_ready: enq.ready,
          enq_bits: enq.bits,
          deq_valid: deq.valid,
          deq_ready: deq.ready,
          deq_bits: deq.bits,
          follow,
        },
      );
    },
  );

const description = 'a FIFO loses, invents, changes and overtakes nothing, and accepts and offers whenever it can';

export const fifoProofs: readonly Proof[] = [
  { WIDTH: 1, DEPTH: 2 },
  { WIDTH: 2, DEPTH: 3 },
  { WIDTH: 1, DEPTH: 8 },
].map(values => ({ name: `fifo-${values.DEPTH}x${values.WIDTH}`, description, module: monitoredFifo(Fifo), values }));

import { bool, input, int, module, sink, source, uint } from '../../../dsl/index.ts';
import { SkidBuffer } from '../../../generators/buffers/skidBuffer.ts';
import type { Proof } from '../proof.ts';
import { QueueMonitor } from './queueMonitor.ts';

/** A skid buffer, or what claims to be one, with a monitor on both of its sides. */
export const monitoredSkidBuffer = (block: typeof SkidBuffer) =>
  module(
    'monitored_skid_buffer',
    {
      params: { WIDTH: int(8, { min: 1 }) },
      ports: ({ WIDTH }) => ({ enq: sink(uint(WIDTH)), deq: source(uint(WIDTH)), follow: input(bool) }),
    },
    ({ enq, deq, follow }, { WIDTH }, m) => {
      m.inst('skid_buffer', block, { WIDTH }, { enq, deq });
      m.inst(
        'monitor',
        QueueMonitor,
        { WIDTH, CAPACITY: 2 },
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

export const skidBufferProofs: readonly Proof[] = [
  {
    name: 'skid-buffer-2',
    description: 'a skid buffer is a queue of two elements that passes one in every cycle',
    module: monitoredSkidBuffer(SkidBuffer),
    values: { WIDTH: 2 },
  },
];

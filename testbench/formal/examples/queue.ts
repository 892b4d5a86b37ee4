import { bool, indexWidth, input, int, module, output, sink, source, uint } from '../../../dsl/index.ts';
import { Queue } from '../../../examples/queue.ts';
import { QueueMonitor } from '../blocks/queueMonitor.ts';
import type { Proof } from '../proof.ts';

/** The example's queue with a monitor on both of its sides. */
export const MonitoredQueue = module(
  'monitored_queue',
  {
    params: { WIDTH: int(1, { min: 1 }), DEPTH: int(3, { min: 1 }) },
    ports: ({ WIDTH, DEPTH }) => ({
      enq: sink(uint(WIDTH)),
      deq: source(uint(WIDTH)),
      level: output(uint(indexWidth(DEPTH.plus(1)))),
      follow: input(bool),
    }),
  },
  ({ enq, deq, level, follow }, { WIDTH, DEPTH }, m) => {
    m.inst('queue', Queue, { WIDTH, DEPTH }, { enq, deq, level });
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

export const queueProofs: readonly Proof[] = [
  {
    name: 'examples-queue',
    description: 'the queue of the examples loses, invents, changes and overtakes nothing',
    module: MonitoredQueue,
    values: { WIDTH: 1, DEPTH: 3 },
  },
];

import { bool, clog2, genFor, input, int, module, pack, sink, uint, vec } from '../../../../dsl/index.ts';
import { BroadcastQueue } from '../../../../generators/systolic/engine/broadcastQueue.ts';
import type { Proof } from '../../proof.ts';
import { OrderMonitor } from '../orderMonitor.ts';

/** A queue with several readers, or what claims to be one, each reader with a monitor of its own. */
export const monitoredBroadcastQueue = (block: typeof BroadcastQueue) =>
  module(
    'monitored_broadcast_queue',
    {
      params: { WIDTH: int(1, { min: 1 }), DEPTH: int(2, { min: 1 }), READERS: int(2, { min: 1 }) },
      ports: ({ WIDTH, READERS }) => ({
        enq: sink(uint(WIDTH)),
        take: input(vec(READERS, bool)),
        follow: input(vec(READERS, bool)),
      }),
    },
    ({ enq, take, follow }, { WIDTH, DEPTH, READERS }, m) => {
      const { head_valid, head_bits, full, count } = m.wires({
        head_valid: vec(READERS, bool),
        head_bits: vec(READERS, uint(WIDTH)),
        full: vec(READERS, bool),
        count: vec(READERS, uint(clog2(DEPTH.plus(1)))),
      });
      m.inst('queue', block, { WIDTH, DEPTH, READERS }, { enq, head_valid, head_bits, take });
      genFor(READERS, 'reader', i => {
        const { is_next } = m.wires({ is_next: bool });
        m.inst(
          'order',
          OrderMonitor,
          { WIDTH, CAPACITY: DEPTH },
          {
            enters: enq.fire,
            expected: enq.bits,
            offered: head_valid.at(i),
            leaves: take.at(i).and(head_valid.at(i)),
            actual: head_bits.at(i),
            follow: follow.at(i),
            count: count.at(i),
            is_next,
          },
        );
        full.at(i).set(count.at(i).eq(DEPTH));
        m.assert(head_valid.at(i).eq(count.at(i).ne(0)), 'a reader sees a word whenever it has not taken all');
        m.unused({ is_next }, 'the monitor looks itself');
      });
      const any_full = pack(full).ne(0);
      m.assert(enq.ready.ne(any_full), 'a word is accepted whenever every reader has room, and only then');
      m.cover(any_full, 'the queue is full');
    },
  );

const description = 'every reader of the queue sees every word once and in order, whatever the others do';

export const broadcastQueueProofs: readonly Proof[] = [
  { WIDTH: 1, DEPTH: 2, READERS: 3 },
  { WIDTH: 2, DEPTH: 3, READERS: 2 },
  { WIDTH: 1, DEPTH: 1, READERS: 2 },
].map(values => ({
  name: `broadcast-queue-${values.DEPTH}x${values.WIDTH}`,
  description,
  module: monitoredBroadcastQueue(BroadcastQueue),
  values,
}));

import { orderAssertions } from '../blocks/orderMonitor.ts';
import { stableAssertions } from '../blocks/stableMonitor.ts';
import type { EngineFault } from './engine.ts';

const { lost, room, order, invented } = orderAssertions;
const { stays, unchanged } = stableAssertions;

const file = 'async_fifo_memory_distributed_en.v';
const proof = 'async-fifo-2';

/** Mistakes in a queue between two clocks. */
export const asyncFifoFaults: readonly EngineFault[] = [
  {
    name: 'the full queue is told by the binary count',
    proof,
    file,
    from: "!= (value ^ {1'b0, value[1 +: INDEX_WIDTH]});",
    to: '!= value;',
    fails: [room, order, unchanged, lost],
  },
  {
    name: 'a count crosses in binary',
    proof,
    file,
    from: "tail_code                  <= next_tail ^ {1'b0, next_tail[1 +: INDEX_WIDTH]};",
    to: 'tail_code                  <= next_tail;',
    fails: [order, invented, stays, lost, room, unchanged],
  },
  {
    name: 'the reader looks at its count before it has counted',
    proof,
    file,
    from: 'is_empty  = head_code == tail_seen_2;',
    to: 'is_empty  = head == tail_seen_2;',
    fails: [order, invented, stays, lost, room, unchanged],
  },
];

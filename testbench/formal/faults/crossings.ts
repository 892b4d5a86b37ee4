import { orderAssertions } from '../blocks/orderMonitor.ts';
import { stableAssertions } from '../blocks/stableMonitor.ts';
import type { EngineFault } from './engine.ts';

const { lost, room, order, invented } = orderAssertions;
const { stays, unchanged } = stableAssertions;

/** Mistakes in what takes words and pulses from one clock to another. */
export const crossingFaults: readonly EngineFault[] = [
  {
    name: 'the sender does not wait for the answer',
    proof: 'handshake',
    file: 'handshake_en.v',
    from: 'assign enq_ready = sent == taken_seen_2;',
    to: "assign enq_ready = 1'b1;",
    fails: [lost, room, order, invented, stays, unchanged],
  },
  {
    name: 'a word is answered before it has been taken',
    proof: 'handshake',
    file: 'handshake_en.v',
    from: 'taken_seen_1 <= taken;',
    to: 'taken_seen_1 <= sent_seen_1;',
    fails: [lost, room, order, invented, stays, unchanged],
  },
  {
    name: 'a pulse sets the bit and does not change it',
    proof: 'pulse-synchroniser',
    file: 'pulse_synchroniser_en.v',
    from: 'toggle <= !toggle;',
    to: "toggle <= 1'b1;",
    fails: ['a pulse is seen within three edges', 'no more are on the way than registers hold'],
  },
];

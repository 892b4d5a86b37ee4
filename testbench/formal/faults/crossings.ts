import type { EngineFault } from './engine.ts';

const lost = 'no element is lost';
const room = 'no more elements are in the block than it holds';
const order = 'elements leave in order, and as they are expected';
const invented = 'nothing is offered that did not enter';
const stays = 'what is offered stays until it is taken';
const unchanged = 'what is offered does not change until it is taken';

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

import { bool, clock, clocked, enabledClock, input, int, module, sink, source, uint } from '../../../dsl/index.ts';
import { Handshake } from '../../../generators/crossings/handshake.ts';
import type { Proof } from '../proof.ts';
import { OrderMonitor } from './orderMonitor.ts';
import { StableMonitor } from './stableMonitor.ts';

/** A handshake with a monitor on both of its sides, between clocks that have their edges whenever free inputs say so. */
const MonitoredHandshake = module(
  'monitored_handshake',
  {
    params: { WIDTH: int(2, { min: 1 }) },
    clocks: { clk: clock() },
    ports: ({ WIDTH }) => ({
      enq: sink(uint(WIDTH)),
      deq: source(uint(WIDTH)),
      /** Free: whether this is an edge of the clock. */
      sends: input(bool),
      receives: input(bool),
      /** Free: follow the word that enters now. */
      follow: input(bool),
    }),
  },
  ({ enq, deq, sends, receives, follow }, { WIDTH }, m, { clk }) => {
    const clocks = { send: enabledClock(clk, sends), receive: enabledClock(clk, receives) };
    m.inst('handshake', Handshake, { WIDTH }, { enq, deq }, { clocks });
    const { count, is_next } = m.wires({ count: uint(1), is_next: bool });
    const taken = deq.ready.and(receives);
    clocked(clk, () => {
      m.inst(
        'order',
        OrderMonitor,
        { WIDTH, CAPACITY: 1 },
        {
          enters: enq.fire.and(sends),
          expected: enq.bits,
          offered: deq.valid,
          leaves: deq.valid.and(taken),
          actual: deq.bits,
          follow,
          count,
          is_next,
        },
      );
      m.inst('stable', StableMonitor, { WIDTH }, { valid: deq.valid, ready: taken, bits: deq.bits });
      m.cover(is_next.and(deq.valid).and(taken), 'the word that is followed leaves');
      m.unused({ count }, 'one word at most is on the way');
    });
  },
);

export const handshakeProofs: readonly Proof[] = [
  {
    name: 'handshake',
    description: 'a handshake between clocks that tick at will loses, invents, changes and overtakes nothing',
    module: MonitoredHandshake,
    values: { WIDTH: 2 },
  },
];

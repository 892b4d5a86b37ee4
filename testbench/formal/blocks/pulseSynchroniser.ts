import { bool, clock, clocked, enabledClock, input, module, uint, when } from '../../../dsl/index.ts';
import { PulseSynchroniser } from '../../../generators/crossings/pulseSynchroniser.ts';
import type { Proof } from '../proof.ts';

/**
 * Pulses that are apart as they have to be: an edge of the receiving clock lies between two edges of the other one that
 * take one. Those on the way are counted.
 */
const MonitoredPulses = module(
  'monitored_pulses',
  {
    params: {},
    clocks: { clk: clock() },
    ports: () => ({
      pulse: input(bool),
      /** Free: whether this is an edge of the clock. */
      sends: input(bool),
      receives: input(bool),
    }),
  },
  ({ pulse, sends, receives }, _, m, { clk }) => {
    const clocks = { send: enabledClock(clk, sends), receive: enabledClock(clk, receives) };
    const { seen } = m.wires({ seen: bool });
    m.inst('pulses', PulseSynchroniser, {}, { pulse, seen }, { clocks });
    clocked(clk, () => {
      const { recent, on_way, waited } = m.regs({
        /** A pulse was taken, and the receiver has had no edge since. */
        recent: bool,
        /** Pulses that were taken and are not seen yet. */
        on_way: uint(3),
        /** Edges of the receiver since one was on the way. */
        waited: uint(2),
      });
      const enters = pulse.and(sends);
      const leaves = seen.and(receives);
      m.assume(enters.not().or(recent.not()), 'pulses are a period of the receiving clock apart');
      when(receives, () => recent.set(false));
      when(enters, () => recent.set(true));
      when(enters.and(leaves.not()), () => on_way.set(on_way.inc()));
      when(leaves.and(enters.not()), () => on_way.set(on_way.dec()));
      when(leaves.or(on_way.eq(0)), () => waited.set(0)).elseWhen(receives, () => waited.set(waited.inc()));
      m.assert(leaves.not().or(on_way.ne(0)), 'nothing is seen that was not there');
      m.assert(on_way.le(3), 'no more are on the way than registers hold');
      m.assert(waited.lt(3), 'a pulse is seen within three edges');
      m.cover(on_way.eq(2), 'two pulses are on the way');
      m.cover(leaves.and(on_way.eq(2)), 'one of two pulses is seen');
    });
  },
);

export const pulseSynchroniserProofs: readonly Proof[] = [
  {
    name: 'pulse-synchroniser',
    description: 'pulses a period of the receiving clock apart are each seen once, in time',
    module: MonitoredPulses,
    values: {},
  },
];

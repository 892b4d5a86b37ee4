import { bool, clock, clocked, input, module, output, synchronise, when } from '../../dsl/index.ts';

/**
 * Takes pulses, a cycle long each, from one clock to another, whichever is faster.
 *
 * A pulse changes a bit; the receiver gives a pulse for each change that it sees, two edges of its clock behind the edge
 * at which the pulse was there. Pulses less than a period of the receiving clock apart are not told from each other.
 */
export const PulseSynchroniser = module(
  'pulse_synchroniser',
  {
    params: {},
    clocks: {
      /** The clock of the pulses. */
      send: clock(),
      /** The clock that sees them. */
      receive: clock(),
    },
    ports: (_, { send, receive }) => ({
      /** A pulse in every cycle in which it is high. */
      pulse: send.port(input(bool)),
      /** One cycle for each. */
      seen: receive.port(output(bool)),
    }),
  },
  ({ pulse, seen }, _, m, { send, receive }) => {
    const { toggle } = clocked(send, () => m.regs({ toggle: bool }));
    when(pulse, () => toggle.set(toggle.not()));
    clocked(receive, () => {
      const changed = synchronise(toggle);
      const { last } = m.regs({ last: bool });
      last.set(changed);
      seen.set(changed.ne(last));
    });
  },
);

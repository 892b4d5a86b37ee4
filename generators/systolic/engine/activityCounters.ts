import { bool, genFor, input, int, module, output, uint, vec, vecOf, when } from '../../../dsl/index.ts';

/**
 * What an engine does, cycle by cycle: each busy cycle is of one kind, and counted once; the counters wrap.
 *
 * Kinds, from counter 0 on: operands move; else, while nothing is blocked, the weights are missing; or the activations;
 * else, blocked, the parameters are missing; or results are not taken; else the rest, starting and draining.
 */
export const ActivityCounters = module(
  'activity_counters',
  {
    params: {
      /** Bits of a counter. */
      WIDTH: int(32, { min: 1 }),
    },
    ports: ({ WIDTH }) => ({
      /** Commands are under way. */
      busy: input(bool),
      /** An operand moves. */
      moved: input(bool),
      /** Sums do not get on. */
      blocked: input(bool),
      /** What is waited for; several may be. */
      weight_waits: input(bool),
      activation_waits: input(bool),
      parameter_waits: input(bool),
      /** Counter 0 in the low bits. */
      counts: output(vec(6, uint(WIDTH))),
    }),
  },
  ({ busy, moved, blocked, weight_waits, activation_waits, parameter_waits, counts }, { WIDTH }, m) => {
    const idle = busy.and(moved.not());
    const noWeights = blocked.not().and(weight_waits);
    const noActivations = blocked.not().and(noWeights.not()).and(activation_waits);
    const { kinds } = m.wires({ kinds: vec(6, bool) });
    kinds.set(
      vecOf(bool, [
        busy.and(moved),
        idle.and(noWeights),
        idle.and(noActivations),
        idle.and(blocked).and(parameter_waits),
        idle.and(blocked).and(parameter_waits.not()),
        idle.and(blocked.not()).and(noWeights.not()).and(noActivations.not()),
      ]),
    );
    genFor(6, 'kind', i => {
      const { count } = m.regs({ count: uint(WIDTH) });
      when(kinds.at(i), () => count.set(count.inc()));
      counts.at(i).set(count);
    });
  },
);

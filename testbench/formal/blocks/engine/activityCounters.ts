import { bool, input, int, module, pack, uint, vec, vecOf } from '../../../../dsl/index.ts';
import { ActivityCounters } from '../../../../generators/systolic/engine/activityCounters.ts';
import type { Proof } from '../../proof.ts';

/** Kinds of cycles that an engine counts. */
const KINDS = 6;

/** Counters of an engine's activity, or what claims to be such, compared with what they were a cycle ago. */
export const monitoredActivityCounters = (block: typeof ActivityCounters) =>
  module(
    'monitored_activity_counters',
    {
      params: { WIDTH: int(2, { min: 2 }) },
      ports: () => ({
        busy: input(bool),
        moved: input(bool),
        blocked: input(bool),
        weight_waits: input(bool),
        activation_waits: input(bool),
        parameter_waits: input(bool),
      }),
    },
    (io, { WIDTH }, m) => {
      const counters = vec(KINDS, uint(WIDTH));
      const { counts } = m.wires({ counts: counters });
      m.inst('counters', block, { WIDTH }, { ...io, counts });
      const { earlier, worked, moved_on } = m.regs({
        /** The counters a cycle ago, and what there was to be counted then. */
        earlier: counters,
        worked: bool,
        moved_on: bool,
      });
      earlier.set(counts);
      worked.set(io.busy);
      moved_on.set(io.busy.and(io.moved));
      const steps = Array.from({ length: KINDS }, (_, kind) => counts.at(kind).subWrap(earlier.at(kind)));
      for (const step of steps) m.assert(step.le(1), 'a counter goes on by one, or stays');
      const [moves, ...others] = steps.map(step => step.eq(1));
      if (moves === undefined) throw new Error('there is a counter');
      m.assert(moves.eq(moved_on), 'the first counts the busy cycles in which operands move');
      const parity = others.reduce((odd, step) => odd.ne(step), moves);
      m.assert(parity.eq(worked), 'a busy cycle is counted, and no other is');
      const pairs = steps.flatMap((step, at) => steps.slice(at + 1).map(other => step.and(other)));
      m.assert(pack(vecOf(uint(WIDTH), pairs)).eq(0), 'no cycle is counted twice');
      m.cover(moved_on, 'an operand has moved');
    },
  );

export const activityCountersProofs: readonly Proof[] = [
  {
    name: 'activity-counters',
    description: 'every busy cycle is counted by exactly one of the counters, and no other cycle is',
    module: monitoredActivityCounters(ActivityCounters),
    values: { WIDTH: 2 },
  },
];

import { bool, cat, clog2, input, int, module, mux, sink, source, struct, uint, when } from '../../../../dsl/index.ts';
import { AnswerQueue } from '../../../../generators/systolic/engine/answerQueue.ts';
import type { Proof } from '../../proof.ts';
import { OrderMonitor } from '../orderMonitor.ts';
import { StableMonitor } from '../stableMonitor.ts';

/** A queue of answers, or what claims to be one, whose commands are done in any rhythm; one command is followed. */
export const monitoredAnswerQueue = (block: typeof AnswerQueue) =>
  module(
    'monitored_answer_queue',
    {
      params: { DEPTH: int(2, { min: 1, max: 7 }), CODE_WIDTH: int(1, { min: 1 }) },
      ports: ({ CODE_WIDTH }) => ({
        command: sink(struct({ leaves: bool, code: uint(CODE_WIDTH) })),
        left: input(bool),
        kept: input(bool),
        response: source(struct({ code: uint(CODE_WIDTH) })),
        follow: input(bool),
      }),
    },
    ({ command, left, kept, response, follow }, { DEPTH, CODE_WIDTH }, m) => {
      const { busy, is_next, count } = m.wires({ busy: bool, is_next: bool, count: uint(clog2(DEPTH.plus(1))) });
      m.inst('answers', block, { DEPTH, CODE_WIDTH }, { command, left, kept, response, busy });

      const { leaving, keeping } = m.regs({
        /** Commands of each kind that are carried out and not done. */
        leaving: uint(3),
        keeping: uint(3),
      });
      const { following, ahead, leaves, refused, done } = m.regs({
        /** A command is followed: what it is, how many of its kind are before it and not done, and whether it is done. */
        following: bool,
        ahead: uint(3),
        leaves: bool,
        refused: bool,
        done: bool,
      });
      const isCarriedOut = command.fire.and(command.bits.code.eq(0));
      const starts = command.bits.leaves;
      m.assume(left.not().or(leaving.ne(0)), 'a command leaves its results once');
      m.assume(kept.not().or(keeping.ne(0)), 'a command keeps its sums once');
      const leavingNow = leaving.subWrap(left.asUint());
      const keepingNow = keeping.subWrap(kept.asUint());
      leaving.set(leavingNow.addWrap(isCarriedOut.and(starts).asUint()));
      keeping.set(keepingNow.addWrap(isCarriedOut.and(starts.not()).asUint()));

      const answered = is_next.and(response.fire);
      const isDone = mux(leaves, left, kept);
      when(following, () => {
        when(isDone.and(done.not()), () => {
          ahead.set(ahead.dec());
          when(ahead.eq(0), () => done.set(true));
        });
        when(answered, () => following.set(false));
      }).elseWhen(command.fire.and(follow), () => {
        following.set(true);
        leaves.set(starts);
        refused.set(command.bits.code.ne(0));
        ahead.set(mux(starts, leavingNow, keepingNow));
        done.set(false);
      });

      const BITS = CODE_WIDTH;
      m.inst(
        'order',
        OrderMonitor,
        { WIDTH: BITS, CAPACITY: DEPTH },
        {
          enters: command.fire,
          expected: command.bits.code,
          offered: response.valid,
          leaves: response.fire,
          actual: response.bits.code,
          follow: follow.and(following.not()),
          count,
          is_next,
        },
      );
      m.inst(
        'stable',
        StableMonitor,
        { WIDTH: BITS },
        { valid: response.valid, ready: response.ready, bits: cat(response.bits.code) },
      );
      m.assert(
        is_next.and(response.valid).not().or(refused).or(done),
        'no command is answered before it is done, but for one that is refused',
      );
      m.assert(
        is_next.and(refused.or(done)).not().or(response.valid),
        'a command that is refused or done is answered when those before it are',
      );
      m.assert(busy.eq(count.ne(0)), 'busy says whether a command waits for its answer');
      m.assert(command.ready.eq(count.ne(DEPTH)), 'a command is accepted whenever there is room');
      m.cover(answered.and(refused), 'the command that is followed is refused');
      m.cover(answered.and(refused.not()).and(leaves).and(count.eq(DEPTH)), 'and it is answered, another behind it');
    },
  );

const description =
  'every command is answered once and in order with its code: a refused one at once, the others when they are done';

export const answerQueueProofs: readonly Proof[] = [1, 2].map(DEPTH => ({
  name: `answer-queue-${DEPTH}`,
  description,
  module: monitoredAnswerQueue(AnswerQueue),
  values: { DEPTH, CODE_WIDTH: 1 },
}));

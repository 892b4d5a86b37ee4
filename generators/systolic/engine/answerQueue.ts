import {
  bool,
  clog2,
  input,
  int,
  module,
  mux,
  output,
  pack,
  sink,
  source,
  struct,
  uint,
  unpack,
  vec,
  vecOf,
  when,
} from '../../../dsl/index.ts';
import { BroadcastQueue } from './broadcastQueue.ts';

/**
 * Answers commands in the order in which they came. A refused one (code not 0) is answered at once; of the others, each
 * kind is answered when one of its kind is done.
 */
export const AnswerQueue = module(
  'answer_queue',
  {
    params: {
      /** Commands that may wait for their answer. */
      DEPTH: int(4, { min: 1 }),
      /** Bits of a code. */
      CODE_WIDTH: int(3, { min: 1 }),
    },
    ports: ({ CODE_WIDTH }) => ({
      /** Commands: the kind, whether results leave; and the code, 0 for one that is carried out. */
      command: sink(struct({ leaves: bool, code: uint(CODE_WIDTH) })),
      /** A command of each kind is done. */
      left: input(bool),
      kept: input(bool),
      /** Answers. */
      response: source(struct({ code: uint(CODE_WIDTH) })),
      /** Commands wait for their answer. */
      busy: output(bool),
    }),
  },
  ({ command, left, kept, response, busy }, { DEPTH, CODE_WIDTH }, m) => {
    const WIDTH = CODE_WIDTH.plus(1);
    // Holds DEPTH itself, as in broadcast_queue.
    const count = uint(clog2(DEPTH).plus(1));
    const { left_count, kept_count } = m.regs({
      /** Commands of each kind that are done and not answered. */
      left_count: count,
      kept_count: count,
    });
    const { head_valid, head_bits } = m.wires({ head_valid: vec(1, bool), head_bits: vec(1, uint(WIDTH)) });
    const waits = head_valid.at(0);
    const { leaves, code } = unpack(command.bits.type, head_bits.at(0));
    const refused = code.ne(0);
    const answered = response.fire.and(refused.not());
    const leftAnswered = answered.and(leaves);
    const keptAnswered = answered.and(leaves.not());

    busy.set(waits);
    response.bits.set({ code });
    response.valid.set(waits.and(refused.or(mux(leaves, left_count, kept_count).ne(0))));

    m.inst(
      'queue',
      BroadcastQueue,
      { WIDTH, DEPTH, READERS: 1 },
      {
        enq: { valid: command.valid, ready: command.ready, bits: pack(command.bits) },
        head_valid,
        head_bits,
        take: vecOf(bool, [response.fire]),
      },
    );

    when(left.and(leftAnswered.not()), () => left_count.set(left_count.inc())).elseWhen(
      leftAnswered.and(left.not()),
      () => left_count.set(left_count.dec()),
    );
    when(kept.and(keptAnswered.not()), () => kept_count.set(kept_count.inc())).elseWhen(
      keptAnswered.and(kept.not()),
      () => kept_count.set(kept_count.dec()),
    );
  },
);

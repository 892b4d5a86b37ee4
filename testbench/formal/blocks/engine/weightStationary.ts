import {
  bool,
  cat,
  constant,
  int,
  module,
  mux,
  sink,
  sint,
  source,
  struct,
  uint,
  unpack,
  unused,
  vec,
} from '../../../../dsl/index.ts';
import { BroadcastQueue } from '../../../../generators/systolic/engine/broadcastQueue.ts';
import { WeightStationary } from '../../../../generators/systolic/engine/weightStationary.ts';
import type { Proof } from '../../proof.ts';
import { Loops } from './loops.ts';

/** Cycles from a vector to its sum: 2 through the array, 2 through the accumulator. */
const LATENCY = 4;

/** Readers of the queue of commands: 0 to 2 are the block's, the others those of the monitor's loops. */
const weightReader = 3;
const activationReader = 4;

/**
 * The control of a weight_stationary of one element, or of what claims to be one, behind the queue of commands that it has
 * in the engine: the sums that are due are counted where vectors enter, by the definition of their order.
 */
export const monitoredWeightStationary = (block: typeof WeightStationary) =>
  module(
    'monitored_weight_stationary',
    {
      params: { SIZE_WIDTH: int(2, { min: 2, max: 31 }), ACC_DEPTH: int(3, { min: 1 }), COMMANDS: int(1, { min: 1 }) },
      ports: ({ SIZE_WIDTH }) => ({
        command: sink(
          struct({ m: uint(SIZE_WIDTH), k: uint(SIZE_WIDTH), n: uint(SIZE_WIDTH), starts: bool, ends: bool }),
        ),
        weight: sink(vec(1, sint(2))),
        activation: sink(vec(1, sint(2))),
        sum: source(vec(1, sint(4))),
      }),
    },
    (io, { SIZE_WIDTH, ACC_DEPTH, COMMANDS }, m) => {
      const HEAD_WIDTH = SIZE_WIDTH.times(3).plus(2);
      const size = uint(SIZE_WIDTH);
      const { command, weight, activation, sum } = io;
      const asked = command.bits;
      m.assume(asked.m.ne(0).and(asked.k.ne(0)).and(asked.n.ne(0)), 'sizes are 1 or more');
      m.assume(asked.m.le(constant(uint(31), ACC_DEPTH)), 'the sums have room');

      const { head_valid, head_bits, take, side_valid, side_heads, side_take, kept, blocked } = m.wires({
        head_valid: vec(5, bool),
        head_bits: vec(5, uint(HEAD_WIDTH)),
        take: vec(5, bool),
        side_valid: vec(3, bool),
        side_heads: vec(3, uint(HEAD_WIDTH)),
        side_take: vec(3, bool),
        kept: bool,
        blocked: bool,
      });
      const bits = cat(asked.m, asked.k, asked.n, asked.starts, asked.ends);
      m.inst(
        'queue',
        BroadcastQueue,
        { WIDTH: HEAD_WIDTH, DEPTH: COMMANDS, READERS: 5 },
        { enq: { valid: command.valid, ready: command.ready, bits }, head_valid, head_bits, take },
      );
      for (const side of [0, 1, 2]) {
        side_valid.at(side).set(head_valid.at(side));
        side_heads.at(side).set(head_bits.at(side));
        take.at(side).set(side_take.at(side));
      }
      m.inst(
        'stationary',
        block,
        { ROWS: 1, COLS: 1, A_WIDTH: 2, W_WIDTH: 2, ACC_WIDTH: 4, PIPELINE: 0, SIZE_WIDTH, ACC_DEPTH },
        {
          ...{ head_valid: side_valid, head_bits: side_heads, take: side_take, weight, activation, sum, kept, blocked },
          ...{ weight_waits: unused('nobody counts'), activation_waits: unused('nobody counts') },
        },
      );

      // Where the operands are, and which sums are due.
      const Head = struct({ m: size, k: size, n: size, starts: bool, ends: bool });
      const one = constant(size, 1);
      const { w_last, a_outer, a_middle, a_last } = m.wires({
        w_last: bool,
        a_outer: size,
        a_middle: size,
        a_last: bool,
      });
      const nothing = unused('the others tell');
      const w = unpack(Head, head_bits.at(weightReader));
      m.inst(
        'weights',
        Loops,
        { WIDTH: SIZE_WIDTH, OUTER_STEP: 1, MIDDLE_STEP: 1 },
        {
          ...{ outer_size: w.n, middle_size: w.k, inner_size: one, next: weight.fire },
          ...{ outer: nothing, middle: nothing, inner: nothing, last: w_last },
        },
      );
      const a = unpack(Head, head_bits.at(activationReader));
      m.inst(
        'activations',
        Loops,
        { WIDTH: SIZE_WIDTH, OUTER_STEP: 1, MIDDLE_STEP: 1 },
        {
          ...{ outer_size: a.n, middle_size: a.k, inner_size: a.m, next: activation.fire },
          ...{ outer: a_outer, middle: a_middle, inner: nothing, last: a_last },
        },
      );
      take.at(weightReader).set(weight.fire.and(w_last));
      take.at(activationReader).set(activation.fire.and(a_last));

      const isDue = activation.fire.and(a.ends).and(a_middle.inc().eq(a.k));
      const { due, late, unkept, stalled } = m.regs({
        /** Sums that are due and have not left. */
        due: uint(4),
        /** Cycles in which some were due and none was offered. */
        late: uint(3),
        /** Commands whose sums are to be kept, and are not yet. */
        unkept: uint(3),
        stalled: bool,
      });
      due.set(due.subWrap(sum.fire.asUint()).addWrap(isDue.asUint()));
      late.set(mux(due.ne(0).and(sum.valid.not()), late.inc(), 0));
      unkept.set(unkept.subWrap(kept.asUint()).addWrap(activation.fire.and(a_last).and(a.ends.not()).asUint()));
      stalled.set(sum.valid.and(sum.ready.not()));

      m.assert(weight.fire.not().or(head_valid.at(weightReader)), 'weights enter for a command');
      m.assert(activation.fire.not().or(head_valid.at(activationReader)), 'activations enter for a command');
      m.assert(take.at(0).eq(take.at(weightReader)), 'a command has had its weights with the last of them');
      m.assert(take.at(1).eq(take.at(activationReader)), 'a command has had its activations with the last of them');
      m.assert(sum.valid.not().or(due.ne(0)), 'a sum leaves for a vector of the last tile of K');
      m.assert(late.lt(LATENCY), 'a sum is offered LATENCY cycles after its vector, if nothing blocks');
      m.assert(kept.not().or(unkept.ne(0)), 'sums are kept for a command that does not end them');
      m.assert(blocked.not().or(sum.valid.and(sum.ready.not())), 'only a sum that is not taken blocks');
      m.assert(stalled.not().or(sum.valid), 'what is offered stays until it is taken');
      m.cover(due.eq(LATENCY), 'the block is full of sums that are due');
      m.cover(take.at(1).and(a_outer.ne(0)).and(a_middle.ne(0)), 'a command of several tiles has had its activations');
    },
  );

export const weightStationaryProofs: readonly Proof[] = [
  {
    name: 'weight-stationary-1x1',
    description:
      'each vector of a last tile of K has its sum, in time, and no other leaves; the sides of the block stay in step',
    module: monitoredWeightStationary(WeightStationary),
    values: { SIZE_WIDTH: 2, ACC_DEPTH: 3, COMMANDS: 1 },
  },
];

import {
  bool,
  cat,
  constant,
  input,
  int,
  module,
  mux,
  sink,
  sint,
  source,
  uint,
  unused,
  vec,
  vecOf,
  when,
} from '../../../../dsl/index.ts';
import { OutputStationary } from '../../../../generators/systolic/engine/outputStationary.ts';
import type { Proof } from '../../proof.ts';
import { assumeStable } from '../assumptions.ts';
import { Loops } from './loops.ts';

/** Cycles from a tile's last beat to its first sum, for 2 rows and 1 column. */
const LATENCY = 3;
const ROWS = 2;

/**
 * The control of an output_stationary of two rows and one column, or of what claims to be one, with commands of any size:
 * the rows of sums that are due are counted, by the definition of the order of beats.
 */
export const monitoredOutputStationary = (block: typeof OutputStationary) =>
  module(
    'monitored_output_stationary',
    {
      params: { SIZE_WIDTH: int(2, { min: 2, max: 31 }) },
      ports: ({ SIZE_WIDTH }) => ({
        head_valid: input(bool),
        m: input(uint(SIZE_WIDTH)),
        k: input(uint(SIZE_WIDTH)),
        n: input(uint(SIZE_WIDTH)),
        starts: input(bool),
        ends: input(bool),
        weight: sink(vec(1, sint(2))),
        activation: sink(vec(ROWS, sint(2))),
        sum: source(vec(1, sint(4))),
      }),
    },
    (io, { SIZE_WIDTH }, m) => {
      const size = uint(SIZE_WIDTH);
      const HEAD_WIDTH = SIZE_WIDTH.times(3).plus(2);
      const { weight, activation, sum } = io;
      const head = cat(io.m, io.k, io.n, io.starts, io.ends);
      const idle = constant(bool, false);
      const { take, kept, blocked } = m.wires({ take: vec(3, bool), kept: bool, blocked: bool });
      m.inst(
        'stationary',
        block,
        { ROWS, COLS: 1, A_WIDTH: 2, W_WIDTH: 2, ACC_WIDTH: 4, PIPELINE: 0, SIZE_WIDTH },
        {
          ...{
            head_valid: vecOf(bool, [io.head_valid, idle, idle]),
            head_bits: vecOf(uint(HEAD_WIDTH), [head, head, head]),
          },
          ...{ take, weight, activation, sum, kept, blocked },
          ...{ weight_waits: unused('nobody counts'), activation_waits: unused('nobody counts') },
        },
      );
      assumeStable(m, io.head_valid, take.at(0), head);
      m.assume(io.m.ne(0).and(io.k.ne(0)).and(io.n.ne(0)), 'sizes are 1 or more');

      // Where the beats are, and what of sums is due.
      const { outer, middle, inner, last } = m.wires({ outer: size, middle: size, inner: size, last: bool });
      m.inst(
        'beats',
        Loops,
        { WIDTH: SIZE_WIDTH, OUTER_STEP: 1, MIDDLE_STEP: ROWS },
        {
          ...{ outer_size: io.n, middle_size: io.m, inner_size: io.k, next: weight.fire },
          ...{ outer, middle, inner, last },
        },
      );
      const rowsLeft = io.m.subWrap(middle);
      const rows = mux(rowsLeft.gt(ROWS), ROWS, rowsLeft);
      const tileEnds = weight.fire.and(inner.inc().eq(io.k)).and(io.ends);
      const { due, late, waited } = m.regs({
        /** Rows of sums of tiles that have ended, and that have not left. */
        due: uint(4),
        /** Cycles in which some were due and none was offered. */
        late: uint(3),
        /** Cycles in which both operands were there, and did not enter, though no sum waited. */
        waited: uint(3),
      });
      const left = due.subWrap(sum.fire.asUint());
      due.set(mux(tileEnds, left.addWrap(rows.fit(4)), left));
      late.set(mux(due.ne(0).and(sum.valid.not()), late.inc(), 0));
      const isHeld = io.head_valid.and(weight.valid).and(activation.valid).and(weight.fire.not()).and(blocked.not());
      when(isHeld, () => waited.set(waited.inc())).elseWhen(blocked.not(), () => waited.set(0));
      const { stalled } = m.regs({ stalled: bool });
      stalled.set(sum.valid.and(sum.ready.not()));

      m.assert(weight.fire.eq(activation.fire), 'the operands of a beat enter together');
      m.assert(weight.fire.not().or(io.head_valid), 'operands enter for a command');
      m.assert(take.at(0).eq(weight.fire.and(last)), 'a command is through with its last beat');
      m.assert(kept.eq(take.at(0).and(io.ends.not())), 'sums are kept by a command that does not end them');
      m.assert(sum.valid.not().or(due.ne(0)), 'a sum leaves for a row of a tile that has ended');
      m.assert(late.lt(LATENCY), 'the sums of a tile are offered LATENCY cycles after its last beat, without a gap');
      m.assert(waited.lt(ROWS), 'operands wait for at most ROWS - 1 cycles, until the drain registers are free');
      m.assert(blocked.eq(sum.valid.and(sum.ready.not())), 'only a sum that is not taken blocks');
      m.assert(stalled.not().or(sum.valid), 'what is offered stays until it is taken');
      m.cover(due.eq(4), 'two tiles have ended, and no sum has left');
      m.cover(take.at(0).and(outer.ne(0)).and(middle.ne(0)), 'a command of several tiles is through');
      m.unused({ take }, 'the other views go by');
    },
  );

export const outputStationaryProofs: readonly Proof[] = [
  {
    name: 'output-stationary-2x1',
    description:
      'as many sums leave as tiles have rows, in time; a command is through with its last beat; nothing hangs',
    module: monitoredOutputStationary(OutputStationary),
    values: { SIZE_WIDTH: 2 },
  },
];

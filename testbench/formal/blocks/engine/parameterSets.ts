import {
  bool,
  cat,
  constant,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  sink,
  uint,
  vec,
  when,
} from '../../../../dsl/index.ts';
import { ParameterSets } from '../../../../generators/systolic/engine/parameterSets.ts';
import type { Proof } from '../../proof.ts';
import { assumeConstant, assumeStable } from '../assumptions.ts';
import { OrderMonitor } from '../orderMonitor.ts';

/** Sets of parameters, or what claims to make them, of which one column is watched. */
export const monitoredParameterSets = (block: typeof ParameterSets) =>
  module(
    'monitored_parameter_sets',
    {
      params: { COLS: int(2, { min: 2 }), SIZE_WIDTH: int(2, { min: 2, max: 31 }) },
      ports: ({ COLS, SIZE_WIDTH }) => ({
        head_valid: input(bool),
        head_n: input(uint(SIZE_WIDTH)),
        head_parametric: input(bool),
        take: output(bool),
        in: sink(uint(1)),
        set_done: input(bool),
        /** Free constant: the column that is watched. */
        chosen: input(uint(indexWidth(COLS))),
        follow: input(bool),
      }),
    },
    (io, { COLS, SIZE_WIDTH }, m) => {
      const column = uint(SIZE_WIDTH);
      const { set_valid, set_bits, taken } = m.wires({ set_valid: bool, set_bits: vec(COLS, uint(1)), taken: bool });
      const { head_valid, head_n, head_parametric, set_done } = io;
      m.inst(
        'sets',
        block,
        { COLS, WIDTH: 1, SIZE_WIDTH },
        { head_valid, head_n, head_parametric, take: taken, in: io.in, set_valid, set_bits, set_done },
      );
      io.take.set(taken);
      assumeStable(m, head_valid, taken, cat(head_n, head_parametric));
      assumeConstant(m, io.chosen);
      m.assume(head_n.ne(0), 'a command has a column');
      m.assume(io.chosen.lt(constant(uint(31), COLS)), 'the column is there');
      m.assume(set_done.not().or(set_valid), 'a set is used when it is valid');

      const { columns, place, word } = m.regs({
        /** Columns of the command that have entered, and those of the set. */
        columns: column,
        place: column,
        /** The word of the column that is watched. */
        word: uint(1),
      });
      const isChosen = place.eq(io.chosen.fit(SIZE_WIDTH));
      const isLast = columns.inc().eq(head_n);
      const setEnds = isLast.or(place.inc().eq(constant(uint(31), COLS)));
      when(io.in.fire, () => {
        columns.set(mux(isLast, 0, columns.inc()));
        place.set(mux(setEnds, 0, place.inc()));
        when(isChosen, () => word.set(io.in.bits));
      });
      const { count, is_next } = m.wires({ count: uint(2), is_next: bool });
      m.inst(
        'order',
        OrderMonitor,
        { WIDTH: 1, CAPACITY: 2 },
        {
          enters: io.in.fire.and(setEnds),
          expected: mux(isChosen, io.in.bits, word),
          offered: set_valid,
          leaves: set_done,
          actual: set_bits.at(io.chosen),
          // A shorter set need not have the column.
          follow: io.follow.and(place.ge(io.chosen.fit(SIZE_WIDTH))),
          count,
          is_next,
        },
      );
      m.assert(io.in.ready.not().or(head_valid.and(head_parametric)), 'words enter for a command that needs them');
      m.assert(
        taken.eq(head_valid.and(mux(head_parametric, io.in.fire.and(isLast), true))),
        'a command is through with its last word, or at once if it needs none',
      );
      m.cover(is_next.and(set_done).and(count.eq(2)), 'the next set is complete before the one in use is done');
    },
  );

const description = 'every column of a set has the word that entered for it, and the sets are used in order';

export const parameterSetsProofs: readonly Proof[] = [
  {
    name: 'parameter-sets-2',
    description,
    module: monitoredParameterSets(ParameterSets),
    values: { COLS: 2, SIZE_WIDTH: 2 },
  },
];

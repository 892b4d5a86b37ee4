import {
  bool,
  constant,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  sink,
  uint,
  unused,
  vec,
} from '../../../dsl/index.ts';
import { ParameterBank } from './parameterBank.ts';
import { TileWalker } from './tileWalker.ts';

/**
 * Gathers a command's parameters, which enter one a column, into sets of COLS columns, the last set shorter. A command
 * that needs none goes by.
 *
 * The set in use is valid until set_done; the next one loads behind it, and takes its place in the following cycle.
 * Throughput: one word a cycle, so a set every COLS cycles.
 *
 * Combinational path: set_done to in_ready and take.
 */
export const ParameterSets = module(
  'parameter_sets',
  {
    params: {
      /** Columns of a whole set. */
      COLS: int(4, { min: 1 }),
      /** Bits of a word. */
      WIDTH: int(70, { min: 1 }),
      /** Bits of N. */
      SIZE_WIDTH: int(16, { min: 2, max: 31 }),
    },
    ports: ({ COLS, WIDTH, SIZE_WIDTH }) => ({
      /** The head of the command queue: the command's columns, and whether they need parameters. */
      head_valid: input(bool),
      head_n: input(uint(SIZE_WIDTH)),
      head_parametric: input(bool),
      take: output(bool),
      /** A column's parameters. */
      in: sink(uint(WIDTH)),
      /** The set in use, its first column in the low bits; done with its last use. */
      set_valid: output(bool),
      set_bits: output(vec(COLS, uint(WIDTH))),
      set_done: input(bool),
    }),
  },
  (io, { COLS, WIDTH, SIZE_WIDTH }, m) => {
    const size = uint(SIZE_WIDTH);
    const { bank_ready, columns, column, column_last, columns_done } = m.wires({
      bank_ready: bool,
      columns: size,
      column: size,
      column_last: bool,
      columns_done: bool,
    });
    const wanted = io.head_valid.and(io.head_parametric);
    const enters = io.in.valid.and(wanted);
    io.in.ready.set(wanted.and(bank_ready));
    io.take.set(mux(wanted, io.in.fire.and(columns_done), io.head_valid));
    const unread = unused('there is no middle loop');
    m.inst(
      'walker',
      TileWalker,
      { WIDTH: SIZE_WIDTH, OUTER_STEP: COLS, MIDDLE_STEP: 1, INNER_IN_TILE: 0 },
      {
        outer_size: io.head_n,
        middle_size: constant(size, 1),
        inner_size: columns,
        next: io.in.fire,
        outer_count: columns,
        middle_count: unread,
        outer_last: unread,
        middle_first: unread,
        middle_last: unread,
        inner_index: column,
        inner_first: unread,
        inner_last: column_last,
        last: columns_done,
      },
    );
    m.inst(
      'bank',
      ParameterBank,
      { COLS, WIDTH },
      {
        in: { valid: enters, ready: bank_ready, bits: io.in.bits },
        in_column: column.fit(indexWidth(COLS)),
        in_last: column_last,
        set_valid: io.set_valid,
        set_bits: io.set_bits,
        done: io.set_done,
      },
    );
  },
);

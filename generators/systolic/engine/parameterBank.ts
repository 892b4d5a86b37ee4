import { bool, genFor, indexWidth, input, int, module, output, sink, uint, vec, when } from '../../../dsl/index.ts';

/**
 * One word a column, twice: a set in use, and the next one, which loads behind it.
 *
 * The set in use is valid until done (its last use), and the next one takes its place in the following cycle if it is
 * complete. Words enter one a cycle, in any order, the last marked; a complete set that waits holds the next one up.
 */
export const ParameterBank = module(
  'parameter_bank',
  {
    params: {
      /** Columns. */
      COLS: int(4, { min: 1 }),
      /** Bits of a word. */
      WIDTH: int(32, { min: 1 }),
    },
    ports: ({ COLS, WIDTH }) => ({
      /** Words enter. */
      in: sink(uint(WIDTH)),
      /** With each: its column, and whether it is the last of its set. */
      in_column: input(uint(indexWidth(COLS))),
      in_last: input(bool),
      /** The set in use, column 0 in the low bits. */
      set_valid: output(bool),
      set_bits: output(vec(COLS, uint(WIDTH))),
      done: input(bool),
    }),
  },
  (io, { COLS, WIDTH }, m) => {
    const { loaded, using } = m.regs({
      /** The next set is complete. */
      loaded: bool,
      /** The set in use may be used. */
      using: bool,
    });
    const swap = loaded.and(using.not().or(io.done));

    io.in.ready.set(loaded.not().or(swap));
    io.set_valid.set(using);

    when(io.in.fire.and(io.in_last), () => loaded.set(true)).elseWhen(swap, () => loaded.set(false));
    when(swap, () => using.set(true)).elseWhen(io.done, () => using.set(false));

    genFor(COLS, 'col', c => {
      const { loading, used } = m.regs({ loading: uint(WIDTH), used: uint(WIDTH) }, { reset: 'none' });
      when(io.in.fire.and(io.in_column.eq(c)), () => loading.set(io.in.bits));
      when(swap, () => used.set(loading));
      io.set_bits.at(c).set(used);
    });
  },
);

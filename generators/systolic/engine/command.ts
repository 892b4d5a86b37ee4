import { type BoolType, bool, type Signal, sint, type UIntType, uint, type Width } from '../../../dsl/index.ts';

/** The fields of commands, by what they are about, and what they mean: one place for all modules of the engine. */

/** C = A * B, M x K times K x N. */
export function sizes<const W extends Width>(SIZE_WIDTH: W) {
  const size = uint(SIZE_WIDTH);
  return { m: size, k: size, n: size };
}

/** The first words of the operands in their buffers. */
export function bases<const W extends Width>(BASE_WIDTH: W) {
  const base = uint(BASE_WIDTH);
  return { activation_base: base, weight_base: base, parameter_base: base };
}

/** Whether the sums start at 0, not at those of the command before; and whether results leave, or the sums are kept. */
export const span = { starts: bool, ends: bool };

/** How results leave: with a bias or without, as they are or requantised; see requantiser. */
export function leaving<const W extends Width>(OUT_WIDTH: W) {
  const result = sint(OUT_WIDTH);
  return {
    bias: bool,
    mode: uint(2),
    per_channel: bool,
    scale: uint(32),
    shift: sint(6),
    offset: result,
    low: result,
    high: result,
  };
}

/** The mode of raw sums, and that which only FLOAT brings. */
export const modes = { raw: 0, float: 3 } as const;

/** Bits of a column's parameters: shift and scale beside the bias, which has the low ACC_WIDTH. */
export const SHIFT_AND_SCALE = 38;

/** What a command is answered with. */
export const codes = { done: 0, empty: 1, tooLarge: 2, noMode: 3, activations: 4, weights: 5, parameters: 6 } as const;
export const CODE_WIDTH = 3;

/** Whether a command's columns need parameters. */
export function isParametric(command: {
  readonly ends: Signal<BoolType>;
  readonly bias: Signal<BoolType>;
  readonly per_channel: Signal<BoolType>;
  readonly mode: Signal<UIntType<2>>;
}): Signal<BoolType> {
  const { ends, bias, per_channel, mode } = command;
  return ends.and(bias.or(per_channel.and(mode.ne(modes.raw))));
}

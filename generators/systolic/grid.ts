import {
  bool,
  genFor,
  genIf,
  type HwType,
  input,
  int,
  module,
  output,
  sint,
  vec,
  type Width,
  when,
  zero,
} from '../../dsl/index.ts';

/** Element r, c of a grid belongs to row r and column c. */
const grid = <T extends HwType>(rows: Width, cols: Width, of: T) => vec(rows, vec(cols, of));

/**
 * ROWS x COLS weight-stationary multiply-accumulate elements.
 *
 * Activations enter in the west and move one column east a cycle. Partial sums start at zero in the north and move one
 * row south a cycle, gaining activation * weight at each element. An element holds two weights: while load is high the
 * shadow weights of a column shift south; swap, with the first activation of a tile, brings the shadow into use. Both
 * marks move east with the activations, so a column is loaded and swapped one cycle after its western neighbour.
 *
 * A tile of k rows (1 to ROWS): its weights enter in k cycles, last row first, column c delayed by c cycles; row r has
 * load in cycles r to k-1 of them. Its activations may begin in the cycle after the last weight or later, row r delayed
 * by r cycles, rows k and up zero. The next tile's weights may begin together with these activations: tiles of M
 * activations follow each other every max(M, k) cycles, and a product of one row uses the weight port in every cycle.
 *
 * With PIPELINE = P > 0 an extra register stands before each column c > 0 and each row r > 0 that P divides: a column
 * sees everything floor(c / P) cycles later still, and so do activations, swap and load of a row, by floor(r / P).
 *
 * rst clears the shadow weights, so that rows k and up, whose weights never enter, hold numbers from the first tile on.
 *
 * The sum of the activations that enter in row 0 at cycle t leaves column c at t + ROWS + floor((ROWS - 1) / P) + c +
 * floor(c / P) + 1, the quotients being 0 without PIPELINE.
 */
export const SystolicGrid = module(
  'systolic_grid',
  {
    params: {
      /** Rows of elements: products summed in one dot product. */
      ROWS: int(4, { min: 1 }),
      /** Columns of elements: dot products computed side by side. */
      COLS: int(4, { min: 1 }),
      /** Bits of an activation, signed. */
      A_WIDTH: int(8, { min: 2, max: 16 }),
      /** Bits of a weight, signed. */
      W_WIDTH: int(8, { min: 2, max: 16 }),
      /** Bits of a partial sum, signed; sums wrap. A_WIDTH + W_WIDTH or more. */
      ACC_WIDTH: int(32),
      /** Columns and rows between extra registers; 0 for none. */
      PIPELINE: int(0, { min: 0 }),
    },
    where: ({ A_WIDTH, W_WIDTH, ACC_WIDTH }) => [ACC_WIDTH.atLeast(A_WIDTH.plus(W_WIDTH))],
    ports: ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH }) => ({
      /** 0 freezes the whole grid. */
      advance: input(bool),
      /** Skewed activations, row 0 in the low bits; with each, whether it is the first of a tile. */
      west_a: input(vec(ROWS, sint(A_WIDTH))),
      west_swap: input(vec(ROWS, bool)),
      /** Whether each row's shadow weights shift south. */
      west_load: input(vec(ROWS, bool)),
      /** Skewed weights, column 0 in the low bits. */
      north_weight: input(vec(COLS, sint(W_WIDTH))),
      /** Sums that leave the last row, column 0 in the low bits. */
      south_sum: output(vec(COLS, sint(ACC_WIDTH))),
    }),
  },
  (io, { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE }, m) => {
    // Without PIPELINE no row and no column is a multiple of it.
    const STRIDE = PIPELINE.orWhenZero(ROWS.plus(COLS));

    // Field r*COLS + c is what element (r, c) hands on.
    const { activation, swap, load, shadow, sum } = m.wires({
      activation: grid(ROWS, COLS, sint(A_WIDTH)),
      swap: grid(ROWS, COLS, bool),
      load: grid(ROWS, COLS, bool),
      shadow: grid(ROWS, COLS, sint(W_WIDTH)),
      sum: grid(ROWS, COLS, sint(ACC_WIDTH)),
    });

    genFor(ROWS, 'row', r =>
      genFor(COLS, 'col', c => {
        const fromWest = () => ({
          a: activation.at(r).at(c.minus(1)),
          swap: swap.at(r).at(c.minus(1)),
          load: load.at(r).at(c.minus(1)),
        });
        const fromNorth = () => ({ shadow: shadow.at(r.minus(1)).at(c), sum: sum.at(r.minus(1)).at(c) });

        const { a_in, swap_in, load_in } = genIf(
          c.eq(0),
          ['west_edge', () => ({ a_in: io.west_a.at(r), swap_in: io.west_swap.at(r), load_in: io.west_load.at(r) })],
          c.mod(STRIDE).eq(0),
          [
            'west_cut',
            () => {
              const west = fromWest();
              const cut = m.regs({ a_cut: sint(A_WIDTH), swap_cut: bool, load_cut: bool }, { reset: 'none' });
              when(io.advance, () => {
                cut.a_cut.set(west.a);
                cut.swap_cut.set(west.swap);
                cut.load_cut.set(west.load);
              });
              return { a_in: cut.a_cut, swap_in: cut.swap_cut, load_in: cut.load_cut };
            },
          ],
          [
            'west_neighbour',
            () => {
              const west = fromWest();
              return { a_in: west.a, swap_in: west.swap, load_in: west.load };
            },
          ],
        );
        const { shadow_in, sum_in } = genIf(
          r.eq(0),
          ['north_edge', () => ({ shadow_in: io.north_weight.at(c), sum_in: zero(sint(ACC_WIDTH)) })],
          r.mod(STRIDE).eq(0),
          [
            'north_cut',
            () => {
              const north = fromNorth();
              const cut = m.regs({ shadow_cut: sint(W_WIDTH), sum_cut: sint(ACC_WIDTH) }, { reset: 'none' });
              when(io.advance, () => {
                cut.shadow_cut.set(north.shadow);
                cut.sum_cut.set(north.sum);
              });
              return { shadow_in: cut.shadow_cut, sum_in: cut.sum_cut };
            },
          ],
          [
            'north_neighbour',
            () => {
              const north = fromNorth();
              return { shadow_in: north.shadow, sum_in: north.sum };
            },
          ],
        );

        const { a, swap_out, load_out } = m.regs(
          { a: sint(A_WIDTH), swap_out: bool, load_out: bool },
          { reset: 'none' },
        );
        const { shadow_weight } = m.regs({ shadow_weight: sint(W_WIDTH) });
        const { weight, sum_out } = m.regs({ weight: sint(W_WIDTH), sum_out: sint(ACC_WIDTH) }, { reset: 'none' });
        const product = a.mul(weight);

        when(io.advance, () => {
          a.set(a_in);
          swap_out.set(swap_in);
          load_out.set(load_in);
          sum_out.set(sum_in.addWrap(product));
          when(load_in, () => shadow_weight.set(shadow_in));
          when(swap_in, () => weight.set(shadow_weight));
        });

        activation.at(r).at(c).set(a);
        swap.at(r).at(c).set(swap_out);
        load.at(r).at(c).set(load_out);
        shadow.at(r).at(c).set(shadow_weight);
        sum.at(r).at(c).set(sum_out);
      }),
    );

    io.south_sum.set(sum.at(ROWS.minus(1)));
    m.unused({ activation, swap, load, shadow }, 'what the east and south edges hand on goes nowhere');
  },
);

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
      /** Bits of a partial sum, signed; sums wrap. */
      ACC_WIDTH: int(32),
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
  (io, { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH }, m) => {
    const { activation, swap, load, shadow, sum } = m.wires({
      activation: grid(ROWS, COLS, sint(A_WIDTH)),
      swap: grid(ROWS, COLS, bool),
      load: grid(ROWS, COLS, bool),
      shadow: grid(ROWS, COLS, sint(W_WIDTH)),
      sum: grid(ROWS, COLS, sint(ACC_WIDTH)),
    });

    genFor(ROWS, 'row', r =>
      genFor(COLS, 'col', c => {
        const west = genIf(
          c.eq(0),
          ['west_edge', () => ({ a: io.west_a.at(r), swap: io.west_swap.at(r), load: io.west_load.at(r) })],
          [
            'west_neighbour',
            () => ({
              a: activation.at(r).at(c.minus(1)),
              swap: swap.at(r).at(c.minus(1)),
              load: load.at(r).at(c.minus(1)),
            }),
          ],
        );
        const north = genIf(
          r.eq(0),
          ['north_edge', () => ({ shadow: io.north_weight.at(c), sum: zero(sint(ACC_WIDTH)) })],
          ['north_neighbour', () => ({ shadow: shadow.at(r.minus(1)).at(c), sum: sum.at(r.minus(1)).at(c) })],
        );

        // No reset: what is in flight before the first tile is never collected.
        const element = m.regs(
          {
            a: sint(A_WIDTH),
            swap_out: bool,
            load_out: bool,
            shadow_weight: sint(W_WIDTH),
            weight: sint(W_WIDTH),
            sum_out: sint(ACC_WIDTH),
          },
          { reset: 'none' },
        );
        const product = element.a.mul(element.weight);

        when(io.advance, () => {
          element.a.set(west.a);
          element.swap_out.set(west.swap);
          element.load_out.set(west.load);
          element.sum_out.set(north.sum.addWrap(product));
          when(west.load, () => element.shadow_weight.set(north.shadow));
          when(west.swap, () => element.weight.set(element.shadow_weight));
        });

        activation.at(r).at(c).set(element.a);
        swap.at(r).at(c).set(element.swap_out);
        load.at(r).at(c).set(element.load_out);
        shadow.at(r).at(c).set(element.shadow_weight);
        sum.at(r).at(c).set(element.sum_out);
      }),
    );

    io.south_sum.set(sum.at(ROWS.minus(1)));
    m.unused({ activation, swap, load, shadow }, 'what the east and south edges hand on goes nowhere');
  },
);

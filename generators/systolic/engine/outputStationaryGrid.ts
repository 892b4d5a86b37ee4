import {
  bool,
  genFor,
  genIf,
  type HwType,
  input,
  int,
  module,
  mux,
  output,
  sint,
  struct,
  vec,
  type Width,
  when,
  zero,
} from '../../../dsl/index.ts';

/** Element r, c of a grid belongs to row r and column c. */
const grid = <T extends HwType>(rows: Width, cols: Width, of: T) => vec(rows, vec(cols, of));

/**
 * ROWS x COLS multiply-accumulate elements that keep their sums.
 *
 * Activations enter in the west and move one column east a cycle; weights enter in the north and move one row south a
 * cycle. An element adds their product to its sum; first, which comes with a tile's first activations, starts a new sum.
 * With last, the complete sum goes to the element's drain register, marked with the tile's parity, which changes from
 * tile to tile. While drain is high in a column (it moves east, one column a cycle), the registers that bear
 * drain_parity shift south; the last row's leave. So a tile drains while the next one is summed: last row first.
 *
 * With PIPELINE = P > 0 an extra register stands before each column c > 0 and each row r > 0 that P divides, in the way
 * of activations and drain, and of weights.
 *
 * The sums whose last activations enter in row 0 at cycle t are all in the drain registers of column c from t + ROWS +
 * floor((ROWS - 1) / P) + c + floor(c / P) + 1 on, the quotients being 0 without PIPELINE: drain begins in that cycle.
 * Tiles' last activations are ROWS + floor((ROWS - 1) / P) cycles or more apart.
 */
export const OutputStationaryGrid = module(
  'output_stationary_grid',
  {
    params: {
      /** Rows of elements: dot products that share their weights. */
      ROWS: int(4, { min: 1 }),
      /** Columns of elements: dot products that share their activations. */
      COLS: int(4, { min: 1 }),
      /** Bits of an activation, signed. */
      A_WIDTH: int(8, { min: 2, max: 16 }),
      /** Bits of a weight, signed. */
      W_WIDTH: int(8, { min: 2, max: 16 }),
      /** Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more. */
      ACC_WIDTH: int(32),
      /** Columns and rows between extra registers, which 0 leaves out. */
      PIPELINE: int(0, { min: 0 }),
    },
    where: ({ A_WIDTH, W_WIDTH, ACC_WIDTH }) => [ACC_WIDTH.atLeast(A_WIDTH.plus(W_WIDTH))],
    ports: ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH }) => ({
      /** 0 freezes the whole grid. */
      advance: input(bool),
      /** Skewed activations, row 0 in the low bits, and the marks that come with them. */
      west_a: input(vec(ROWS, sint(A_WIDTH))),
      west_first: input(vec(ROWS, bool)),
      west_last: input(vec(ROWS, bool)),
      west_parity: input(vec(ROWS, bool)),
      /** Skewed weights, column 0 in the low bits. */
      north_weight: input(vec(COLS, sint(W_WIDTH))),
      /** Column 0 drains the sums of that parity. */
      west_drain: input(bool),
      west_drain_parity: input(bool),
      /** Drain registers of the last row, column 0 in the low bits. */
      south_sum: output(vec(COLS, sint(ACC_WIDTH))),
    }),
  },
  (io, { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE }, m) => {
    // Without PIPELINE no row and no column is a multiple of it.
    const STRIDE = PIPELINE.orWhenZero(ROWS.plus(COLS));

    const Drain = struct({ on: bool, parity: bool });
    const Operand = struct({ a: sint(A_WIDTH), first: bool, last: bool, parity: bool });

    // Field r*COLS + c is what element (r, c) hands on, field c what column c does.
    const { east, south, drained, draining } = m.wires({
      east: grid(ROWS, COLS, Operand),
      south: grid(ROWS, COLS, sint(W_WIDTH)),
      drained: grid(ROWS, COLS, sint(ACC_WIDTH)),
      draining: vec(COLS, Drain),
    });

    genFor(COLS, 'column', c =>
      genIf(
        c.eq(0),
        ['border', () => draining.at(c).set({ on: io.west_drain, parity: io.west_drain_parity })],
        [
          'inner',
          () => {
            const { here } = m.regs({ here: Drain });
            genIf(
              c.mod(STRIDE).eq(0),
              [
                'cut',
                () => {
                  const { held } = m.regs({ held: Drain });
                  when(io.advance, () => {
                    held.set(draining.at(c.minus(1)));
                    here.set(held);
                  });
                },
              ],
              [
                'straight',
                () => {
                  when(io.advance, () => here.set(draining.at(c.minus(1))));
                },
              ],
            );
            draining.at(c).set(here);
          },
        ],
      ),
    );

    genFor(ROWS, 'row', r =>
      genFor(COLS, 'col', c => {
        const east_in = genIf(
          c.eq(0),
          [
            'west_edge',
            () => {
              const { edge } = m.wires({ edge: Operand });
              edge.set({
                a: io.west_a.at(r),
                first: io.west_first.at(r),
                last: io.west_last.at(r),
                parity: io.west_parity.at(r),
              });
              return edge;
            },
          ],
          c.mod(STRIDE).eq(0),
          [
            'west_cut',
            () => {
              const { cut } = m.regs({ cut: Operand }, { reset: 'none' });
              when(io.advance, () => cut.set(east.at(r).at(c.minus(1))));
              return cut;
            },
          ],
          ['west_neighbour', () => east.at(r).at(c.minus(1))],
        );
        const { weight_in, drained_in } = genIf(
          r.eq(0),
          ['north_edge', () => ({ weight_in: io.north_weight.at(c), drained_in: zero(sint(ACC_WIDTH)) })],
          r.mod(STRIDE).eq(0),
          [
            'north_cut',
            () => {
              const { cut } = m.regs({ cut: sint(W_WIDTH) }, { reset: 'none' });
              when(io.advance, () => cut.set(south.at(r.minus(1)).at(c)));
              return { weight_in: cut, drained_in: drained.at(r.minus(1)).at(c) };
            },
          ],
          [
            'north_neighbour',
            () => ({ weight_in: south.at(r.minus(1)).at(c), drained_in: drained.at(r.minus(1)).at(c) }),
          ],
        );

        const { operand, weight, sum, drain_sum, sum_parity } = m.regs(
          {
            operand: Operand,
            weight: sint(W_WIDTH),
            sum: sint(ACC_WIDTH),
            drain_sum: sint(ACC_WIDTH),
            sum_parity: bool,
          },
          { reset: 'none' },
        );
        const total = mux(operand.first, 0, sum).addWrap(operand.a.mul(weight));

        when(io.advance, () => {
          operand.set(east_in);
          weight.set(weight_in);
          sum.set(total);
          when(operand.last, () => {
            drain_sum.set(total);
            sum_parity.set(operand.parity);
          }).elseWhen(draining.at(c).on.and(draining.at(c).parity.eq(sum_parity)), () => drain_sum.set(drained_in));
        });

        east.at(r).at(c).set(operand);
        south.at(r).at(c).set(weight);
        drained.at(r).at(c).set(drain_sum);
      }),
    );

    io.south_sum.set(drained.at(ROWS.minus(1)));
    m.unused({ east, south }, 'what the east and south edges hand on goes nowhere');
  },
);

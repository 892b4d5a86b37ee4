import {
  bool,
  cat,
  constant,
  genFor,
  input,
  int,
  module,
  mux,
  output,
  pack,
  sink,
  sint,
  source,
  uint,
  unpack,
  vec,
  when,
} from '../../dsl/index.ts';
import { Deskew } from './deskew.ts';
import { SystolicGrid } from './grid.ts';
import { Skew } from './skew.ts';

/**
 * A systolic_grid behind streams. Multiplies tiles of M activation vectors by weights of k rows.
 *
 * A tile's weights enter a row a beat, last row first, the beat of row 0 marked last; k, their number, is 1 to ROWS. Its
 * activations follow, a vector a beat, rows k and up zero, the first marked first. Each vector gives one result, in
 * order: column c is the sum over the rows of activation * weight, wrapping.
 *
 * A tile's weights load behind the tile before it: the first beat is accepted in the cycle in which the first vector of
 * that tile is accepted, or later, and the first vector in the cycle after the last beat, or later. A late operand
 * inserts a bubble. Only a result that is not taken freezes the array. After rst the first vector must be marked first,
 * and what is offered in a cycle with rst high is lost.
 *
 * Latency: a vector accepted in cycle t has its result offered in t + LATENCY, which is ROWS + COLS, and with PIPELINE
 * = P > 0 also floor((ROWS - 1) / P) + floor((COLS - 1) / P).
 *
 * Throughput: tile i + 1 begins max(M of i, k of i + 1) cycles after tile i. T tiles without a stall take k of the
 * first + the sum of these maxima + M of the last + LATENCY cycles, from the first weight beat to the last result, both
 * counted.
 *
 * Combinational paths: from result_ready, activation_valid and activation_first to weight_ready and activation_ready.
 * No valid of the array depends on a ready, and activation_valid must not wait for either of these two.
 */
export const SystolicArray = module(
  'systolic_array',
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
      /** Columns and rows between extra registers, which 0 leaves out. */
      PIPELINE: int(0, { min: 0 }),
    },
    where: ({ A_WIDTH, W_WIDTH, ACC_WIDTH }) => [ACC_WIDTH.atLeast(A_WIDTH.plus(W_WIDTH))],
    ports: ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH }) => ({
      /** One row of a tile's weights, column 0 in the low bits; last marks row 0. */
      weight: sink(vec(COLS, sint(W_WIDTH))),
      weight_last: input(bool),
      /** Activation vectors, row 0 in the low bits; first marks the first of a tile. */
      activation: sink(vec(ROWS, sint(A_WIDTH))),
      activation_first: input(bool),
      /** Result vectors, column 0 in the low bits. */
      result: source(vec(COLS, sint(ACC_WIDTH))),
      /** Weights that wait, or activations, are in the array. */
      busy: output(bool),
    }),
  },
  (io, { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE }, m) => {
    const { weight, activation, result } = io;
    // Without PIPELINE no row and no column is a multiple of it.
    const STRIDE = PIPELINE.orWhenZero(ROWS.plus(COLS));
    // Cycles by which the last row's activations are delayed.
    const ROW_DELAY = ROWS.minus(1).plus(ROWS.minus(1).floorDiv(STRIDE));
    const LATENCY = ROWS.plus(COLS).plus(ROWS.minus(1).floorDiv(STRIDE)).plus(COLS.minus(1).floorDiv(STRIDE));

    const { reached, loaded, in_flight } = m.regs({
      /** Bit b: beat b of the tile whose weights are entering is in. */
      reached: uint(ROWS),
      /** The shadow weights are complete and wait for their first activation. */
      loaded: bool,
      /** Bit i: a vector was accepted i + 1 cycles ago. */
      in_flight: uint(LATENCY),
    });
    const { firsts } = m.regs(
      {
        /** Bit i: a tile's first vector was accepted i + 1 cycles ago. */
        firsts: uint(ROW_DELAY.plus(1)),
      },
      { reset: 'none' },
    );

    const advance = result.valid.not().or(result.ready);
    const firstOffered = activation.valid.and(io.activation_first);
    const swap = firstOffered.and(activation.ready);

    weight.ready.set(advance.and(loaded.not().or(firstOffered)));
    activation.ready.set(advance.and(loaded.or(firstOffered.not())));
    result.valid.set(in_flight.bit(LATENCY.minus(1)));
    io.busy.set(loaded.or(reached.bit(0)).or(in_flight.ne(0)));

    const bit = sint(1);
    // Row r loads on beat r and later ones: until then its shadow may wait for the swap on its way south.
    const reach = reached.shiftIn(constant(bool, 1));
    const load = unpack(vec(ROWS, bit), mux(weight.fire, reach, 0));
    // Bit i: a tile's first vector was accepted i cycles ago.
    const swapTaps = cat(firsts, swap);

    when(weight.fire, () => reached.set(mux(io.weight_last, 0, reach)));
    when(weight.fire.and(io.weight_last), () => loaded.set(true)).elseWhen(swap, () => loaded.set(false));
    when(advance, () => {
      in_flight.set(in_flight.shiftIn(activation.fire));
      firsts.set(swapTaps.truncate(ROW_DELAY.plus(1)));
    });
    m.assert(weight.fire.and(reached.bit(ROWS.minus(1))).not(), 'a tile has more than ROWS rows of weights');

    const { west_a, west_swap, west_load, north_weight, south_sum } = m.wires({
      west_a: vec(ROWS, sint(A_WIDTH)),
      west_swap: vec(ROWS, bool),
      west_load: vec(ROWS, bit),
      north_weight: vec(COLS, sint(W_WIDTH)),
      south_sum: vec(COLS, sint(ACC_WIDTH)),
    });
    genFor(ROWS, 'row', r => west_swap.at(r).set(swapTaps.bit(r.plus(r.floorDiv(STRIDE)))));
    m.unused({ swapTaps }, 'some taps lie between two rows, and one past the last');

    m.inst(
      'activation_skew',
      Skew,
      { LANES: ROWS, WIDTH: A_WIDTH, STEP: 1, PIPELINE },
      { advance, straight: activation.bits, skewed: west_a },
    );
    m.inst(
      'load_skew',
      Skew,
      { LANES: ROWS, WIDTH: 1, STEP: 0, PIPELINE },
      { advance, straight: load, skewed: west_load },
    );
    m.inst(
      'weight_skew',
      Skew,
      { LANES: COLS, WIDTH: W_WIDTH, STEP: 1, PIPELINE },
      { advance, straight: weight.bits, skewed: north_weight },
    );
    m.inst(
      'grid',
      SystolicGrid,
      { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE },
      {
        advance,
        west_a,
        west_swap,
        west_load: unpack(vec(ROWS, bool), pack(west_load)),
        north_weight,
        south_sum,
      },
    );
    m.inst(
      'result_deskew',
      Deskew,
      { LANES: COLS, WIDTH: ACC_WIDTH, PIPELINE },
      { advance, skewed: south_sum, straight: result.bits },
    );
  },
);

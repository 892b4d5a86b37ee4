import {
  bool,
  indexWidth,
  input,
  int,
  module,
  output,
  sink,
  sint,
  source,
  struct,
  uint,
  unpack,
  unused,
  vec,
} from '../../../dsl/index.ts';
import { SystolicArray } from '../array.ts';
import { Accumulator } from './accumulator.ts';
import { LaneMask } from './laneMask.ts';
import { TileWalker } from './tileWalker.ts';

/**
 * Operands in tile order to sums, for commands of M x K times K x N.
 *
 * A command's weights enter N outer by COLS, K inner by ROWS, a tile's rows last first; its activations for every such
 * tile in that order, M vectors. What lies beyond K or N is masked. Sums leave in the order N outer, M inner: those of the
 * last tile of K, where the command ends the sum.
 *
 * Each side has its own view of the command queue (broadcast_queue): weights 0, activations 1, sums 2.
 */
export const WeightStationary = module(
  'weight_stationary',
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
      /** Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more. */
      ACC_WIDTH: int(32),
      /** Columns and rows between extra registers, which 0 leaves out. */
      PIPELINE: int(0, { min: 0 }),
      /** Bits of M, K, N. */
      SIZE_WIDTH: int(16, { min: 2, max: 31 }),
      /** Vectors of sums: the largest M. */
      ACC_DEPTH: int(64, { min: 1 }),
    },
    where: ({ A_WIDTH, W_WIDTH, ACC_WIDTH }) => [ACC_WIDTH.atLeast(A_WIDTH.plus(W_WIDTH))],
    ports: ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, SIZE_WIDTH }) => ({
      /** Per side: M, K, N, starts, ends, of which ends has the lowest bit. */
      head_valid: input(vec(3, bool)),
      head_bits: input(vec(3, uint(SIZE_WIDTH.times(3).plus(2)))),
      /** Per side: it is through with the command. */
      take: output(vec(3, bool)),
      /** One row of a tile's weights, column 0 in the low bits. */
      weight: sink(vec(COLS, sint(W_WIDTH))),
      /** Activation vectors, row 0 in the low bits. */
      activation: sink(vec(ROWS, sint(A_WIDTH))),
      /** Sums, column 0 in the low bits. */
      sum: source(vec(COLS, sint(ACC_WIDTH))),
      /** The last sums of a command that does not end its sum are kept. */
      kept: output(bool),
      /** Sums are held up; a side waits for its operand. */
      blocked: output(bool),
      weight_waits: output(bool),
      activation_waits: output(bool),
    }),
  },
  (io, { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE, SIZE_WIDTH, ACC_DEPTH }, m) => {
    const size = uint(SIZE_WIDTH);
    const command = struct({ m: size, k: size, n: size, starts: bool, ends: bool });
    const steps = { WIDTH: SIZE_WIDTH, OUTER_STEP: COLS, MIDDLE_STEP: ROWS };
    const unread = unused('the other sides follow what this one does not');
    const walked = {
      outer_count: unread,
      middle_count: unread,
      outer_last: unread,
      middle_first: unread,
      middle_last: unread,
      inner_index: unread,
      inner_first: unread,
      inner_last: unread,
    };
    const { product } = m.streams({ product: vec(COLS, sint(ACC_WIDTH)) });

    // Weights.
    const { w } = m.wires({ w: command });
    w.set(unpack(command, io.head_bits.at(0)));
    const { w_columns, w_row_last, w_done, w_masked } = m.wires({
      w_columns: size,
      w_row_last: bool,
      w_done: bool,
      w_masked: vec(COLS, sint(W_WIDTH)),
    });
    const { array_weight_ready } = m.wires({ array_weight_ready: bool });
    io.weight.ready.set(array_weight_ready.and(io.head_valid.at(0)));
    io.take.at(0).set(io.weight.fire.and(w_done));
    m.inst(
      'weight_walker',
      TileWalker,
      { ...steps, INNER_IN_TILE: 1 },
      {
        ...walked,
        outer_size: w.n,
        middle_size: w.k,
        inner_size: w.m,
        next: io.weight.fire,
        outer_count: w_columns,
        inner_last: w_row_last,
        last: w_done,
      },
    );
    m.inst(
      'weight_mask',
      LaneMask,
      { LANES: COLS, WIDTH: W_WIDTH, COUNT_WIDTH: SIZE_WIDTH },
      { in_bits: io.weight.bits, count: w_columns, out_bits: w_masked },
    );

    // Activations.
    const { a } = m.wires({ a: command });
    a.set(unpack(command, io.head_bits.at(1)));
    const { a_rows, a_first, a_done, a_masked } = m.wires({
      a_rows: size,
      a_first: bool,
      a_done: bool,
      a_masked: vec(ROWS, sint(A_WIDTH)),
    });
    const { array_activation_ready } = m.wires({ array_activation_ready: bool });
    const arrayActivationValid = io.activation.valid.and(io.head_valid.at(1));
    io.activation.ready.set(array_activation_ready.and(io.head_valid.at(1)));
    io.take.at(1).set(io.activation.fire.and(a_done));
    m.inst(
      'activation_walker',
      TileWalker,
      { ...steps, INNER_IN_TILE: 0 },
      {
        ...walked,
        outer_size: a.n,
        middle_size: a.k,
        inner_size: a.m,
        next: io.activation.fire,
        middle_count: a_rows,
        inner_first: a_first,
        last: a_done,
      },
    );
    m.inst(
      'activation_mask',
      LaneMask,
      { LANES: ROWS, WIDTH: A_WIDTH, COUNT_WIDTH: SIZE_WIDTH },
      { in_bits: io.activation.bits, count: a_rows, out_bits: a_masked },
    );

    m.inst(
      'array',
      SystolicArray,
      { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE },
      {
        weight: { valid: io.weight.valid.and(io.head_valid.at(0)), ready: array_weight_ready, bits: w_masked },
        weight_last: w_row_last,
        activation: { valid: arrayActivationValid, ready: array_activation_ready, bits: a_masked },
        activation_first: a_first,
        result: product,
        busy: unused('the commands tell'),
      },
    );

    // Sums.
    const { s } = m.wires({ s: command });
    s.set(unpack(command, io.head_bits.at(2)));
    const { s_row, s_first, s_last, s_done } = m.wires({ s_row: size, s_first: bool, s_last: bool, s_done: bool });
    io.take.at(2).set(product.fire.and(s_done));
    io.kept.set(io.take.at(2).and(s.ends.not()));
    m.inst(
      'sum_walker',
      TileWalker,
      { ...steps, INNER_IN_TILE: 0 },
      {
        ...walked,
        outer_size: s.n,
        middle_size: s.k,
        inner_size: s.m,
        next: product.fire,
        middle_first: s_first,
        middle_last: s_last,
        inner_index: s_row,
        last: s_done,
      },
    );
    m.inst(
      'accumulate',
      Accumulator,
      { LANES: COLS, WIDTH: ACC_WIDTH, DEPTH: ACC_DEPTH },
      {
        in: product,
        in_address: s_row.fit(indexWidth(ACC_DEPTH)),
        in_start: s_first.and(s.starts),
        in_leave: s_last.and(s.ends),
        out: io.sum,
      },
    );

    io.blocked.set(product.valid.and(product.ready.not()));
    // An activation that is not taken, though nothing is blocked, waits for its tile's weights.
    io.weight_waits.set(
      io.head_valid.at(0).and(array_weight_ready).and(io.weight.valid.not()).or(arrayActivationValid),
    );
    io.activation_waits.set(io.head_valid.at(1).and(io.activation.valid.not()));
    m.unused({ head_valid: io.head_valid }, 'a product says that there is a command for it');
  },
);

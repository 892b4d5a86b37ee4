import {
  bool,
  cat,
  clog2,
  genFor,
  input,
  int,
  module,
  mux,
  output,
  sink,
  sint,
  source,
  struct,
  uint,
  unpack,
  vec,
  when,
} from '../../../dsl/index.ts';
import { Deskew } from '../deskew.ts';
import { Skew } from '../skew.ts';
import { LaneMask } from './laneMask.ts';
import { OutputStationaryGrid } from './outputStationaryGrid.ts';
import { TileWalker, tilePosition } from './tileWalker.ts';

/**
 * Operands in tile order to sums, for commands of M x K times K x N.
 *
 * Weights and activations enter side by side, N outer by COLS, M middle by ROWS, K inner: a beat holds one row of B, COLS
 * columns of it, and one column of A, ROWS rows of it. What lies beyond M or N is masked. Sums leave in the order N
 * outer, M inner, where the command ends the sum. A command that does not start or end its sum has M up to ROWS and N up
 * to COLS. Its view of the command queue is 0; views 1 and 2 are for weight_stationary and go by.
 *
 * Latency: the first of a tile's sums is offered LATENCY cycles (as in systolic_array) after its last beat; the others
 * follow it. Throughput: tiles' last beats are max(K, ROWS + floor((ROWS - 1) / P)) cycles apart, without PIPELINE
 * max(K, ROWS).
 *
 * Combinational paths: sum_ready to both operands' ready, and from the valid of either to the ready of the other.
 */
export const OutputStationary = module(
  'output_stationary',
  {
    params: {
      /** Rows of elements. */
      ROWS: int(4, { min: 1 }),
      /** Columns of elements. */
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
    },
    where: ({ A_WIDTH, W_WIDTH, ACC_WIDTH }) => [ACC_WIDTH.atLeast(A_WIDTH.plus(W_WIDTH))],
    ports: ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, SIZE_WIDTH }) => ({
      /** Views of the command queue: M, K, N, whether the command starts its sum, whether it ends it. */
      head_valid: input(vec(3, bool)),
      head_bits: input(vec(3, uint(SIZE_WIDTH.times(3).plus(2)))),
      take: output(vec(3, bool)),
      /** A row of B, column 0 in the low bits. */
      weight: sink(vec(COLS, sint(W_WIDTH))),
      /** A column of A, row 0 in the low bits. */
      activation: sink(vec(ROWS, sint(A_WIDTH))),
      /** A row of sums, column 0 in the low bits. */
      sum: source(vec(COLS, sint(ACC_WIDTH))),
      /** The last beat of a command whose sum stays. */
      kept: output(bool),
      /** What holds a command up: sums that are not taken, weights, activations. */
      blocked: output(bool),
      weight_waits: output(bool),
      activation_waits: output(bool),
    }),
  },
  (io, { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE, SIZE_WIDTH }, m) => {
    // Without PIPELINE no row and no column is a multiple of it.
    const STRIDE = PIPELINE.orWhenZero(ROWS.plus(COLS));
    const ROW_CUTS = ROWS.minus(1).floorDiv(STRIDE);
    // Cycles between the last beats of two tiles: what keeps a sum out of a drain register that is still in use.
    const SPACE = ROWS.plus(ROW_CUTS);
    // Cycles from a tile's last beat to the first cycle of draining column 0, and to its first sum.
    const DRAIN = SPACE.plus(1);
    const LATENCY = SPACE.plus(COLS).plus(COLS.minus(1).floorDiv(STRIDE));
    const GAP = SPACE.minus(1);
    const ROW_WIDTH = clog2(DRAIN);

    const size = uint(SIZE_WIDTH);
    const Command = struct({ m: size, k: size, n: size, starts: bool, ends: bool });
    const { command } = m.wires({ command: Command });
    command.set(unpack(Command, io.head_bits.at(0)));

    const { gap, left, parity, in_flight } = m.regs({
      /** Cycles until the next tile's last beat may come. */
      gap: uint(ROW_WIDTH),
      /** Sums of the present tile that are still to drain. */
      left: uint(ROW_WIDTH),
      /** Changes from tile to tile. */
      parity: bool,
      /** Bit i: a sum has been drained, as seen by the beats, i + 1 cycles ago. */
      in_flight: uint(LATENCY),
    });
    const { parities } = m.regs(
      {
        /** Parity of the tile that drains, beside the first bits of in_flight. */
        parities: uint(DRAIN),
      },
      { reset: 'none' },
    );
    const walk = m.wires(tilePosition(size));

    const present = io.head_valid.at(0);
    const advance = io.sum.valid.not().or(io.sum.ready);
    const finishes = walk.inner_last.and(command.ends);
    const open = present.and(advance).and(finishes.and(gap.ne(0)).not());
    const fire = open.and(io.weight.valid).and(io.activation.valid);
    const finish = fire.and(finishes);
    const done = fire.and(walk.last);

    io.weight.ready.set(open.and(io.activation.valid));
    io.activation.ready.set(open.and(io.weight.valid));
    io.take.at(0).set(done);
    io.take.at(1).set(io.head_valid.at(1));
    io.take.at(2).set(io.head_valid.at(2));
    io.kept.set(done.and(command.ends.not()));
    io.sum.valid.set(in_flight.bit(LATENCY.minus(1)));
    io.blocked.set(advance.not());
    io.weight_waits.set(present.and(io.weight.valid.not()));
    io.activation_waits.set(present.and(io.activation.valid.not()));

    m.inst(
      'walker',
      TileWalker,
      { WIDTH: SIZE_WIDTH, OUTER_STEP: COLS, MIDDLE_STEP: ROWS, INNER_IN_TILE: 0 },
      { outer_size: command.n, middle_size: command.m, inner_size: command.k, next: fire, ...walk },
    );

    const { weights, activations } = m.wires({
      weights: vec(COLS, sint(W_WIDTH)),
      activations: vec(ROWS, sint(A_WIDTH)),
    });
    // A bubble adds 0 * 0 to the sums.
    m.inst(
      'weight_mask',
      LaneMask,
      { LANES: COLS, WIDTH: W_WIDTH, COUNT_WIDTH: SIZE_WIDTH },
      { in_bits: io.weight.bits, count: mux(fire, walk.outer_count, 0), out_bits: weights },
    );
    m.inst(
      'activation_mask',
      LaneMask,
      { LANES: ROWS, WIDTH: A_WIDTH, COUNT_WIDTH: SIZE_WIDTH },
      { in_bits: io.activation.bits, count: mux(fire, walk.middle_count, 0), out_bits: activations },
    );

    const nextParity = finish.xor(parity);
    when(advance, () => {
      in_flight.set(in_flight.shiftIn(finish.or(left.ne(0))));
      parities.set(parities.shiftIn(nextParity));
      parity.set(nextParity);
      when(finish, () => {
        gap.set(GAP);
        left.set(walk.middle_count.fit(ROW_WIDTH).dec());
      }).otherwise(() => {
        when(gap.ne(0), () => gap.set(gap.dec()));
        when(left.ne(0), () => left.set(left.dec()));
      });
    });

    const Beat = struct({ a: sint(A_WIDTH), first: bool, last: bool, parity: bool });
    const BEAT_WIDTH = A_WIDTH.plus(3);
    const { straight, skewed, west_a, west_first, west_last, west_parity, north_weight, south_sum } = m.wires({
      straight: vec(ROWS, sint(BEAT_WIDTH)),
      skewed: vec(ROWS, sint(BEAT_WIDTH)),
      west_a: vec(ROWS, sint(A_WIDTH)),
      west_first: vec(ROWS, bool),
      west_last: vec(ROWS, bool),
      west_parity: vec(ROWS, bool),
      north_weight: vec(COLS, sint(W_WIDTH)),
      south_sum: vec(COLS, sint(ACC_WIDTH)),
    });
    const first = fire.and(walk.inner_first).and(command.starts);

    // Row r of a tile is in the array's row ROWS - 1 - r, as the last row drains first.
    genFor(ROWS, 'row', r => {
      straight.at(r).set(cat(activations.at(ROWS.minus(1).minus(r)), first, finish, parity.not()).asSint());
      const beat = unpack(Beat, skewed.at(r).asUint());
      west_a.at(r).set(beat.a);
      west_first.at(r).set(beat.first);
      west_last.at(r).set(beat.last);
      west_parity.at(r).set(beat.parity);
    });

    m.inst(
      'activation_skew',
      Skew,
      { LANES: ROWS, WIDTH: BEAT_WIDTH, STEP: 1, PIPELINE },
      { advance, straight, skewed },
    );
    m.inst(
      'weight_skew',
      Skew,
      { LANES: COLS, WIDTH: W_WIDTH, STEP: 1, PIPELINE },
      { advance, straight: weights, skewed: north_weight },
    );
    m.inst(
      'grid',
      OutputStationaryGrid,
      { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE },
      {
        advance,
        west_a,
        west_first,
        west_last,
        west_parity,
        north_weight,
        west_drain: in_flight.bit(DRAIN.minus(1)),
        west_drain_parity: parities.bit(DRAIN.minus(1)),
        south_sum,
      },
    );
    m.inst(
      'sum_deskew',
      Deskew,
      { LANES: COLS, WIDTH: ACC_WIDTH, PIPELINE },
      { advance, skewed: south_sum, straight: io.sum.bits },
    );

    const { inner_index, outer_last, middle_first, middle_last } = walk;
    m.unused({ inner_index, outer_last, middle_first, middle_last }, 'beats follow each other whatever their tile');
    m.unused({ head_bits: io.head_bits }, 'the other views go by');
  },
);

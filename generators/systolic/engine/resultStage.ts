import {
  bool,
  cat,
  clog2,
  constant,
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
  unused,
  vec,
} from '../../../dsl/index.ts';
import { leaving, SHIFT_AND_SCALE, sizes, span } from './command.ts';
import { LaneMask } from './laneMask.ts';
import { ResultPath } from './resultPath.ts';
import { TileWalker } from './tileWalker.ts';

/**
 * From the sums of commands, N outer by COLS, M inner, to their results: with the bias of their columns, requantised as
 * the command says, what lies beyond N masked. A command whose sums are kept goes by. Where a command needs parameters,
 * its sums wait for the set of their columns.
 *
 * Latency and throughput: those of result_path; a command that goes by takes one cycle, beside those before it.
 *
 * Combinational paths: those of result_path, and from head and set to them.
 */
export const ResultStage = module(
  'result_stage',
  {
    params: {
      /** Columns of a vector. */
      COLS: int(4, { min: 1 }),
      /** Bits of a sum. OUT_WIDTH or more. */
      ACC_WIDTH: int(32, { max: 32 }),
      /** Requantising lanes, up to COLS; 0: raw sums only. */
      LANES: int(4, { min: 0 }),
      /** Bits of a requantised result. */
      OUT_WIDTH: int(8, { min: 2, max: 31 }),
      /** 1: mode 3 is there. */
      FLOAT: int(1, { min: 0, max: 1 }),
      /** Bits of M and N. */
      SIZE_WIDTH: int(16, { min: 2, max: 31 }),
    },
    where: ({ COLS, ACC_WIDTH, LANES, OUT_WIDTH }) => [LANES.atMost(COLS), ACC_WIDTH.atLeast(OUT_WIDTH)],
    ports: ({ COLS, ACC_WIDTH, OUT_WIDTH, SIZE_WIDTH }) => ({
      /** The head of the command queue; parametric: its columns need parameters. */
      head_valid: input(bool),
      head: input(struct({ ...leaving(OUT_WIDTH), parametric: bool, ...sizes(SIZE_WIDTH), ...span })),
      take: output(bool),
      /** Sums, column 0 in the low bits. */
      sum: sink(vec(COLS, sint(ACC_WIDTH))),
      /** The parameters of the present columns, as parameter_sets gives them; done with the last vector of these. */
      set_valid: input(bool),
      set_bits: input(vec(COLS, uint(ACC_WIDTH.plus(SHIFT_AND_SCALE)))),
      set_done: output(bool),
      /** Results, column 0 in the low bits. */
      result: source(vec(COLS, sint(ACC_WIDTH))),
      /** With each: how many columns are there (the others are 0), and whether it is the command's last. */
      result_columns: output(uint(clog2(COLS.plus(1)))),
      result_last: output(bool),
      /** A sum waits for its parameters. */
      parameter_waits: output(bool),
    }),
  },
  (io, { COLS, ACC_WIDTH, LANES, OUT_WIDTH, FLOAT, SIZE_WIDTH }, m) => {
    const COUNT_WIDTH = clog2(COLS.plus(1));
    const TAG_WIDTH = COUNT_WIDTH.plus(1);
    const size = uint(SIZE_WIDTH);
    const sums = vec(COLS, sint(ACC_WIDTH));
    const { head } = io;
    const { columns, row_last, done, path_ready } = m.wires({
      columns: size,
      row_last: bool,
      done: bool,
      path_ready: bool,
    });

    const leaves = io.head_valid.and(head.ends);
    const provided = head.parametric.not().or(io.set_valid);
    const enters = io.sum.valid.and(leaves).and(provided);
    const entered = enters.and(path_ready);
    io.sum.ready.set(leaves.and(provided).and(path_ready));
    io.set_done.set(entered.and(row_last).and(head.parametric));
    io.take.set(mux(leaves, entered.and(done), io.head_valid));
    io.parameter_waits.set(io.sum.valid.and(leaves).and(provided.not()));

    const unread = unused('there is no middle loop, and columns alone count here');
    m.inst(
      'walker',
      TileWalker,
      { WIDTH: SIZE_WIDTH, OUTER_STEP: COLS, MIDDLE_STEP: 1, INNER_IN_TILE: 0 },
      {
        outer_size: head.n,
        middle_size: constant(size, 1),
        inner_size: head.m,
        next: entered,
        outer_count: columns,
        middle_count: unread,
        outer_last: unread,
        middle_first: unread,
        middle_last: unread,
        inner_index: unread,
        inner_first: unread,
        inner_last: row_last,
        last: done,
      },
    );

    const { biased, scales, shifts, path_bits, path_tag } = m.wires({
      biased: sums,
      scales: vec(COLS, uint(32)),
      shifts: vec(COLS, sint(6)),
      path_bits: sums,
      path_tag: uint(TAG_WIDTH),
    });
    genFor(COLS, 'column', c => {
      const set = unpack(struct({ shift: sint(6), scale: uint(32), bias: sint(ACC_WIDTH) }), io.set_bits.at(c));
      biased.at(c).set(io.sum.bits.at(c).addWrap(mux(head.bias, set.bias, 0)));
      scales.at(c).set(mux(head.per_channel, set.scale, head.scale));
      shifts.at(c).set(mux(head.per_channel, set.shift, head.shift));
    });
    m.inst(
      'path',
      ResultPath,
      { COLS, ACC_WIDTH, LANES, OUT_WIDTH, FLOAT, TAG_WIDTH },
      {
        in: { valid: enters, ready: path_ready, bits: biased },
        in_scale: scales,
        in_shift: shifts,
        in_mode: head.mode,
        in_offset: head.offset,
        in_low: head.low,
        in_high: head.high,
        in_tag: cat(columns.fit(COUNT_WIDTH), done),
        out: { valid: io.result.valid, ready: io.result.ready, bits: path_bits },
        out_tag: path_tag,
      },
    );
    io.result_columns.set(path_tag.slice(1, COUNT_WIDTH));
    io.result_last.set(path_tag.bit(0));
    m.inst(
      'mask',
      LaneMask,
      { LANES: COLS, WIDTH: ACC_WIDTH, COUNT_WIDTH },
      { in_bits: path_bits, count: io.result_columns, out_bits: io.result.bits },
    );
    m.unused({ k: head.k, starts: head.starts }, 'what was summed does not matter here');
  },
);

import {
  bool,
  cat,
  clog2,
  constant,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  pack,
  sink,
  sint,
  source,
  struct,
  uint,
  unpack,
  unused,
  vec,
  vecOf,
} from '../../../dsl/index.ts';
import { ActivityCounters } from './activityCounters.ts';
import { AnswerQueue } from './answerQueue.ts';
import { BroadcastQueue } from './broadcastQueue.ts';
import { LaneMask } from './laneMask.ts';
import { OutputStationary } from './outputStationary.ts';
import { ParameterBank } from './parameterBank.ts';
import { ResultPath } from './resultPath.ts';
import { TileWalker } from './tileWalker.ts';
import { WeightStationary } from './weightStationary.ts';

/** Readers of the command queue: 0 to 2 are the array's sides. */
const parameterReader = 3;
const outputReader = 4;

/** What a command is answered with. */
const code = { done: 0, empty: 1, tooLarge: 2, noMode: 3 };

/** The mode of raw sums, and that which only FLOAT brings. */
const raw = 0;
const float = 3;

/**
 * Takes commands for C = A * B, M x K times K x N, and their operands as streams in tile order.
 *
 * See weight_stationary (OUTPUT_STATIONARY 0) or output_stationary (1) for that order. Results leave N outer by COLS, M
 * inner. A command says whether it starts a new sum or goes on with the one before, and whether it ends it: only then do
 * results leave, with a bias, as they are (mode 0) or requantised (1, 2, 3; see requantiser). Parameters enter one a
 * column, in order: N words, if the command ends its sum and has a bias, or takes a scale a column in modes 1 to 3; none
 * otherwise.
 *
 * Every command is answered, in order: 0 when its last result has been taken (or its last sum kept), 1 a size is 0, 2 M,
 * or the size of a sum that one command does not both start and end, is too large, 3 no such mode here; or
 * command_fault, what the sender found. command_code shows what the offered command will be answered with.
 *
 * Combinational paths: result_ready to the operands' ready; between the operands' valid and ready as in systolic_array.
 */
export const MatmulEngine = module(
  'matmul_engine',
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
      /** Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more, OUT_WIDTH or more. */
      ACC_WIDTH: int(32, { max: 32 }),
      /** Columns and rows between extra registers, which 0 leaves out. */
      PIPELINE: int(0, { min: 0 }),
      /** 1: sums stay in the array's elements; 0: weights do. */
      OUTPUT_STATIONARY: int(0, { min: 0, max: 1 }),
      /** Bits of M, K, N. */
      SIZE_WIDTH: int(16, { min: 2, max: 31 }),
      /** Vectors of sums, the largest M, of a weight-stationary engine. */
      ACC_DEPTH: int(64, { min: 1 }),
      /** Requantising lanes, up to COLS; 0: raw sums only. */
      REQUANT_LANES: int(4, { min: 0 }),
      /** Bits of a requantised result. */
      OUT_WIDTH: int(8, { min: 2, max: 31 }),
      /** 1: mode 3 is there. */
      FLOAT: int(1, { min: 0, max: 1 }),
      /** Commands that are under way or wait; 2 or more for work without gaps. */
      COMMANDS: int(4, { min: 1 }),
    },
    where: ({ COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, REQUANT_LANES, OUT_WIDTH }) => [
      ACC_WIDTH.atLeast(A_WIDTH.plus(W_WIDTH)),
      REQUANT_LANES.atMost(COLS),
      ACC_WIDTH.atLeast(OUT_WIDTH),
    ],
    ports: ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, SIZE_WIDTH, OUT_WIDTH }) => ({
      /** As rst, for this engine alone. */
      clear: input(bool),
      /** Commands. Scale and shift are those of all columns, unless per_channel; fault is 0, or what refuses it. */
      command: sink(
        struct({
          m: uint(SIZE_WIDTH),
          k: uint(SIZE_WIDTH),
          n: uint(SIZE_WIDTH),
          starts: bool,
          ends: bool,
          bias: bool,
          mode: uint(2),
          per_channel: bool,
          scale: uint(32),
          shift: sint(6),
          offset: sint(OUT_WIDTH),
          low: sint(OUT_WIDTH),
          high: sint(OUT_WIDTH),
          fault: uint(3),
        }),
      ),
      /** What the offered command will be answered with. */
      command_code: output(uint(3)),
      /** Answers. */
      response: source(struct({ code: uint(3) })),
      /** Weights, column 0 in the low bits. */
      weight: sink(vec(COLS, sint(W_WIDTH))),
      /** Activations, row 0 in the low bits. */
      activation: sink(vec(ROWS, sint(A_WIDTH))),
      /** Shift, scale, bias, the bias in the low bits. */
      parameter: sink(uint(ACC_WIDTH.plus(38))),
      /** Results, column 0 in the low bits. */
      result: source(vec(COLS, sint(ACC_WIDTH))),
      /** With each: how many columns are there (the others are 0), and whether it is the command's last. */
      result_columns: output(uint(clog2(COLS.plus(1)))),
      result_last: output(bool),
      /** Commands are not answered yet. */
      busy: output(bool),
      /**
       * Cycles while busy, from the low end: operands moved; waiting for weights, activations, parameters, for results
       * to be taken; the rest (starting, draining).
       */
      activity: output(vec(6, uint(32))),
    }),
  },
  (io, parameters, m) => {
    const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE, OUTPUT_STATIONARY, SIZE_WIDTH } = parameters;
    const { ACC_DEPTH, REQUANT_LANES, OUT_WIDTH, FLOAT, COMMANDS } = parameters;
    const HEAD_WIDTH = SIZE_WIDTH.times(3).plus(2);
    const COMMAND_WIDTH = HEAD_WIDTH.plus(OUT_WIDTH.times(3)).plus(43);
    const COUNT_WIDTH = clog2(COLS.plus(1));
    const PARAMETER_WIDTH = ACC_WIDTH.plus(38);
    const size = uint(SIZE_WIDTH);
    const sums = vec(COLS, sint(ACC_WIDTH));
    const alone = { alsoReset: io.clear };
    const command = struct({
      scale: uint(32),
      shift: sint(6),
      offset: sint(OUT_WIDTH),
      low: sint(OUT_WIDTH),
      high: sint(OUT_WIDTH),
      mode: uint(2),
      bias: bool,
      // Whether columns need parameters.
      parametric: bool,
      per_channel: bool,
      // The low HEAD_WIDTH bits are the array's part.
      m: size,
      k: size,
      n: size,
      starts: bool,
      ends: bool,
    });

    // Commands.
    const { entry } = m.streams({ entry: command });
    const { answers_ready } = m.wires({ answers_ready: bool });
    const { head_valid, head_bits, take, kept } = m.wires({
      head_valid: vec(5, bool),
      head_bits: vec(5, uint(COMMAND_WIDTH)),
      take: vec(5, bool),
      kept: bool,
    });
    const asked = io.command.bits;
    const empty = asked.m.eq(0).or(asked.k.eq(0)).or(asked.n.eq(0));
    const open = asked.starts.and(asked.ends).not();
    const manyColumns = asked.n.gt(constant(uint(31), COLS));
    const { too_large } = genIf(
      OUTPUT_STATIONARY.ne(0),
      ['in_elements', () => ({ too_large: open.and(asked.m.gt(constant(uint(31), ROWS)).or(manyColumns)) })],
      ['in_memory', () => ({ too_large: asked.m.gt(constant(uint(31), ACC_DEPTH)).or(open.and(manyColumns)) })],
    );
    const { no_mode } = genIf(
      REQUANT_LANES.eq(0),
      ['no_lanes', () => ({ no_mode: asked.mode.ne(raw) })],
      FLOAT.eq(0),
      ['no_float', () => ({ no_mode: asked.mode.eq(float) })],
      ['all_modes', () => ({ no_mode: constant(bool, false) })],
    );
    const codes = uint(3);
    io.command_code.set(
      mux(
        empty,
        constant(codes, code.empty),
        mux(too_large, constant(codes, code.tooLarge), mux(no_mode, constant(codes, code.noMode), asked.fault)),
      ),
    );
    io.command.ready.set(entry.ready.and(answers_ready));
    entry.valid.set(io.command.valid.and(answers_ready).and(io.command_code.eq(code.done)));
    entry.bits.set({
      scale: asked.scale,
      shift: asked.shift,
      offset: asked.offset,
      low: asked.low,
      high: asked.high,
      mode: asked.mode,
      bias: asked.bias,
      parametric: asked.ends.and(asked.bias.or(asked.per_channel.and(asked.mode.ne(raw)))),
      per_channel: asked.per_channel,
      m: asked.m,
      k: asked.k,
      n: asked.n,
      starts: asked.starts,
      ends: asked.ends,
    });
    m.inst(
      'queue',
      BroadcastQueue,
      { WIDTH: COMMAND_WIDTH, DEPTH: COMMANDS, READERS: 5 },
      { enq: { valid: entry.valid, ready: entry.ready, bits: pack(entry.bits) }, head_valid, head_bits, take },
      alone,
    );
    const { answer } = m.streams({ answer: struct({ leaves: bool, code: codes }) });
    answer.valid.set(io.command.valid.and(entry.ready));
    answer.bits.set({ leaves: asked.ends, code: io.command_code });
    answers_ready.set(answer.ready);
    m.inst(
      'answers',
      AnswerQueue,
      { DEPTH: COMMANDS, CODE_WIDTH: 3 },
      {
        command: answer,
        left: io.result.fire.and(io.result_last),
        kept,
        response: io.response,
        busy: io.busy,
      },
      alone,
    );

    // Sums.
    const { sum } = m.streams({ sum: sums });
    const { side_valid, side_heads, side_take, blocked, weight_waits, activation_waits } = m.wires({
      side_valid: vec(3, bool),
      side_heads: vec(3, uint(HEAD_WIDTH)),
      side_take: vec(3, bool),
      blocked: bool,
      weight_waits: bool,
      activation_waits: bool,
    });
    for (const side of [0, 1, 2]) {
      side_valid.at(side).set(head_valid.at(side));
      side_heads.at(side).set(head_bits.at(side).truncate(HEAD_WIDTH));
      take.at(side).set(side_take.at(side));
    }
    const array = { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE, SIZE_WIDTH };
    const multiply = {
      head_valid: side_valid,
      head_bits: side_heads,
      take: side_take,
      weight: io.weight,
      activation: io.activation,
      sum,
      kept,
      blocked,
      weight_waits,
      activation_waits,
    };
    genIf(
      OUTPUT_STATIONARY.ne(0),
      ['outputs_stay', () => m.inst('multiply', OutputStationary, array, multiply, alone)],
      ['weights_stay', () => m.inst('multiply', WeightStationary, { ...array, ACC_DEPTH }, multiply, alone)],
    );

    const unread = unused('there is no middle loop, and columns alone count here');
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
    const walk = { WIDTH: SIZE_WIDTH, OUTER_STEP: COLS, MIDDLE_STEP: 1, INNER_IN_TILE: 0 };

    // Parameters load behind the columns before them.
    const { p_n, p_parametric, p_columns, p_column, p_column_last, p_done } = m.wires({
      p_n: size,
      p_parametric: bool,
      p_columns: size,
      p_column: size,
      p_column_last: bool,
      p_done: bool,
    });
    const { bank_ready } = m.wires({ bank_ready: bool });
    const { set_valid, set_bits, set_done } = m.wires({
      set_valid: bool,
      set_bits: vec(COLS, uint(PARAMETER_WIDTH)),
      set_done: bool,
    });
    const atParameters = unpack(command, head_bits.at(parameterReader));
    p_n.set(atParameters.n);
    p_parametric.set(atParameters.parametric);
    const pHeadValid = head_valid.at(parameterReader);
    const pWanted = pHeadValid.and(p_parametric);
    io.parameter.ready.set(pWanted.and(bank_ready));
    take.at(parameterReader).set(mux(pWanted, io.parameter.fire.and(p_done), pHeadValid));
    m.inst(
      'parameter_walker',
      TileWalker,
      walk,
      {
        ...walked,
        outer_size: p_n,
        middle_size: constant(size, 1),
        inner_size: p_columns,
        next: io.parameter.fire,
        outer_count: p_columns,
        inner_index: p_column,
        inner_last: p_column_last,
        last: p_done,
      },
      alone,
    );
    m.inst(
      'bank',
      ParameterBank,
      { COLS, WIDTH: PARAMETER_WIDTH },
      {
        in: { valid: io.parameter.valid.and(pWanted), ready: bank_ready, bits: io.parameter.bits },
        in_column: p_column.fit(indexWidth(COLS)),
        in_last: p_column_last,
        set_valid,
        set_bits,
        done: set_done,
      },
      alone,
    );

    // Results.
    const { o } = m.wires({ o: command });
    const { o_columns, o_row_last, o_done, path_ready } = m.wires({
      o_columns: size,
      o_row_last: bool,
      o_done: bool,
      path_ready: bool,
    });
    o.set(unpack(command, head_bits.at(outputReader)));
    const oHeadValid = head_valid.at(outputReader);
    const oLeaves = oHeadValid.and(o.ends);
    const oProvided = o.parametric.not().or(set_valid);
    const pathValid = sum.valid.and(oLeaves).and(oProvided);
    const oFire = pathValid.and(path_ready);
    sum.ready.set(oLeaves.and(oProvided).and(path_ready));
    set_done.set(oFire.and(o_row_last).and(o.parametric));
    take.at(outputReader).set(mux(oLeaves, oFire.and(o_done), oHeadValid));
    m.inst(
      'output_walker',
      TileWalker,
      walk,
      {
        ...walked,
        outer_size: o.n,
        middle_size: constant(size, 1),
        inner_size: o.m,
        next: oFire,
        outer_count: o_columns,
        inner_last: o_row_last,
        last: o_done,
      },
      alone,
    );

    const { biased, scales, shifts, path_bits, path_tag } = m.wires({
      biased: sums,
      scales: vec(COLS, uint(32)),
      shifts: vec(COLS, sint(6)),
      path_bits: sums,
      path_tag: uint(COUNT_WIDTH.plus(1)),
    });
    genFor(COLS, 'column', c => {
      const set = unpack(struct({ shift: sint(6), scale: uint(32), bias: sint(ACC_WIDTH) }), set_bits.at(c));
      biased.at(c).set(sum.bits.at(c).addWrap(mux(o.bias, set.bias, 0)));
      scales.at(c).set(mux(o.per_channel, set.scale, o.scale));
      shifts.at(c).set(mux(o.per_channel, set.shift, o.shift));
    });
    m.inst(
      'path',
      ResultPath,
      { COLS, ACC_WIDTH, LANES: REQUANT_LANES, OUT_WIDTH, FLOAT, TAG_WIDTH: COUNT_WIDTH.plus(1) },
      {
        in: { valid: pathValid, ready: path_ready, bits: biased },
        in_scale: scales,
        in_shift: shifts,
        in_mode: o.mode,
        in_offset: o.offset,
        in_low: o.low,
        in_high: o.high,
        in_tag: cat(o_columns.fit(COUNT_WIDTH), o_done),
        out: { valid: io.result.valid, ready: io.result.ready, bits: path_bits },
        out_tag: path_tag,
      },
      alone,
    );
    io.result_columns.set(path_tag.slice(1, COUNT_WIDTH));
    io.result_last.set(path_tag.bit(0));
    m.inst(
      'result_mask',
      LaneMask,
      { LANES: COLS, WIDTH: ACC_WIDTH, COUNT_WIDTH },
      { in_bits: path_bits, count: io.result_columns, out_bits: io.result.bits },
    );

    // Activity.
    const moved = io.weight.fire.or(io.activation.fire);
    const idle = io.busy.and(moved.not());
    const noParameters = sum.valid.and(oLeaves).and(oProvided.not());
    const noWeights = blocked.not().and(weight_waits);
    const noActivations = blocked.not().and(noWeights.not()).and(activation_waits);
    m.inst(
      'counters',
      ActivityCounters,
      { KINDS: 6, WIDTH: 32 },
      {
        kinds: vecOf(bool, [
          io.busy.and(moved),
          idle.and(noWeights),
          idle.and(noActivations),
          idle.and(blocked).and(noParameters),
          idle.and(blocked).and(noParameters.not()),
          idle.and(blocked.not()).and(noWeights.not()).and(noActivations.not()),
        ]),
        counts: io.activity,
      },
      alone,
    );
  },
);

import {
  bool,
  clog2,
  genIf,
  input,
  module,
  output,
  pack,
  sink,
  sint,
  source,
  struct,
  uint,
  unpack,
  vec,
} from '../../../dsl/index.ts';
import { ActivityCounters } from './activityCounters.ts';
import { AnswerQueue } from './answerQueue.ts';
import { BroadcastQueue } from './broadcastQueue.ts';
import { CODE_WIDTH, codes, isParametric, leaving, SHIFT_AND_SCALE, sizes, span } from './command.ts';
import { CommandCheck } from './commandCheck.ts';
import { engineParameters, engineRules } from './engineParameters.ts';
import { OutputStationary } from './outputStationary.ts';
import { ParameterSets } from './parameterSets.ts';
import { ResultStage } from './resultStage.ts';
import { WeightStationary } from './weightStationary.ts';

/** Readers of the command queue: 0 to 2 are the array's sides. */
const arraySides = [0, 1, 2];
const parameterReader = 3;
const outputReader = 4;

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
    params: engineParameters,
    where: engineRules,
    ports: ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, SIZE_WIDTH, OUT_WIDTH }) => ({
      /** As rst, for this engine alone. */
      clear: input(bool),
      /** Commands. Scale and shift are those of all columns, unless per_channel; fault is 0, or what refuses it. */
      command: sink(struct({ ...sizes(SIZE_WIDTH), ...span, ...leaving(OUT_WIDTH), fault: uint(CODE_WIDTH) })),
      /** What the offered command will be answered with. */
      command_code: output(uint(CODE_WIDTH)),
      /** Answers. */
      response: source(struct({ code: uint(CODE_WIDTH) })),
      /** Weights, column 0 in the low bits. */
      weight: sink(vec(COLS, sint(W_WIDTH))),
      /** Activations, row 0 in the low bits. */
      activation: sink(vec(ROWS, sint(A_WIDTH))),
      /** Shift, scale, bias, the bias in the low bits. */
      parameter: sink(uint(ACC_WIDTH.plus(SHIFT_AND_SCALE))),
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
    const alone = { alsoReset: io.clear };
    const asked = io.command.bits;

    m.inst(
      'check',
      CommandCheck,
      { ROWS, COLS, OUTPUT_STATIONARY, SIZE_WIDTH, ACC_DEPTH, REQUANT_LANES, FLOAT },
      {
        m: asked.m,
        k: asked.k,
        n: asked.n,
        starts: asked.starts,
        ends: asked.ends,
        mode: asked.mode,
        fault: asked.fault,
        code: io.command_code,
      },
    );
    const PARAMETER_WIDTH = ACC_WIDTH.plus(SHIFT_AND_SCALE);
    const HEAD_WIDTH = SIZE_WIDTH.times(3).plus(2);
    const COMMAND_WIDTH = HEAD_WIDTH.plus(OUT_WIDTH.times(3)).plus(43);
    // The low HEAD_WIDTH bits are the array's part.
    const command = struct({ ...leaving(OUT_WIDTH), parametric: bool, ...sizes(SIZE_WIDTH), ...span });

    // Commands: those that can be carried out are queued, all of them are answered.
    const { entry, answer } = m.streams({
      entry: command,
      answer: struct({ leaves: bool, code: uint(CODE_WIDTH) }),
    });
    const { head_valid, head_bits, take, kept } = m.wires({
      head_valid: vec(5, bool),
      head_bits: vec(5, uint(COMMAND_WIDTH)),
      take: vec(5, bool),
      kept: bool,
    });
    io.command.ready.set(entry.ready.and(answer.ready));
    entry.valid.set(io.command.valid.and(answer.ready).and(io.command_code.eq(codes.done)));
    entry.bits.set({
      bias: asked.bias,
      mode: asked.mode,
      per_channel: asked.per_channel,
      scale: asked.scale,
      shift: asked.shift,
      offset: asked.offset,
      low: asked.low,
      high: asked.high,
      parametric: isParametric(asked),
      m: asked.m,
      k: asked.k,
      n: asked.n,
      starts: asked.starts,
      ends: asked.ends,
    });
    answer.valid.set(io.command.valid.and(entry.ready));
    answer.bits.set({ leaves: asked.ends, code: io.command_code });
    m.inst(
      'queue',
      BroadcastQueue,
      { WIDTH: COMMAND_WIDTH, DEPTH: COMMANDS, READERS: 5 },
      { enq: { valid: entry.valid, ready: entry.ready, bits: pack(entry.bits) }, head_valid, head_bits, take },
      alone,
    );
    m.inst(
      'answers',
      AnswerQueue,
      { DEPTH: COMMANDS, CODE_WIDTH },
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
    const { sum } = m.streams({ sum: vec(COLS, sint(ACC_WIDTH)) });
    const { side_valid, side_heads, side_take, blocked, weight_waits, activation_waits } = m.wires({
      side_valid: vec(3, bool),
      side_heads: vec(3, uint(HEAD_WIDTH)),
      side_take: vec(3, bool),
      blocked: bool,
      weight_waits: bool,
      activation_waits: bool,
    });
    for (const side of arraySides) {
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

    // Parameters load behind the columns before them.
    const { set_valid, set_bits, set_done, parameter_waits } = m.wires({
      set_valid: bool,
      set_bits: vec(COLS, uint(PARAMETER_WIDTH)),
      set_done: bool,
      parameter_waits: bool,
    });
    const atParameters = unpack(command, head_bits.at(parameterReader));
    m.inst(
      'sets',
      ParameterSets,
      { COLS, WIDTH: PARAMETER_WIDTH, SIZE_WIDTH },
      {
        head_valid: head_valid.at(parameterReader),
        head_n: atParameters.n,
        head_parametric: atParameters.parametric,
        take: take.at(parameterReader),
        in: io.parameter,
        set_valid,
        set_bits,
        set_done,
      },
      alone,
    );

    // Results.
    m.inst(
      'results',
      ResultStage,
      { COLS, ACC_WIDTH, LANES: REQUANT_LANES, OUT_WIDTH, FLOAT, SIZE_WIDTH },
      {
        head_valid: head_valid.at(outputReader),
        head: unpack(command, head_bits.at(outputReader)),
        take: take.at(outputReader),
        sum,
        set_valid,
        set_bits,
        set_done,
        result: io.result,
        result_columns: io.result_columns,
        result_last: io.result_last,
        parameter_waits,
      },
      alone,
    );

    // Activity.
    const moved = io.weight.fire.or(io.activation.fire);
    m.inst(
      'counters',
      ActivityCounters,
      { WIDTH: 32 },
      { busy: io.busy, moved, blocked, weight_waits, activation_waits, parameter_waits, counts: io.activity },
      alone,
    );
  },
);

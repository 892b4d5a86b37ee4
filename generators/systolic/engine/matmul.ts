import {
  bool,
  cat,
  clog2,
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
  vec,
  when,
} from '../../../dsl/index.ts';
import { ActivationAddresses } from './activationAddresses.ts';
import { BroadcastQueue } from './broadcastQueue.ts';
import { FitCheck } from './fitCheck.ts';
import { MatmulEngine } from './matmulEngine.ts';
import { OperandBuffer } from './operandBuffer.ts';
import { WeightAddresses } from './weightAddresses.ts';

/** Readers of the queue of products whose operands are fetched. */
const activationReader = 0;
const weightReader = 1;
const parameterReader = 2;

/**
 * A matmul_engine with buffers for its operands, which the user fills; it stands alone.
 *
 * Activations: word base + t*M + i holds row i, elements t*ROWS and up, of A (element t*ROWS in the low bits); with
 * OUTPUT_STATIONARY, word base + t*K + p holds element p of rows t*ROWS and up. Weights: word base + t*K + p holds row p,
 * columns t*COLS and up, of B. Parameters: word base + j holds column j's shift, scale and bias (in the low bits). What
 * lies in a word beyond M, K or N is not looked at. A command's words must not change until it is answered.
 *
 * Commands are those of matmul_engine, and are answered as there, or with 4, 5 or 6: the activations, the weights or the
 * parameters do not lie within their buffer.
 */
export const Matmul = module(
  'matmul',
  {
    params: {
      /** Rows of elements of the array. */
      ROWS: int(4, { min: 1 }),
      /** Columns of elements of the array. */
      COLS: int(4, { min: 1 }),
      /** Bits of an activation, signed. */
      A_WIDTH: int(8, { min: 2, max: 16 }),
      /** Bits of a weight, signed. */
      W_WIDTH: int(8, { min: 2, max: 16 }),
      /** Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more, and OUT_WIDTH or more. */
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
      /** Words of the activations' buffer, ROWS elements each. */
      ACTIVATION_DEPTH: int(256, { min: 2 }),
      /** Words of the weights' buffer, COLS elements each. */
      WEIGHT_DEPTH: int(256, { min: 2 }),
      /** Words of the parameters' buffer, one a column. */
      PARAMETER_DEPTH: int(64, { min: 2 }),
      /** Bits of a base: those of the largest buffer's addresses, or more. */
      BASE_WIDTH: int(16, { min: 1 }),
    },
    where: p => [
      p.ACC_WIDTH.atLeast(p.A_WIDTH.plus(p.W_WIDTH)),
      p.ACC_WIDTH.atLeast(p.OUT_WIDTH),
      p.REQUANT_LANES.atMost(p.COLS),
      p.BASE_WIDTH.atLeast(clog2(p.ACTIVATION_DEPTH)),
      p.BASE_WIDTH.atLeast(clog2(p.WEIGHT_DEPTH)),
      p.BASE_WIDTH.atLeast(clog2(p.PARAMETER_DEPTH)),
    ],
    ports: p => ({
      /** As rst, for this block alone. */
      clear: input(bool),
      /** Fills the buffers. */
      activation_write: input(bool),
      activation_address: input(uint(clog2(p.ACTIVATION_DEPTH))),
      activation_bits: input(vec(p.ROWS, sint(p.A_WIDTH))),
      weight_write: input(bool),
      weight_address: input(uint(clog2(p.WEIGHT_DEPTH))),
      weight_bits: input(vec(p.COLS, sint(p.W_WIDTH))),
      parameter_write: input(bool),
      parameter_address: input(uint(clog2(p.PARAMETER_DEPTH))),
      parameter_bits: input(uint(p.ACC_WIDTH.plus(38))),
      /** Commands. Scale and shift are those of all columns, unless per_channel. */
      command: sink(
        struct({
          m: uint(p.SIZE_WIDTH),
          k: uint(p.SIZE_WIDTH),
          n: uint(p.SIZE_WIDTH),
          activation_base: uint(p.BASE_WIDTH),
          weight_base: uint(p.BASE_WIDTH),
          parameter_base: uint(p.BASE_WIDTH),
          starts: bool,
          ends: bool,
          bias: bool,
          mode: uint(2),
          per_channel: bool,
          scale: uint(32),
          shift: sint(6),
          offset: sint(p.OUT_WIDTH),
          low: sint(p.OUT_WIDTH),
          high: sint(p.OUT_WIDTH),
        }),
      ),
      /** Answers, in the order of the commands. */
      response: source(struct({ code: uint(3) })),
      /** Results, column 0 in the low bits. */
      result: source(vec(p.COLS, sint(p.ACC_WIDTH))),
      /** Columns of the result that are there (the others are 0), and whether it is the command's last. */
      result_columns: output(uint(clog2(p.COLS.plus(1)))),
      result_last: output(bool),
      /** Commands are not answered yet. */
      busy: output(bool),
      /**
       * Cycles while the engine is busy, from the low end: operands moved; waiting for weights, activations, parameters,
       * for results to be taken; the rest (starting, draining).
       */
      activity: output(vec(6, uint(32))),
    }),
  },
  (io, parameters, m) => {
    const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE, OUTPUT_STATIONARY, SIZE_WIDTH, ACC_DEPTH } = parameters;
    const { REQUANT_LANES, OUT_WIDTH, FLOAT, COMMANDS, ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH, BASE_WIDTH } =
      parameters;
    const ACTIVATION_WIDTH = ROWS.times(A_WIDTH);
    const WEIGHT_WIDTH = COLS.times(W_WIDTH);
    const PARAMETER_WIDTH = ACC_WIDTH.plus(38);
    const alone = { alsoReset: io.clear };

    const size = uint(SIZE_WIDTH);
    const base = uint(BASE_WIDTH);
    const operands = {
      m: size,
      k: size,
      n: size,
      activation_base: base,
      weight_base: base,
      parameter_base: base,
      parametric: bool,
    };
    const Operands = struct(operands);
    const rest = {
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
    };
    const REST_WIDTH = OUT_WIDTH.times(3).plus(44);
    const FETCH_WIDTH = SIZE_WIDTH.times(3).plus(BASE_WIDTH.times(3)).plus(1);

    // Whether the operands lie within their buffers.
    const asked = io.command.bits;
    const product = struct({ ...operands, rest: uint(REST_WIDTH) });
    const command = struct({ m: size, k: size, n: size, ...rest, fault: uint(3) });
    const { offered, checked, ordered } = m.streams({ offered: product, checked: product, ordered: command });
    offered.valid.set(io.command.valid);
    io.command.ready.set(offered.ready);
    offered.bits.set({
      m: asked.m,
      k: asked.k,
      n: asked.n,
      activation_base: asked.activation_base,
      weight_base: asked.weight_base,
      parameter_base: asked.parameter_base,
      parametric: asked.ends.and(asked.bias.or(asked.per_channel.and(asked.mode.ne(0)))),
      rest: cat(
        asked.starts,
        asked.ends,
        asked.bias,
        asked.mode,
        asked.per_channel,
        asked.scale,
        asked.shift,
        asked.offset,
        asked.low,
        asked.high,
      ),
    });
    const { fault, code, fetch_ready, engine_busy } = m.wires({
      fault: uint(3),
      code: uint(3),
      fetch_ready: bool,
      engine_busy: bool,
    });
    m.inst(
      'check',
      FitCheck,
      {
        ROWS,
        COLS,
        OUTPUT_STATIONARY,
        SIZE_WIDTH,
        BASE_WIDTH,
        ACTIVATION_DEPTH,
        WEIGHT_DEPTH,
        PARAMETER_DEPTH,
        REST_WIDTH,
      },
      {
        in: offered,
        out: checked,
        out_fault: fault,
      },
      alone,
    );
    const found = checked.bits;

    checked.ready.set(ordered.ready.and(fetch_ready));
    // The checker holds a command, or the engine does.
    io.busy.set(engine_busy.or(io.command.ready.not()).or(checked.valid));

    // Products whose operands are fetched; what is refused has none.
    const { head_valid, head_bits, take } = m.wires({
      head_valid: vec(3, bool),
      head_bits: vec(3, uint(FETCH_WIDTH)),
      take: vec(3, bool),
    });
    const fetchable = checked.valid.and(ordered.ready).and(code.eq(0));
    m.inst(
      'fetches',
      BroadcastQueue,
      { WIDTH: FETCH_WIDTH, DEPTH: COMMANDS, READERS: 3 },
      {
        enq: {
          valid: fetchable,
          ready: fetch_ready,
          bits: cat(
            found.m,
            found.k,
            found.n,
            found.activation_base,
            found.weight_base,
            found.parameter_base,
            found.parametric,
          ),
        },
        head_valid,
        head_bits,
        take,
      },
      alone,
    );
    const { a, w, p } = m.wires({ a: Operands, w: Operands, p: Operands });
    a.set(unpack(Operands, head_bits.at(activationReader)));
    w.set(unpack(Operands, head_bits.at(weightReader)));
    p.set(unpack(Operands, head_bits.at(parameterReader)));

    const walk = { ROWS, COLS, OUTPUT_STATIONARY, SIZE_WIDTH, BASE_WIDTH };
    const { fetch_activation, fetch_weight, activation_next, weight_next, parameter_next } = m.wires({
      fetch_activation: base,
      fetch_weight: base,
      activation_next: bool,
      weight_next: bool,
      parameter_next: bool,
    });
    const { fetched_activation, fetched_weight, fetched_parameter } = m.streams({
      fetched_activation: uint(ACTIVATION_WIDTH),
      fetched_weight: uint(WEIGHT_WIDTH),
      fetched_parameter: uint(PARAMETER_WIDTH),
    });

    const activationAsked = head_valid.at(activationReader);
    const activationTaken = activationAsked.and(activation_next);
    m.inst(
      'activation_fetch',
      ActivationAddresses,
      walk,
      {
        m: a.m,
        k: a.k,
        n: a.n,
        base: a.activation_base,
        next: activationTaken,
        address: fetch_activation,
        done: take.at(activationReader),
      },
      alone,
    );
    m.inst(
      'activations',
      OperandBuffer,
      { WIDTH: ACTIVATION_WIDTH, DEPTH: ACTIVATION_DEPTH },
      {
        write: io.activation_write,
        write_address: io.activation_address,
        write_bits: pack(io.activation_bits),
        address: {
          valid: activationAsked,
          ready: activation_next,
          bits: fetch_activation.truncate(clog2(ACTIVATION_DEPTH)),
        },
        word: fetched_activation,
      },
      alone,
    );

    const weightAsked = head_valid.at(weightReader);
    const weightTaken = weightAsked.and(weight_next);
    m.inst(
      'weight_fetch',
      WeightAddresses,
      walk,
      {
        m: w.m,
        k: w.k,
        n: w.n,
        base: w.weight_base,
        next: weightTaken,
        address: fetch_weight,
        done: take.at(weightReader),
      },
      alone,
    );
    m.inst(
      'weights',
      OperandBuffer,
      { WIDTH: WEIGHT_WIDTH, DEPTH: WEIGHT_DEPTH },
      {
        write: io.weight_write,
        write_address: io.weight_address,
        write_bits: pack(io.weight_bits),
        address: { valid: weightAsked, ready: weight_next, bits: fetch_weight.truncate(clog2(WEIGHT_DEPTH)) },
        word: fetched_weight,
      },
      alone,
    );

    const { column } = m.regs({
      /** Column whose parameters are fetched: one word a column, in order. */
      column: size,
    });
    const parameterAsked = head_valid.at(parameterReader).and(p.parametric);
    const columnDone = parameterAsked.and(parameter_next);
    const columnsDone = column.eq(p.n.dec());
    const fetchParameter = p.parameter_base.addWrap(column.fit(BASE_WIDTH));
    take
      .at(parameterReader)
      .set(head_valid.at(parameterReader).and(p.parametric.not().or(columnDone.and(columnsDone))));
    when(columnDone, () => column.set(mux(columnsDone, 0, column.inc())));
    when(io.clear, () => column.set(0));
    m.inst(
      'parameters',
      OperandBuffer,
      { WIDTH: PARAMETER_WIDTH, DEPTH: PARAMETER_DEPTH },
      {
        write: io.parameter_write,
        write_address: io.parameter_address,
        write_bits: io.parameter_bits,
        address: {
          valid: parameterAsked,
          ready: parameter_next,
          bits: fetchParameter.truncate(clog2(PARAMETER_DEPTH)),
        },
        word: fetched_parameter,
      },
      alone,
    );

    const how = unpack(struct(rest), found.rest);
    ordered.valid.set(checked.valid.and(fetch_ready));
    ordered.bits.set({
      m: found.m,
      k: found.k,
      n: found.n,
      starts: how.starts,
      ends: how.ends,
      bias: how.bias,
      mode: how.mode,
      per_channel: how.per_channel,
      scale: how.scale,
      shift: how.shift,
      offset: how.offset,
      low: how.low,
      high: how.high,
      fault,
    });
    m.inst(
      'engine',
      MatmulEngine,
      {
        ROWS,
        COLS,
        A_WIDTH,
        W_WIDTH,
        ACC_WIDTH,
        PIPELINE,
        OUTPUT_STATIONARY,
        SIZE_WIDTH,
        ACC_DEPTH,
        REQUANT_LANES,
        OUT_WIDTH,
        FLOAT,
        COMMANDS,
      },
      {
        clear: io.clear,
        command: ordered,
        command_code: code,
        response: io.response,
        weight: {
          valid: fetched_weight.valid,
          ready: fetched_weight.ready,
          bits: unpack(vec(COLS, sint(W_WIDTH)), fetched_weight.bits),
        },
        activation: {
          valid: fetched_activation.valid,
          ready: fetched_activation.ready,
          bits: unpack(vec(ROWS, sint(A_WIDTH)), fetched_activation.bits),
        },
        parameter: fetched_parameter,
        result: io.result,
        result_columns: io.result_columns,
        result_last: io.result_last,
        busy: engine_busy,
        activity: io.activity,
      },
    );
    m.unused({ a, w, p }, 'each reader looks at its own operand');
    m.unused({ fetch_activation, fetch_weight, fetchParameter }, 'a base has bits for the largest buffer');
  },
);

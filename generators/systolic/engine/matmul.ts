import { bool, clog2, input, int, module, output, sink, sint, source, struct, uint, vec } from '../../../dsl/index.ts';
import { bases, CODE_WIDTH, codes, leaving, SHIFT_AND_SCALE, sizes, span } from './command.ts';
import { engineParameters, engineRules } from './engineParameters.ts';
import { FitCheck } from './fitCheck.ts';
import { MatmulEngine } from './matmulEngine.ts';
import { OperandFetch } from './operandFetch.ts';

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
      ...engineParameters,
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
      ...engineRules(p),
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
      parameter_bits: input(uint(p.ACC_WIDTH.plus(SHIFT_AND_SCALE))),
      /** Commands. Scale and shift are those of all columns, unless per_channel. */
      command: sink(struct({ ...sizes(p.SIZE_WIDTH), ...bases(p.BASE_WIDTH), ...span, ...leaving(p.OUT_WIDTH) })),
      /** Answers, in the order of the commands. */
      response: source(struct({ code: uint(CODE_WIDTH) })),
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
  (io, { ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH, BASE_WIDTH, ...engine }, m) => {
    const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, OUTPUT_STATIONARY, SIZE_WIDTH, OUT_WIDTH, COMMANDS } = engine;
    const depths = { ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH };
    const alone = { alsoReset: io.clear };

    // Whether the operands lie within their buffers.
    const { checked } = m.streams({ checked: io.command.bits.type });
    const { fault, parametric } = m.wires({ fault: uint(CODE_WIDTH), parametric: bool });
    m.inst(
      'check',
      FitCheck,
      { ROWS, COLS, OUTPUT_STATIONARY, SIZE_WIDTH, BASE_WIDTH, ...depths, OUT_WIDTH },
      { in: io.command, out: checked, out_parametric: parametric, out_fault: fault },
      alone,
    );

    const found = checked.bits;
    // The engine takes the command; what it does not refuse is fetched.
    const { product, ordered, activations, weights, parameters } = m.streams({
      product: struct({ ...sizes(SIZE_WIDTH), ...bases(BASE_WIDTH), parametric: bool }),
      ordered: struct({ ...sizes(SIZE_WIDTH), ...span, ...leaving(OUT_WIDTH), fault: uint(CODE_WIDTH) }),
      activations: vec(ROWS, sint(A_WIDTH)),
      weights: vec(COLS, sint(W_WIDTH)),
      parameters: uint(ACC_WIDTH.plus(SHIFT_AND_SCALE)),
    });
    const { code, engine_busy } = m.wires({ code: uint(CODE_WIDTH), engine_busy: bool });
    checked.ready.set(ordered.ready.and(product.ready));
    product.valid.set(checked.valid.and(ordered.ready).and(code.eq(codes.done)));
    product.bits.set({
      m: found.m,
      k: found.k,
      n: found.n,
      activation_base: found.activation_base,
      weight_base: found.weight_base,
      parameter_base: found.parameter_base,
      parametric,
    });
    ordered.valid.set(checked.valid.and(product.ready));
    ordered.bits.set({
      m: found.m,
      k: found.k,
      n: found.n,
      starts: found.starts,
      ends: found.ends,
      bias: found.bias,
      mode: found.mode,
      per_channel: found.per_channel,
      scale: found.scale,
      shift: found.shift,
      offset: found.offset,
      low: found.low,
      high: found.high,
      fault,
    });
    // The checker holds a command, or the engine does.
    io.busy.set(engine_busy.or(io.command.ready.not()).or(checked.valid));

    m.inst(
      'fetch',
      OperandFetch,
      { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, OUTPUT_STATIONARY, SIZE_WIDTH, BASE_WIDTH, COMMANDS, ...depths },
      {
        activation_write: io.activation_write,
        activation_address: io.activation_address,
        activation_bits: io.activation_bits,
        weight_write: io.weight_write,
        weight_address: io.weight_address,
        weight_bits: io.weight_bits,
        parameter_write: io.parameter_write,
        parameter_address: io.parameter_address,
        parameter_bits: io.parameter_bits,
        product,
        activations,
        weights,
        parameters,
      },
      alone,
    );
    m.inst('engine', MatmulEngine, engine, {
      clear: io.clear,
      command: ordered,
      command_code: code,
      response: io.response,
      weight: weights,
      activation: activations,
      parameter: parameters,
      result: io.result,
      result_columns: io.result_columns,
      result_last: io.result_last,
      busy: engine_busy,
      activity: io.activity,
    });
  },
);

import {
  bool,
  constant,
  genIf,
  int,
  module,
  mux,
  output,
  sink,
  source,
  struct,
  uint,
  when,
} from '../../../dsl/index.ts';
import { bases, CODE_WIDTH, codes, isParametric, leaving, sizes, span } from './command.ts';

/**
 * Finds whether a command's operands lie within their buffers, by addition: base + M * ceil(K / ROWS) words of
 * activations (K * ceil(M / ROWS) with OUTPUT_STATIONARY), base + K * ceil(N / COLS) of weights, base + N of parameters.
 *
 * A command that is accepted in cycle t leaves in t + max(ceil(K / ROWS), ceil(N / COLS)) + 1 (M for K with
 * OUTPUT_STATIONARY) or, if it does not fit, perhaps earlier. Fault: 4 activations, 5 weights, 6 parameters do not fit;
 * otherwise 0.
 *
 * Combinational path: out_ready to in_ready.
 */
export const FitCheck = module(
  'fit_check',
  {
    params: {
      /** Rows of the array. */
      ROWS: int(4, { min: 1 }),
      /** Columns of the array. */
      COLS: int(4, { min: 1 }),
      /** 1: sums stay in the array's elements; 0: weights do. */
      OUTPUT_STATIONARY: int(0, { min: 0, max: 1 }),
      /** Bits of M, K, N. */
      SIZE_WIDTH: int(16, { min: 2, max: 31 }),
      /** Bits of a base. */
      BASE_WIDTH: int(16, { min: 1 }),
      /** Words of the buffers. */
      ACTIVATION_DEPTH: int(256, { min: 2 }),
      WEIGHT_DEPTH: int(256, { min: 2 }),
      PARAMETER_DEPTH: int(64, { min: 2 }),
      /** Bits of a requantised result. */
      OUT_WIDTH: int(8, { min: 2, max: 31 }),
    },
    ports: ({ SIZE_WIDTH, BASE_WIDTH, OUT_WIDTH }) => {
      const command = struct({ ...sizes(SIZE_WIDTH), ...bases(BASE_WIDTH), ...span, ...leaving(OUT_WIDTH) });
      return {
        /** A command. */
        in: sink(command),
        /** The same command, whether its columns need parameters, and what is wrong with it. */
        out: source(command),
        out_parametric: output(bool),
        out_fault: output(uint(CODE_WIDTH)),
      };
    },
  },
  (io, params, m) => {
    const { ROWS, COLS, OUTPUT_STATIONARY, SIZE_WIDTH, BASE_WIDTH } = params;
    const asked = io.in.bits;
    // An end stops once it is past its buffer.
    const END_WIDTH = SIZE_WIDTH.plus(BASE_WIDTH).plus(1);
    // Bits that hold an end and a depth alike.
    const LIMIT_WIDTH = END_WIDTH.plus(31);

    const { held } = m.regs({
      /** There is a command. */
      held: bool,
    });
    const { command } = m.regs({ command: asked.type }, { reset: 'none' });
    const count = m.regs(
      {
        /** Elements that are not counted yet. */
        rows_left: uint(SIZE_WIDTH),
        cols_left: uint(SIZE_WIDTH),
        /** The ends of the operands so far. */
        activation_end: uint(END_WIDTH),
        weight_end: uint(END_WIDTH),
      },
      { reset: 'none' },
    );
    const { rows_left, cols_left, activation_end, weight_end } = count;

    // What is counted by rows of the array, and the words that each of them adds.
    const { counted, words } = genIf(
      OUTPUT_STATIONARY.eq(1),
      ['sums_stay', () => ({ counted: asked.m, words: command.k })],
      ['weights_stay', () => ({ counted: asked.k, words: command.m })],
    );
    const depth = uint(31);
    const { activation_depth, weight_depth, parameter_depth } = m.wires({
      activation_depth: depth,
      weight_depth: depth,
      parameter_depth: depth,
    });
    activation_depth.set(constant(depth, params.ACTIVATION_DEPTH));
    weight_depth.set(constant(depth, params.WEIGHT_DEPTH));
    parameter_depth.set(constant(depth, params.PARAMETER_DEPTH));
    const rowStep = constant(uint(31), ROWS);
    const colStep = constant(uint(31), COLS);
    const rowsDone = rows_left.eq(0);
    const colsDone = cols_left.eq(0);
    const parameterEnd = command.parameter_base.extend(END_WIDTH).addWrap(command.n);
    const activationsOver = activation_end.extend(LIMIT_WIDTH).gt(activation_depth);
    const weightsOver = weight_end.extend(LIMIT_WIDTH).gt(weight_depth);
    const parametersOver = io.out_parametric.and(parameterEnd.extend(LIMIT_WIDTH).gt(parameter_depth));
    const decided = rowsDone.and(colsDone).or(activationsOver).or(weightsOver).or(parametersOver);

    io.in.ready.set(held.not().or(io.out.valid.and(io.out.ready)));
    io.out.valid.set(held.and(decided));
    const found = mux(
      activationsOver,
      codes.activations,
      mux(weightsOver, codes.weights, mux(parametersOver, constant(uint(CODE_WIDTH), codes.parameters), codes.done)),
    );
    io.out.bits.set(command);
    io.out_parametric.set(isParametric(command));
    io.out_fault.set(found);
    when(rowsDone.or(io.out.valid).not(), () => {
      rows_left.set(mux(rows_left.lt(rowStep), 0, rows_left.subWrap(rowStep.truncate(SIZE_WIDTH))));
      activation_end.set(activation_end.addWrap(words));
    });
    when(colsDone.or(io.out.valid).not(), () => {
      cols_left.set(mux(cols_left.lt(colStep), 0, cols_left.subWrap(colStep.truncate(SIZE_WIDTH))));
      weight_end.set(weight_end.addWrap(command.k));
    });
    when(io.in.ready, () => {
      held.set(io.in.valid);
      command.set(asked);
      rows_left.set(counted);
      cols_left.set(asked.n);
      activation_end.set(asked.activation_base.extend(END_WIDTH));
      weight_end.set(asked.weight_base.extend(END_WIDTH));
    });
  },
);

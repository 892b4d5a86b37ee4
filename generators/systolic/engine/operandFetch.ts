import {
  bool,
  clog2,
  input,
  int,
  module,
  pack,
  sink,
  sint,
  source,
  struct,
  uint,
  unpack,
  vec,
} from '../../../dsl/index.ts';
import { ActivationAddresses } from './activationAddresses.ts';
import { BroadcastQueue } from './broadcastQueue.ts';
import { bases, SHIFT_AND_SCALE, sizes } from './command.ts';
import { OperandBuffer } from './operandBuffer.ts';
import { ParameterAddresses } from './parameterAddresses.ts';
import { WeightAddresses } from './weightAddresses.ts';

/** Readers of the queue of products. */
const activationReader = 0;
const weightReader = 1;
const parameterReader = 2;

/**
 * Buffers for operands, which the user fills, and what reads them in the order in which matmul_engine takes them: for
 * each product that enters, its activations, its weights, and its parameters if it is parametric. The three run side by
 * side, each as far ahead as it is let, up to COMMANDS products.
 *
 * Latency: the first words of a product are offered two cycles after it entered. Throughput: a word of each a cycle.
 */
export const OperandFetch = module(
  'operand_fetch',
  {
    params: {
      /** Rows of the array. */
      ROWS: int(4, { min: 1 }),
      /** Columns of the array. */
      COLS: int(4, { min: 1 }),
      /** Bits of an activation, signed. */
      A_WIDTH: int(8, { min: 2, max: 16 }),
      /** Bits of a weight, signed. */
      W_WIDTH: int(8, { min: 2, max: 16 }),
      /** Bits of a bias, signed. */
      ACC_WIDTH: int(32, { min: 1, max: 32 }),
      /** 1: sums stay in the array's elements; 0: weights do. */
      OUTPUT_STATIONARY: int(0, { min: 0, max: 1 }),
      /** Bits of M, K, N. */
      SIZE_WIDTH: int(16, { min: 2, max: 31 }),
      /** Bits of a base: those of the largest buffer's addresses, or more. */
      BASE_WIDTH: int(16, { min: 1 }),
      /** Products that are under way or wait. */
      COMMANDS: int(4, { min: 1 }),
      /** Words of the buffers: ROWS activations, COLS weights, a column's parameters. */
      ACTIVATION_DEPTH: int(256, { min: 2 }),
      WEIGHT_DEPTH: int(256, { min: 2 }),
      PARAMETER_DEPTH: int(64, { min: 2 }),
    },
    where: ({ BASE_WIDTH, ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH }) => [
      BASE_WIDTH.atLeast(clog2(ACTIVATION_DEPTH)),
      BASE_WIDTH.atLeast(clog2(WEIGHT_DEPTH)),
      BASE_WIDTH.atLeast(clog2(PARAMETER_DEPTH)),
    ],
    ports: p => ({
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
      /** Products whose operands are to be read; those of a product lie within the buffers. */
      product: sink(struct({ ...sizes(p.SIZE_WIDTH), ...bases(p.BASE_WIDTH), parametric: bool })),
      /** Their operands. */
      activations: source(vec(p.ROWS, sint(p.A_WIDTH))),
      weights: source(vec(p.COLS, sint(p.W_WIDTH))),
      parameters: source(uint(p.ACC_WIDTH.plus(SHIFT_AND_SCALE))),
    }),
  },
  (io, params, m) => {
    const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, OUTPUT_STATIONARY, SIZE_WIDTH, BASE_WIDTH } = params;
    const { COMMANDS, ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH } = params;
    const ACTIVATION_WIDTH = ROWS.times(A_WIDTH);
    const WEIGHT_WIDTH = COLS.times(W_WIDTH);
    const PRODUCT_WIDTH = SIZE_WIDTH.times(3).plus(BASE_WIDTH.times(3)).plus(1);
    const base = uint(BASE_WIDTH);
    const walk = { ROWS, COLS, OUTPUT_STATIONARY, SIZE_WIDTH, BASE_WIDTH };

    const { head_valid, head_bits, take } = m.wires({
      head_valid: vec(3, bool),
      head_bits: vec(3, uint(PRODUCT_WIDTH)),
      take: vec(3, bool),
    });
    m.inst(
      'queue',
      BroadcastQueue,
      { WIDTH: PRODUCT_WIDTH, DEPTH: COMMANDS, READERS: 3 },
      {
        enq: { valid: io.product.valid, ready: io.product.ready, bits: pack(io.product.bits) },
        head_valid,
        head_bits,
        take,
      },
    );

    // Activations.
    const { activation_next, activation_place, activation_word } = m.wires({
      activation_next: bool,
      activation_place: base,
      activation_word: uint(ACTIVATION_WIDTH),
    });
    const a = unpack(io.product.bits.type, head_bits.at(activationReader));
    const activationAsked = head_valid.at(activationReader);
    const activationTaken = activationAsked.and(activation_next);
    m.inst('activation_addresses', ActivationAddresses, walk, {
      m: a.m,
      k: a.k,
      n: a.n,
      base: a.activation_base,
      next: activationTaken,
      address: activation_place,
      done: take.at(activationReader),
    });
    m.inst(
      'activation_buffer',
      OperandBuffer,
      { WIDTH: ACTIVATION_WIDTH, DEPTH: ACTIVATION_DEPTH },
      {
        write: io.activation_write,
        write_address: io.activation_address,
        write_bits: pack(io.activation_bits),
        address: {
          valid: activationAsked,
          ready: activation_next,
          bits: activation_place.truncate(clog2(ACTIVATION_DEPTH)),
        },
        word: { valid: io.activations.valid, ready: io.activations.ready, bits: activation_word },
      },
    );
    io.activations.bits.set(unpack(io.activations.bits.type, activation_word));

    // Weights.
    const { weight_next, weight_place, weight_word } = m.wires({
      weight_next: bool,
      weight_place: base,
      weight_word: uint(WEIGHT_WIDTH),
    });
    const w = unpack(io.product.bits.type, head_bits.at(weightReader));
    const weightAsked = head_valid.at(weightReader);
    const weightTaken = weightAsked.and(weight_next);
    m.inst('weight_addresses', WeightAddresses, walk, {
      m: w.m,
      k: w.k,
      n: w.n,
      base: w.weight_base,
      next: weightTaken,
      address: weight_place,
      done: take.at(weightReader),
    });
    m.inst(
      'weight_buffer',
      OperandBuffer,
      { WIDTH: WEIGHT_WIDTH, DEPTH: WEIGHT_DEPTH },
      {
        write: io.weight_write,
        write_address: io.weight_address,
        write_bits: pack(io.weight_bits),
        address: { valid: weightAsked, ready: weight_next, bits: weight_place.truncate(clog2(WEIGHT_DEPTH)) },
        word: { valid: io.weights.valid, ready: io.weights.ready, bits: weight_word },
      },
    );
    io.weights.bits.set(unpack(io.weights.bits.type, weight_word));

    // Parameters. A product that needs none goes by.
    const { parameter_next, parameter_place, parameters_done } = m.wires({
      parameter_next: bool,
      parameter_place: base,
      parameters_done: bool,
    });
    const p = unpack(io.product.bits.type, head_bits.at(parameterReader));
    const parameterAsked = head_valid.at(parameterReader).and(p.parametric);
    const parameterTaken = parameterAsked.and(parameter_next);
    const goesBy = head_valid.at(parameterReader).and(p.parametric.not());
    take.at(parameterReader).set(parameters_done.or(goesBy));
    m.inst(
      'parameter_addresses',
      ParameterAddresses,
      { SIZE_WIDTH, BASE_WIDTH },
      { n: p.n, base: p.parameter_base, next: parameterTaken, address: parameter_place, done: parameters_done },
    );
    m.inst(
      'parameter_buffer',
      OperandBuffer,
      { WIDTH: ACC_WIDTH.plus(SHIFT_AND_SCALE), DEPTH: PARAMETER_DEPTH },
      {
        write: io.parameter_write,
        write_address: io.parameter_address,
        write_bits: io.parameter_bits,
        address: {
          valid: parameterAsked,
          ready: parameter_next,
          bits: parameter_place.truncate(clog2(PARAMETER_DEPTH)),
        },
        word: io.parameters,
      },
    );
    m.unused({ head_bits }, 'each reader looks at its own operand');
    m.unused({ activation_place, weight_place, parameter_place }, 'a base has bits for the largest buffer');
  },
);

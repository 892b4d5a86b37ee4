import { bool, input, int, module, output, sink, sint, source, vec } from '../../../dsl/index.ts';
import { SystolicArray } from '../../../generators/systolic/array.ts';

export const systolicArrayFaults = ['weights-lost', 'results-repeated', 'idle-too-early'] as const;

/** The systolic array behind a wrapper with one mistake in it. */
export const faultySystolicArray = (fault: (typeof systolicArrayFaults)[number]) =>
  module(
    'faulty_systolic_array',
    {
      params: {
        ROWS: int(4, { min: 1 }),
        COLS: int(4, { min: 1 }),
        A_WIDTH: int(8, { min: 2, max: 16 }),
        W_WIDTH: int(8, { min: 2, max: 16 }),
        ACC_WIDTH: int(32),
        PIPELINE: int(0, { min: 0 }),
      },
      where: ({ A_WIDTH, W_WIDTH, ACC_WIDTH }) => [ACC_WIDTH.atLeast(A_WIDTH.plus(W_WIDTH))],
      ports: ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH }) => ({
        weight: sink(vec(COLS, sint(W_WIDTH))),
        weight_last: input(bool),
        activation: sink(vec(ROWS, sint(A_WIDTH))),
        activation_first: input(bool),
        result: source(vec(COLS, sint(ACC_WIDTH))),
        busy: output(bool),
      }),
    },
    (io, { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE }, m) => {
      const { weight, activation, result, weight_last, activation_first } = io;
      const { inner } = m.streams({ inner: vec(COLS, sint(W_WIDTH)) });
      const { outer } = m.streams({ outer: vec(COLS, sint(ACC_WIDTH)) });
      const { working } = m.wires({ working: bool });
      m.inst(
        'array',
        SystolicArray,
        { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE },
        { weight: inner, weight_last, activation, activation_first, result: outer, busy: working },
      );
      inner.valid.set(weight.valid);
      inner.bits.set(weight.bits);
      weight.ready.set(fault === 'weights-lost' ? inner.ready.or(activation.valid) : inner.ready);
      result.valid.set(outer.valid);
      result.bits.set(outer.bits);
      outer.ready.set(fault === 'results-repeated' ? result.ready.and(activation.valid) : result.ready);
      io.busy.set(fault === 'idle-too-early' ? working.and(outer.valid.not()) : working);
    },
  );

import { bool, clog2, input, int, module, output, sink, sint, source, uint, vec, when } from '../../../dsl/index.ts';
import { SystolicArray } from '../../../generators/systolic/array.ts';
import type { Proof } from '../proof.ts';

/**
 * A systolic array, or what claims to be one, given tiles of every shape in any rhythm; `any`: also tiles of more rows
 * than the array has.
 */
export const monitoredSystolicArray = (block: typeof SystolicArray, tiles: 'legal' | 'any' = 'legal') =>
  module(
    'monitored_systolic_array',
    {
      params: { ROWS: int(2, { min: 1 }), COLS: int(2, { min: 1 }) },
      ports: ({ ROWS, COLS }) => ({
        weight: sink(vec(COLS, sint(2))),
        weight_last: input(bool),
        activation: sink(vec(ROWS, sint(2))),
        activation_first: input(bool),
        result: source(vec(COLS, sint(4))),
        busy: output(bool),
      }),
    },
    (io, { ROWS, COLS }, m) => {
      const { weight, activation, result, weight_last, activation_first, busy } = io;
      m.inst(
        'array',
        block,
        { ROWS, COLS, A_WIDTH: 2, W_WIDTH: 2, ACC_WIDTH: 4, PIPELINE: 0 },
        { weight, weight_last, activation, activation_first, result, busy },
      );

      const LATENCY = ROWS.plus(COLS);
      const counter = uint(clog2(LATENCY.plus(1)));
      const { rows, waiting, started, vectors, stalled } = m.regs({
        /** Weight rows of a tile that is not complete. */
        rows: uint(clog2(ROWS.plus(1))),
        /** A tile's weights are complete, and its first vector has not come. */
        waiting: bool,
        /** A first vector has come. */
        started: bool,
        /** Vectors whose result has not left. */
        vectors: counter,
        /** A result was offered in the cycle before, and not taken. */
        stalled: bool,
      });
      const completes = weight.fire.and(weight_last);
      const begins = activation.fire.and(activation_first);
      when(weight.fire, () => rows.set(rows.inc()));
      when(completes, () => {
        rows.set(0);
        waiting.set(true);
      }).elseWhen(begins, () => waiting.set(false));
      when(begins, () => started.set(true));
      vectors.set(vectors.addWrap(activation.fire.asUint()).subWrap(result.fire.asUint()));
      stalled.set(result.valid.and(result.ready.not()));

      if (tiles === 'legal') {
        const isLegal = weight.valid
          .not()
          .or(weight_last)
          .or(rows.lt(ROWS.minus(1)));
        m.assume(isLegal, 'a tile has at most ROWS rows');
      }
      m.assume(
        activation.valid.not().or(activation_first).or(started),
        'the first vector after reset is the first of a tile',
      );
      m.assert(begins.not().or(waiting), 'a tile begins when its weights are complete, and not before');
      m.assert(completes.and(waiting).not().or(begins), 'weights never run over those that wait');
      m.assert(vectors.le(LATENCY), 'no more vectors are in the array than it has places');
      m.assert(result.valid.not().or(vectors.ne(0)), 'no result comes of nothing');
      m.assert(
        busy.eq(vectors.ne(0).or(waiting).or(rows.ne(0))),
        'busy says whether a vector or a weight is in the array',
      );
      m.assert(stalled.not().or(result.valid), 'a result stays until it is taken');
      m.cover(vectors.eq(LATENCY), 'the array is full');
      m.cover(begins.and(completes), 'a tile begins while the next is completed');
    },
  );

export const systolicArrayProofs: readonly Proof[] = [
  {
    name: 'systolic-array-2x2',
    description:
      'streams of the array: tiles begin in order, vectors and results match one to one, busy tells the truth',
    module: monitoredSystolicArray(SystolicArray),
    values: { ROWS: 2, COLS: 2 },
  },
  {
    name: 'systolic-array-3x1',
    description: 'the same for three rows and one column',
    module: monitoredSystolicArray(SystolicArray),
    values: { ROWS: 3, COLS: 1 },
  },
];

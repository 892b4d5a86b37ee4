import { bool, genIf, input, int, module, mux, output, uint, when } from '../../../dsl/index.ts';
import { TileWalker, tilePosition } from './tileWalker.ts';

/**
 * Where a product's activations lie, in the order in which the engine takes them: the words from base on, once for every
 * COLS columns. Moves on with next; done with the last.
 */
export const ActivationAddresses = module(
  'activation_addresses',
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
      /** Bits of an address. */
      BASE_WIDTH: int(16, { min: 1 }),
    },
    ports: ({ SIZE_WIDTH, BASE_WIDTH }) => ({
      /** The product's sizes, and its first word; they stay until done. */
      m: input(uint(SIZE_WIDTH)),
      k: input(uint(SIZE_WIDTH)),
      n: input(uint(SIZE_WIDTH)),
      base: input(uint(BASE_WIDTH)),
      /** To the next address. */
      next: input(bool),
      address: output(uint(BASE_WIDTH)),
      /** next, at the last address. */
      done: output(bool),
    }),
  },
  (io, { ROWS, COLS, OUTPUT_STATIONARY, SIZE_WIDTH, BASE_WIDTH }, m) => {
    const { passed } = m.regs({
      /** Words before the present one. */
      passed: uint(BASE_WIDTH),
    });
    const size = uint(SIZE_WIDTH);
    const walk = m.wires(tilePosition(size));
    const { middle_size, inner_size } = genIf(
      OUTPUT_STATIONARY.eq(1),
      ['sums_stay', () => ({ middle_size: io.m, inner_size: io.k })],
      ['weights_stay', () => ({ middle_size: io.k, inner_size: io.m })],
    );

    m.inst(
      'walker',
      TileWalker,
      { WIDTH: SIZE_WIDTH, OUTER_STEP: COLS, MIDDLE_STEP: ROWS, INNER_IN_TILE: 0 },
      { outer_size: io.n, middle_size, inner_size, next: io.next, ...walk },
    );
    io.address.set(io.base.addWrap(passed));
    io.done.set(io.next.and(walk.last));
    when(io.next, () => passed.set(mux(walk.middle_last.and(walk.inner_last), 0, passed.inc())));

    const { outer_count, middle_count, inner_index, outer_last, middle_first, inner_first } = walk;
    m.unused(
      { outer_count, middle_count, inner_index, outer_last, middle_first, inner_first },
      'the words are counted on their own',
    );
  },
);

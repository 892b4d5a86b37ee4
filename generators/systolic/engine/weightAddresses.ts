import { bool, genIf, input, int, module, mux, output, uint, when } from '../../../dsl/index.ts';
import { TileWalker, tilePosition } from './tileWalker.ts';

/**
 * Where a product's weights lie, in the order in which the engine takes them. Weight-stationary: by tiles of ROWS words,
 * the last word of a tile first. Output-stationary: the K words of COLS columns, once for every ROWS rows of A. Moves on
 * with next; done with the last.
 */
export const WeightAddresses = module(
  'weight_addresses',
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
      /** Words before the present tile. */
      passed: uint(BASE_WIDTH),
    });
    const size = uint(SIZE_WIDTH);
    const walk = m.wires(tilePosition(size));
    // The words of a tile, which of them is next, and whether the tile ends with it.
    const { middle_size, words, offset, tile_last } = genIf(
      OUTPUT_STATIONARY.eq(1),
      [
        'sums_stay',
        () => {
          m.unused({ rows: walk.middle_count }, 'a tile is as high as the weights');
          return {
            middle_size: io.m,
            words: io.k,
            offset: walk.inner_index,
            tile_last: walk.inner_last.and(walk.middle_last),
          };
        },
      ],
      [
        'weights_stay',
        () => {
          m.unused({ m: io.m, middle_last: walk.middle_last }, 'every tile is taken once');
          return {
            middle_size: io.k,
            words: walk.middle_count,
            offset: walk.middle_count.subWrap(walk.inner_index).dec(),
            tile_last: walk.inner_last,
          };
        },
      ],
    );

    m.inst(
      'walker',
      TileWalker,
      {
        WIDTH: SIZE_WIDTH,
        OUTER_STEP: COLS,
        MIDDLE_STEP: ROWS,
        INNER_IN_TILE: OUTPUT_STATIONARY.times(-1).plus(1),
      },
      { outer_size: io.n, middle_size, inner_size: io.k, next: io.next, ...walk },
    );
    io.address.set(io.base.addWrap(passed).addWrap(offset.fit(BASE_WIDTH)));
    io.done.set(io.next.and(walk.last));
    when(io.next.and(tile_last), () => passed.set(mux(walk.last, 0, passed.addWrap(words.fit(BASE_WIDTH)))));

    const { outer_count, outer_last, middle_first, inner_first } = walk;
    m.unused({ outer_count, outer_last, middle_first, inner_first }, 'the words are counted on their own');
  },
);

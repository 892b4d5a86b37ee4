import { genIf, module, mux, uint, when } from '../../../dsl/index.ts';
import { operandAddressParameters, operandAddressPorts } from './operandAddresses.ts';
import { TileWalker, tilePosition } from './tileWalker.ts';

/**
 * Where a product's weights lie, in the order in which the engine takes them. Weight-stationary: by tiles of ROWS words,
 * the last word of a tile first. Output-stationary: the K words of COLS columns, once for every ROWS rows of A. Moves on
 * with next; done with the last.
 */
export const WeightAddresses = module(
  'weight_addresses',
  { params: operandAddressParameters, ports: operandAddressPorts },
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

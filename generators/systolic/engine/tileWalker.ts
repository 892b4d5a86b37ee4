import { bool, constant, genIf, type HwType, input, int, module, mux, output, uint, when } from '../../../dsl/index.ts';

/**
 * Position in three nested loops: outer and middle in tiles of a fixed step, the last one shorter; inner one by one.
 *
 * It stands at the first position, moves on with next, and is at the first again after the last: no cycle is lost between
 * two walks. The sizes (1 or more) stay the same during a walk.
 */
export const TileWalker = module(
  'tile_walker',
  {
    params: {
      /** Bits of a size. */
      WIDTH: int(16, { min: 2, max: 31 }),
      /** Elements of a whole outer tile. */
      OUTER_STEP: int(4, { min: 1 }),
      /** Elements of a whole middle tile. */
      MIDDLE_STEP: int(4, { min: 1 }),
      /** 1: the inner loop runs over the elements of the middle loop's tile; 0: over inner_size. */
      INNER_IN_TILE: int(0, { min: 0, max: 1 }),
    },
    ports: ({ WIDTH }) => ({
      /** Elements of each loop. */
      outer_size: input(uint(WIDTH)),
      middle_size: input(uint(WIDTH)),
      inner_size: input(uint(WIDTH)),
      /** To the next position. */
      next: input(bool),
      /** Elements of the present tiles, 1 to the step. */
      outer_count: output(uint(WIDTH)),
      middle_count: output(uint(WIDTH)),
      /** Whether the loops are in their first or last round. */
      outer_last: output(bool),
      middle_first: output(bool),
      middle_last: output(bool),
      inner_index: output(uint(WIDTH)),
      inner_first: output(bool),
      inner_last: output(bool),
      /** The last position of all. */
      last: output(bool),
    }),
  },
  (io, { WIDTH, OUTER_STEP, MIDDLE_STEP, INNER_IN_TILE }, m) => {
    const position = uint(WIDTH);
    const { outer, middle, inner } = m.regs({ outer: position, middle: position, inner: position });
    // Steps may be larger than any size.
    const outerStep = constant(uint(31), OUTER_STEP);
    const middleStep = constant(uint(31), MIDDLE_STEP);

    // Elements from the present tile on.
    const outerRest = io.outer_size.subWrap(outer);
    const middleRest = io.middle_size.subWrap(middle);

    io.outer_last.set(outerRest.le(outerStep));
    io.middle_last.set(middleRest.le(middleStep));
    io.outer_count.set(mux(io.outer_last, outerRest, outerStep.truncate(WIDTH)));
    io.middle_count.set(mux(io.middle_last, middleRest, middleStep.truncate(WIDTH)));
    const { inner_count } = genIf(
      INNER_IN_TILE.ne(0),
      [
        'in_tile',
        () => {
          m.unused({ inner_size: io.inner_size }, 'the tile says how far the inner loop runs');
          return { inner_count: io.middle_count };
        },
      ],
      ['whole', () => ({ inner_count: io.inner_size })],
    );
    io.middle_first.set(middle.eq(0));
    io.inner_index.set(inner);
    io.inner_first.set(inner.eq(0));
    io.inner_last.set(inner.eq(inner_count.dec()));
    io.last.set(io.outer_last.and(io.middle_last).and(io.inner_last));

    when(io.next, () => {
      inner.set(mux(io.inner_last, 0, inner.inc()));
      when(io.inner_last, () => {
        middle.set(mux(io.middle_last, 0, middle.addWrap(middleStep.truncate(WIDTH))));
        when(io.middle_last, () => outer.set(mux(io.outer_last, 0, outer.addWrap(outerStep.truncate(WIDTH)))));
      });
    });
  },
);

/** A walker's outputs as fields of wires that take them; `size` is the type of a size. */
export const tilePosition = <T extends HwType>(size: T) => ({
  outer_count: size,
  middle_count: size,
  inner_index: size,
  outer_last: bool,
  middle_first: bool,
  middle_last: bool,
  inner_first: bool,
  inner_last: bool,
  last: bool,
});

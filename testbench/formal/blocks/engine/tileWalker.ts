import { bool, cat, constant, genIf, input, int, module, mux, uint, when } from '../../../../dsl/index.ts';
import { TileWalker, tilePosition } from '../../../../generators/systolic/engine/tileWalker.ts';
import type { Proof } from '../../proof.ts';
import { assumeConstant } from '../assumptions.ts';

/**
 * A tile walker, or what claims to be one, in loops of any size, as its users see it: they add up the tiles that it
 * reports. One element of the three loops is chosen, and it is counted how often a walk comes by.
 */
export const monitoredTileWalker = (block: typeof TileWalker) =>
  module(
    'monitored_tile_walker',
    {
      params: {
        WIDTH: int(3, { min: 2, max: 31 }),
        OUTER_STEP: int(2, { min: 1 }),
        MIDDLE_STEP: int(3, { min: 1 }),
        INNER_IN_TILE: int(0, { min: 0, max: 1 }),
      },
      ports: ({ WIDTH }) => ({
        outer_size: input(uint(WIDTH)),
        middle_size: input(uint(WIDTH)),
        inner_size: input(uint(WIDTH)),
        next: input(bool),
        /** Free constants: the element that is followed. */
        outer_chosen: input(uint(WIDTH)),
        middle_chosen: input(uint(WIDTH)),
        inner_chosen: input(uint(WIDTH)),
      }),
    },
    (io, { WIDTH, OUTER_STEP, MIDDLE_STEP, INNER_IN_TILE }, m) => {
      const size = uint(WIDTH);
      const walk = m.wires(tilePosition(size));
      const { outer_size, middle_size, inner_size, next } = io;
      m.inst(
        'walker',
        block,
        { WIDTH, OUTER_STEP, MIDDLE_STEP, INNER_IN_TILE },
        { outer_size, middle_size, inner_size, next, ...walk },
      );

      const { outer, middle, inner, seen, walking, sizes } = m.regs({
        /** The first elements of the present tiles, and the step within: as a user counts. */
        outer: size,
        middle: size,
        inner: size,
        /** The element that is followed has come in this walk. */
        seen: bool,
        /** A walk has begun, and its sizes. */
        walking: bool,
        sizes: uint(WIDTH.times(3)),
      });
      const offered = cat(outer_size, middle_size, inner_size);
      sizes.set(offered);
      when(next, () => walking.set(walk.last.not()));
      m.assume(walking.not().or(offered.eq(sizes)), 'the sizes stay during a walk');
      m.assume(outer_size.ne(0).and(middle_size.ne(0)).and(inner_size.ne(0)), 'the sizes are 1 or more');
      for (const chosen of [io.outer_chosen, io.middle_chosen, io.inner_chosen]) assumeConstant(m, chosen);

      const outerEnd = outer.add(walk.outer_count);
      const middleEnd = middle.add(walk.middle_count);
      const isIn = (chosen: typeof outer, first: typeof outer, end: typeof outerEnd) =>
        chosen.ge(first).and(end.gt(chosen));
      const { length, at_inner, passed_inner } = genIf(
        INNER_IN_TILE.eq(1),
        [
          'in_tile',
          () => ({
            length: walk.middle_count,
            at_inner: io.middle_chosen.eq(middle.addWrap(inner)),
            passed_inner: io.middle_chosen.lt(middle.addWrap(inner)),
          }),
        ],
        [
          'whole',
          () => ({
            length: inner_size,
            at_inner: isIn(io.middle_chosen, middle, middleEnd).and(io.inner_chosen.eq(inner)),
            passed_inner: io.middle_chosen
              .lt(middle)
              .or(isIn(io.middle_chosen, middle, middleEnd).and(io.inner_chosen.lt(inner))),
          }),
        ],
      );
      const isHere = isIn(io.outer_chosen, outer, outerEnd).and(at_inner);
      // With the inner loop over a tile, the chosen element of the middle loop is the step.
      const exists = io.outer_chosen
        .lt(outer_size)
        .and(io.middle_chosen.lt(middle_size))
        .and(io.inner_chosen.lt(inner_size));
      when(next, () => {
        seen.set(walk.last.not().and(seen.or(isHere)));
        inner.set(mux(walk.inner_last, 0, inner.inc()));
        when(walk.inner_last, () => {
          middle.set(mux(walk.middle_last, 0, middle.addWrap(walk.middle_count)));
          when(walk.middle_last, () => outer.set(mux(walk.outer_last, 0, outer.addWrap(walk.outer_count))));
        });
      });

      m.assert(
        outer.lt(outer_size).and(middle.lt(middle_size)).and(inner.lt(length)),
        'the position lies within the loops',
      );
      m.assert(
        mux(
          walk.outer_last,
          outerEnd.eq(outer_size),
          outerEnd.lt(outer_size).and(walk.outer_count.eq(constant(uint(31), OUTER_STEP))),
        ),
        'outer tiles are whole but for the last, which takes the rest',
      );
      m.assert(
        mux(
          walk.middle_last,
          middleEnd.eq(middle_size),
          middleEnd.lt(middle_size).and(walk.middle_count.eq(constant(uint(31), MIDDLE_STEP))),
        ),
        'middle tiles are whole but for the last, which takes the rest',
      );
      m.assert(walk.outer_count.ne(0).and(walk.middle_count.ne(0)), 'no tile is empty');
      m.assert(walk.inner_index.eq(inner), 'the inner loop goes step by step');
      m.assert(walk.inner_first.eq(inner.eq(0)).and(walk.middle_first.eq(middle.eq(0))), 'first rounds are marked');
      m.assert(walk.inner_last.eq(inner.inc().eq(length)), 'the last inner step is marked');
      m.assert(walk.last.eq(walk.outer_last.and(walk.middle_last).and(walk.inner_last)), 'the last position is marked');
      // Follows from the others, and helps to prove them.
      const isPassed = io.outer_chosen.lt(outer).or(isIn(io.outer_chosen, outer, outerEnd).and(passed_inner));
      m.assert(exists.not().or(seen.eq(isPassed)), 'the elements that came are those before the present one');
      m.assert(seen.and(isHere).not(), 'no element comes twice in a walk');
      m.assert(next.and(walk.last).and(exists).not().or(seen).or(isHere), 'no element is left out of a walk');
      m.cover(next.and(walk.last).and(seen).and(outer.ne(0)), 'a walk of several tiles ends');
    },
  );

const description =
  'the walker stays within its loops, and comes by every element of them once a walk: no tile is dropped or repeated';

export const tileWalkerProofs: readonly Proof[] = [
  { name: 'tile-walker', values: { WIDTH: 2, OUTER_STEP: 2, MIDDLE_STEP: 1, INNER_IN_TILE: 0 } },
  { name: 'tile-walker-in-tile', values: { INNER_IN_TILE: 1 } },
  { name: 'tile-walker-large-steps', values: { WIDTH: 2, OUTER_STEP: 1, MIDDLE_STEP: 5, INNER_IN_TILE: 0 } },
].map(proof => ({ ...proof, description, module: monitoredTileWalker(TileWalker) }));

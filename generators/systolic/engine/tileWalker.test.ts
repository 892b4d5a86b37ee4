import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import type { Simulator } from '../../../dsl/simulate/simulator.ts';
import { TileWalker } from './tileWalker.ts';

const outputs = [
  'outer_count',
  'middle_count',
  'outer_last',
  'middle_first',
  'middle_last',
  'inner_index',
  'inner_first',
  'inner_last',
  'last',
] as const;

interface Walk {
  readonly outer: number;
  readonly middle: number;
  readonly inner: number;
}

/** What the outputs are at every position, from three loops. */
function positions({ outer, middle, inner }: Walk, outerStep: number, middleStep: number, inTile: boolean): number[][] {
  const seen: number[][] = [];
  for (let o = 0; o < outer; o += outerStep)
    for (let m = 0; m < middle; m += middleStep) {
      const outerCount = Math.min(outerStep, outer - o);
      const middleCount = Math.min(middleStep, middle - m);
      const count = inTile ? middleCount : inner;
      for (let i = 0; i < count; i++) {
        const [outerLast, middleLast, innerLast] = [o + outerStep >= outer, m + middleStep >= middle, i === count - 1];
        const marks = [outerLast, m === 0, middleLast].map(Number);
        const last = outerLast && middleLast && innerLast;
        seen.push([outerCount, middleCount, ...marks, i, ...[i === 0, innerLast, last].map(Number)]);
      }
    }
  return seen;
}

/** Walks to the end, standing still for a cycle between two steps; gives the outputs at every position. */
function walk(walker: Simulator, { outer, middle, inner }: Walk, length: number): number[][] {
  walker.poke('outer_size', outer);
  walker.poke('middle_size', middle);
  walker.poke('inner_size', inner);
  return Array.from({ length }, (_, position) => {
    if (position % 3 === 1) {
      walker.poke('next', false);
      walker.step();
    }
    const seen = outputs.map(name => walker.peekNumber(name));
    walker.poke('next', true);
    walker.step();
    return seen;
  });
}

describe('tile_walker', () => {
  it.each([
    { OUTER_STEP: 1, MIDDLE_STEP: 1, INNER_IN_TILE: 0 },
    { OUTER_STEP: 3, MIDDLE_STEP: 4, INNER_IN_TILE: 0 },
    { OUTER_STEP: 4, MIDDLE_STEP: 3, INNER_IN_TILE: 1 },
    // Steps that a size cannot hold.
    { OUTER_STEP: 100, MIDDLE_STEP: 37, INNER_IN_TILE: 1 },
  ])('walks outer by $OUTER_STEP, middle by $MIDDLE_STEP, inner in tile $INNER_IN_TILE', values => {
    const walker = simulate(TileWalker, { WIDTH: 4, ...values });
    const sizes = [1, 3, 4, 15];
    for (const outer of sizes)
      for (const middle of sizes)
        for (const inner of [1, 2, 15]) {
          const size = { outer, middle, inner };
          const expected = positions(size, values.OUTER_STEP, values.MIDDLE_STEP, values.INNER_IN_TILE === 1);
          expect(walk(walker, size, expected.length)).toEqual(expected);
        }
  });
});

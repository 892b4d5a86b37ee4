import type { Shape } from '../../gemm/tiling.ts';
import { shrink, sizesBelow } from '../shrink.ts';
import { type RandomCase, type Reduction, reduceCase, wholeCase } from './randomCase.ts';

const withShape = (reduction: Reduction, at: number, shape: Shape | undefined): Reduction => ({
  ...reduction,
  shapes: reduction.shapes.map((kept, index) => (index === at ? shape : kept)),
});

/** Reductions that take one thing more away, the greatest first. */
function* smaller(reduction: Reduction): Generator<Reduction> {
  const left = reduction.shapes.filter(shape => shape !== undefined).length;
  for (const [at, shape] of reduction.shapes.entries()) {
    if (shape !== undefined && left > 1) yield withShape(reduction, at, undefined);
  }
  for (const stream of reduction.stalled) {
    yield { ...reduction, stalled: reduction.stalled.filter(kept => kept !== stream) };
  }
  for (const [at, shape] of reduction.shapes.entries()) {
    if (shape === undefined) continue;
    for (const side of ['m', 'k', 'n'] as const) {
      for (const less of sizesBelow(shape[side])) yield withShape(reduction, at, { ...shape, [side]: less });
    }
  }
}

/**
 * The smallest failing case that is found by taking away products, stalls, rows and columns, one at a time, as long as it
 * fails.
 */
export async function shrinkCase(
  failing: RandomCase,
  fails: (randomCase: RandomCase) => Promise<boolean>,
): Promise<RandomCase> {
  return shrink({ whole: wholeCase, smaller, reduce: reduceCase }, failing, fails);
}

import type { Shape } from '../../gemm/tiling.ts';
import { type RandomCase, type Reduction, reduceCase, wholeCase } from './randomCase.ts';

/** Runs at most, when a smaller failing case is looked for. */
const MOST_RUNS = 300;

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
      const size = shape[side];
      const sizes = new Set([1, Math.floor(size / 2), size - 1].filter(less => less >= 1 && less < size));
      for (const less of sizes) yield withShape(reduction, at, { ...shape, [side]: less });
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
  let reduction = wholeCase(failing);
  let smallest = reduceCase(failing, reduction);
  let runs = 0;
  for (let progress = true; progress && runs < MOST_RUNS; ) {
    progress = false;
    for (const candidate of smaller(reduction)) {
      if (++runs > MOST_RUNS) break;
      const reduced = reduceCase(failing, candidate);
      if (!(await fails(reduced))) continue;
      reduction = candidate;
      smallest = reduced;
      progress = true;
      break;
    }
  }
  return smallest;
}

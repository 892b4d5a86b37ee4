/** Runs at most, when a smaller failing case is looked for. */
const MOST_RUNS = 300;

/** How cases of one kind become smaller. */
export interface Shrinking<Case, Reduction> {
  /** What of a case is left where nothing is taken away. */
  readonly whole: (failing: Case) => Reduction;
  /** Reductions that take one thing more away, the greatest first. */
  readonly smaller: (reduction: Reduction) => Iterable<Reduction>;
  readonly reduce: (failing: Case, reduction: Reduction) => Case;
}

/** The smallest failing case that is found by taking one thing away at a time, as long as it fails. */
export async function shrink<Case, Reduction>(
  { whole, smaller, reduce }: Shrinking<Case, Reduction>,
  failing: Case,
  fails: (reduced: Case) => Promise<boolean>,
): Promise<Case> {
  let reduction = whole(failing);
  let smallest = reduce(failing, reduction);
  let runs = 0;
  for (let progress = true; progress && runs < MOST_RUNS; ) {
    progress = false;
    for (const candidate of smaller(reduction)) {
      if (++runs > MOST_RUNS) break;
      const reduced = reduce(failing, candidate);
      if (!(await fails(reduced))) continue;
      reduction = candidate;
      smallest = reduced;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** One, half, and one less, of what is more than one. */
export const sizesBelow = (size: number): readonly number[] =>
  [...new Set([1, Math.floor(size / 2), size - 1])].filter(less => less >= 1 && less < size);

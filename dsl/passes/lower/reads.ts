import type { Declaration, Node, Region } from '../../ir/hw.ts';
import { atomExpr, type IntExpr, lowerBound, toExpr } from '../../ir/integer.ts';

/** Bits `low` to `low + width - 1` of a value. */
export interface Part {
  readonly low: IntExpr;
  readonly width: IntExpr;
}

/** Branches of one generate if that together leave no case out, by each of them. */
export type CompleteBranches = ReadonlyMap<Region, readonly Region[]>;

/** How a signal or a wire is read. */
export class Reads {
  readonly #regions = new Set<Region>();
  readonly #parts: { readonly part: Part; readonly region: Region }[] = [];
  #isWhole = false;

  /** `part`: undefined for the whole, or for what may reach every bit. */
  note(region: Region, part: Part | undefined): void {
    this.#regions.add(region);
    if (part === undefined) this.#isWhole = true;
    else if (!this.#isWhole) this.#parts.push({ part, region });
  }

  /** Whether the value is read in every legal instance of the module. */
  isCertain(home: Region, complete: CompleteBranches): boolean {
    return existsIn(this.#regions, home, complete);
  }

  /** Whether what is read reaches every bit: at once, or in parts that join. */
  isWhole({ type, region: home }: Declaration | Node): boolean {
    if (this.#isWhole) return true;
    const byStart = new Map<string, Part>();
    for (const { part, region } of this.#parts) if (region === home) byStart.set(part.low.key, part);
    const end = toExpr(type.width).key;
    let at = toExpr(0);
    while (at.key !== end) {
      const next = byStart.get(at.key);
      if (next === undefined) return false;
      byStart.delete(at.key);
      at = at.plus(next.width);
    }
    return true;
  }
}

/** Whether what stands in `regions` stands, in every legal instance of the module, somewhere within `outer`. */
function existsIn(regions: Iterable<Region>, outer: Region, complete: CompleteBranches): boolean {
  const certain = new Set<Region>();
  const mark = (region: Region): void => {
    if (certain.has(region)) return;
    certain.add(region);
    const { parent, index } = region;
    if (region === outer || parent === undefined) return;
    if (index !== undefined && lowerBound(index.count) < 1) return;
    const isTaken =
      region.kind !== 'branch' ||
      happens(region, outer) ||
      (complete.get(region)?.every(sibling => certain.has(sibling)) ?? false);
    if (isTaken) mark(parent);
  };
  for (const region of regions) mark(region);
  return certain.has(outer);
}

/** Whether a statement in `inner` exists in every legal instance of the module, seen from `outer`. */
export function isCertain(inner: Region, outer: Region): boolean {
  return existsIn([inner], outer, new Map());
}

/** Whether some iteration of a loop between `outer` and a branch surely takes the branch: `i == 0` in a loop over i. */
function happens(branch: Region, outer: Region): boolean {
  const tree = branch.condition?.tree;
  if (tree?.kind !== 'comparison' || tree.comparison !== '==') return false;
  const value = tree.right.constant;
  for (let loop = branch.parent; loop !== undefined && loop !== outer; loop = loop.parent) {
    const { index } = loop;
    if (index !== undefined && value !== undefined && tree.left.key === atomExpr(index).key)
      return value >= 0 && lowerBound(index.count) > value;
  }
  return false;
}

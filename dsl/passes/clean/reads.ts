import type { IndexAtom } from '../../ir/atom.ts';
import {
  atomExpr,
  atomsOf,
  difference,
  type IntExpr,
  lowerBound,
  provablyNonNegative,
  substitute,
  toExpr,
  type Width,
} from '../../ir/integer.ts';
import type { Relation } from '../../ir/relation.ts';
import type { Bits } from '../../ir/verilog.ts';
import type { Block } from './block.ts';

/** What of a value is read in every legal instance of the module. */
export type Extent = 'nothing' | 'nothing at some sizes' | 'a part' | 'everything';

/** Bits that are read in a block, or in those iterations of a loop around it whose index is in a range. */
interface Part {
  readonly low: IntExpr;
  readonly width: IntExpr;
  readonly iterations?: Iterations;
}

/** Those from `from` to `to - 1`. */
interface Iterations {
  readonly index: string;
  readonly from: IntExpr;
  readonly to: IntExpr;
}

/** Where a path stands, and the iteration that it leads to. */
interface Path {
  readonly block: Block;
  readonly iteration: IntExpr;
}

/** How a value is read. */
export class Reads {
  /** Made when something is noted: of most, all bits are read where they are declared. */
  #parts: Map<Block, (Bits | undefined)[]> | undefined;

  /** Readings by a path, of all bits in one iteration of the loop that declares them. */
  #paths: Path[] | undefined;

  #isWhole = false;

  /**
   * @param bits undefined for all of them, or for what may reach every one
   * @param isHome whether the block declares what is read
   */
  note(block: Block, bits: Bits | undefined, isHome: boolean): void {
    if (this.#isWhole) return;
    if (isHome && bits === undefined) {
      this.#isWhole = true;
      return;
    }
    this.#parts ??= new Map();
    const known = this.#parts.get(block);
    if (known === undefined) this.#parts.set(block, [bits]);
    else if (!known.includes(undefined)) known.push(bits);
  }

  /** @param iteration in which iteration that which is read is declared */
  noteIteration(block: Block, iteration: IntExpr): void {
    if (this.#isWhole) return;
    this.#paths ??= [];
    this.#paths.push({ block, iteration });
  }

  /** How much is read of what `home` declares, which has so many bits. */
  extent(home: Block, bits: Width): Extent {
    if (this.#isWhole || this.#isReadInEveryIteration(home)) return 'everything';
    if (this.#parts === undefined) return 'nothing';
    const inner = new Map<Block, Set<Block>>();
    for (const block of this.#parts.keys()) noteWay(block, home, inner);
    const parts = this.#lifted(home, inner, toExpr(bits));
    if (parts.length === 0) return 'nothing at some sizes';
    return joinsTo(parts, toExpr(bits)) ? 'everything' : 'a part';
  }

  #isReadInEveryIteration(loop: Block): boolean {
    if (loop.index === undefined || this.#paths === undefined) return false;
    const parts = this.#paths
      .flatMap(path => iterationsRead(path, loop))
      .map(({ from, to }): Part => ({ low: from, width: to.minus(from) }));
    return joinsTo(parts, toExpr(loop.index.count));
  }

  /** What is surely read in a block or in the blocks within it. */
  #lifted(block: Block, inner: ReadonlyMap<Block, ReadonlySet<Block>>, total: IntExpr): Part[] {
    const parts: Part[] = (this.#parts?.get(block) ?? []).map(bits =>
      bits === undefined ? { low: toExpr(0), width: total } : { low: toExpr(bits.low), width: toExpr(bits.width) },
    );
    const children = inner.get(block);
    if (children === undefined) return parts;
    const choices = new Set<readonly Block[]>();
    for (const child of children) {
      const within = joined(this.#lifted(child, inner, total));
      if (!child.isBranch) {
        parts.push(...within.flatMap(part => outOfLoop(part, child)));
        continue;
      }
      for (const iterations of iterationsOf(child, child.relation))
        parts.push(...within.filter(part => part.iterations === undefined).map(part => ({ ...part, iterations })));
      if (child.siblings !== undefined) choices.add(child.siblings);
    }
    for (const branches of choices) parts.push(...this.#ofBranches(branches, inner, total));
    return parts;
  }

  /** What is read whichever branch is taken, and what is read unless one of them is taken. */
  #ofBranches(branches: readonly Block[], inner: ReadonlyMap<Block, ReadonlySet<Block>>, total: IntExpr): Part[] {
    const read = branches.map(branch => joined(this.#lifted(branch, inner, total)));
    const keys = read.map(own => (joinsTo(own, total) ? undefined : new Set(own.map(keyOf))));
    return read.flat().flatMap((part): Part[] => {
      const [without, ...others] = branches.filter((_, position) => keys[position]?.has(keyOf(part)) === false);
      if (without === undefined) return [part];
      if (others.length > 0 || part.iterations !== undefined) return [];
      return iterationsOf(without, without.relation?.not()).map(iterations => ({ ...part, iterations }));
    });
  }
}

const keyOf = ({ low, width, iterations }: Part): string =>
  `${low.key} ${width.key} ${iterations === undefined ? '' : [iterations.index, iterations.from.key, iterations.to.key].join(' ')}`;

/** Notes the blocks from `home` down to `block`. */
function noteWay(block: Block, home: Block, inner: Map<Block, Set<Block>>): void {
  let child = block;
  const way: [Block, Block][] = [];
  while (child !== home) {
    const { parent } = child;
    // What another block reads by a path is not read in every instance.
    if (parent === undefined) return;
    way.push([parent, child]);
    child = parent;
  }
  for (const [outer, own] of way) {
    const known = inner.get(outer);
    if (known === undefined) inner.set(outer, new Set([own]));
    else known.add(own);
  }
}

/** The parts, and those that come out where one begins as another ends. */
function joined(parts: readonly Part[]): Part[] {
  if (parts.length < 2) return [...parts];
  const rangeKey = ({ iterations }: Part): string =>
    iterations === undefined ? '' : `${iterations.index} ${iterations.from.key} ${iterations.to.key}`;
  const byStart = new Map(parts.map(part => [`${part.low.key} ${rangeKey(part)}`, part]));
  const ends = new Set(parts.map(part => `${part.low.plus(part.width).key} ${rangeKey(part)}`));
  const heads = [...byStart].filter(([start]) => !ends.has(start)).map(([, part]) => part);
  const longer = heads.flatMap((head): Part[] => {
    let { width } = head;
    let next = byStart.get(`${head.low.plus(width).key} ${rangeKey(head)}`);
    if (next === undefined) return [];
    for (; next !== undefined; next = byStart.get(`${head.low.plus(width).key} ${rangeKey(head)}`)) {
      if (next.width.constant === 0) break;
      width = width.plus(next.width);
    }
    return [{ ...head, width }];
  });
  return [...parts, ...longer];
}

const inIteration = (expression: IntExpr, { key }: IndexAtom, value: IntExpr): IntExpr =>
  substitute(expression, new Map([[key, value]]));

/** What is read in the iterations of a loop, seen from outside it. */
function outOfLoop(part: Part, loop: Block): Part[] {
  const { index } = loop;
  if (index === undefined) return [part];
  const { low, width, iterations } = part;
  const count = toExpr(index.count);
  const own = iterations?.index === index.key ? iterations : undefined;
  const [from, to] = [own?.from ?? toExpr(0), own?.to ?? count];
  const rest = own === undefined && iterations !== undefined ? { iterations } : {};
  if (!atomsOf(low).has(index.key)) {
    const happens = own === undefined ? isRepeated(loop) : isAtMostIn(loop, from.plus(1), to);
    return happens ? [{ low, width, ...rest }] : [];
  }
  // The parts of neighbouring iterations join where one begins as the one before it ends.
  const step = difference(inIteration(low, index, atomExpr(index).plus(1)), low);
  if (atomsOf(width).has(index.key)) return [];
  const total = to.minus(from).times(width);
  if (difference(step, width).constant === 0) return [{ low: inIteration(low, index, from), width: total, ...rest }];
  if (step.plus(width).constant === 0) return [{ low: inIteration(low, index, to.minus(1)), width: total, ...rest }];
  return [];
}

/** The iterations of `loop` that a path surely leads to: from beside the loop to one, from within to those before, say. */
function iterationsRead({ block, iteration }: Path, loop: Block): Iterations[] {
  const { index, parent } = loop;
  if (index === undefined || parent === undefined) return [];
  if (!atomsOf(iteration).has(index.key))
    return block === parent ? [{ index: index.key, from: iteration, to: iteration.plus(1) }] : [];
  const distance = difference(iteration, atomExpr(index));
  if (atomsOf(distance).has(index.key)) return [];
  const inAll = { index: index.key, from: toExpr(0), to: toExpr(index.count) };
  const isDirectBranch = block.isBranch && block.parent === loop;
  const within = block === loop ? [inAll] : isDirectBranch ? iterationsOf(block, block.relation) : [];
  return within
    .filter(range => range.index === index.key)
    .map(({ from, to }) => ({ index: index.key, from: from.plus(distance), to: to.plus(distance) }));
}

/** In which iterations of a loop around a branch a relation holds, where that can be said. */
function iterationsOf(branch: Block, relation: Relation | undefined): Iterations[] {
  const tree = relation?.tree;
  if (tree?.kind !== 'comparison') return [];
  for (let loop = branch.parent; loop !== undefined; loop = loop.parent) {
    const { index } = loop;
    if (index === undefined) continue;
    const { key } = atomExpr(index);
    const bound = tree.left.key === key ? tree.right : tree.right.key === key ? tree.left : undefined;
    if (bound === undefined || atomsOf(bound).has(index.key)) continue;
    const comparison = tree.left.key === key ? tree.comparison : mirrored[tree.comparison];
    const count = toExpr(index.count);
    const ranges: Readonly<Record<typeof comparison, readonly (readonly [IntExpr, IntExpr])[]>> = {
      '==': [[bound, bound.plus(1)]],
      '!=': [
        [toExpr(0), bound],
        [bound.plus(1), count],
      ],
      '<': [[toExpr(0), bound]],
      '<=': [[toExpr(0), bound.plus(1)]],
      '>': [[bound.plus(1), count]],
      '>=': [[bound, count]],
    };
    return ranges[comparison]
      .filter(([from, to]) => isAtMost(toExpr(0), from) && isAtMostIn(loop, to, count) && isAtMostIn(loop, from, to))
      .map(([from, to]) => ({ index: index.key, from, to }));
  }
  return [];
}

const mirrored = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** Whether `left` is at most `right` where a loop has an iteration, in each of its iterations. */
function isAtMostIn(loop: Block, left: IntExpr, right: IntExpr): boolean {
  if (isAtMost(left, right)) return true;
  const count = toExpr(loop.index?.count ?? 0);
  return isAtMost(count.minus(1), difference(right, left)) && isRepeated(loop);
}

/** Whether a loop surely has an iteration: by its count, or because a branch around it says so. */
function isRepeated(loop: Block): boolean {
  if (loop.index === undefined) return false;
  const count = toExpr(loop.index.count);
  if (lowerBound(count) >= 1) return true;
  for (let block = loop.parent; block !== undefined; block = block.parent) {
    if (block.relation?.nonNegative().some(known => isAtMost(known, count.minus(1)))) return true;
  }
  return false;
}

function isAtMost(left: IntExpr, right: IntExpr): boolean {
  const rest = difference(right, left);
  return lowerBound(rest) >= 0 || provablyNonNegative(rest);
}

/** Whether parts, in some order, reach from bit 0 to the end. */
function joinsTo(parts: readonly Part[], end: IntExpr): boolean {
  const byStart = new Map<string, IntExpr[]>();
  for (const { low, width, iterations } of parts) {
    if (iterations !== undefined) continue;
    const known = byStart.get(low.key);
    if (known === undefined) byStart.set(low.key, [width]);
    else known.push(width);
  }
  const tried = new Set<string>();
  const open = [toExpr(0)];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.key === end.key) return true;
    if (tried.has(at.key)) continue;
    tried.add(at.key);
    for (const width of byStart.get(at.key) ?? []) open.push(at.plus(width));
  }
  return false;
}

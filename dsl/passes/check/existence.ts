import { nodeName } from '../../conformance.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { Obligation, Region } from '../../ir/hwModule.ts';
import {
  type Binding,
  difference,
  IntExpr,
  lowerBound,
  provablyNonNegative,
  toExpr,
  upperBound,
  type Width,
} from '../../ir/integer.ts';
import type { Memory } from '../../ir/memory.ts';
import type { Node } from '../../ir/node.ts';
import { regionsOf } from '../../ir/visit.ts';
import type { CallSite } from '../../source/location.ts';
import type { HwType } from '../../types.ts';

/** A relation that is tried. */
export interface TriedRelation extends Omit<Obligation, 'code'> {
  readonly code: Obligation['code'] | 'illegal-instance';
  /** Where it is about an index. */
  readonly indexed?: { readonly index: IntExpr; readonly length: IntExpr };
  /** Where it is about an instance's arguments: what they are given to, and what is wrong where it does not hold. */
  readonly instance?: { readonly module: string; readonly problem: (binding: Binding) => string };
}

/** What must hold for a description to mean anything, beyond what was noted while it ran. */
interface Condition {
  readonly code: 'zero-width' | 'index-out-of-range';
  readonly target: string;
  readonly region: Region;
  readonly site: CallSite | undefined;
  readonly targetSite: CallSite | undefined;
  readonly indexed?: { readonly index: IntExpr; readonly length: IntExpr };
}

/** Gathers relations that cannot be proved for every value of the parameters. */
class Unproved {
  readonly list: TriedRelation[] = [];
  readonly #proved = new Map<string, boolean>();
  /** Few widths are the widths of many. */
  readonly #sound = new Set<IntExpr>();

  /** Notes `left >= right`. */
  #require(left: Width, right: Width, condition: Condition): void {
    const rest = difference(toExpr(left), toExpr(right));
    let proved = this.#proved.get(rest.key);
    if (proved === undefined) {
      proved = lowerBound(rest) >= 0 || provablyNonNegative(rest);
      this.#proved.set(rest.key, proved);
    }
    if (proved) return;
    this.list.push({ ...condition, relation: toExpr(left).atLeast(right), guard: '' });
  }

  atLeastOne(width: Width, condition: () => Condition): void {
    if (typeof width === 'number' ? width >= 1 : this.#sound.has(width)) return;
    const before = this.list.length;
    this.#require(width, 1, condition());
    if (typeof width !== 'number' && this.list.length === before) this.#sound.add(width);
  }

  /** That nothing in a type has no bits. */
  widths(type: HwType, condition: () => Condition): void {
    if (type.kind === 'vec') {
      this.atLeastOne(type.length, condition);
      this.widths(type.element, condition);
    } else this.atLeastOne(type.width, condition);
  }

  inside(index: IntExpr, given: Width, place: () => Condition): void {
    const length = toExpr(given);
    // The ends of the ranges alone tell of most.
    if (lowerBound(index) >= 0 && upperBound(index) < lowerBound(length)) return;
    const condition = { ...place(), indexed: { index, length } };
    this.#require(index, 0, condition);
    this.#require(length.minus(1), index, condition);
  }
}

function nodeConditions(unproved: Unproved, node: Node): void {
  const { region, site } = node;
  if (node.kind === 'element' && node.index instanceof IntExpr && node.vector.type.kind === 'vec')
    unproved.inside(node.index, node.vector.type.length, () => ({
      region,
      site,
      code: 'index-out-of-range',
      target: nodeName(node.vector),
      targetSite: node.vector.kind === 'read' ? node.vector.signal.site : undefined,
    }));
  else if (node.kind === 'neighbour')
    unproved.inside(node.index, node.loop.index?.count ?? 0, () => ({
      region,
      site,
      code: 'index-out-of-range',
      target: node.loop.label,
      targetSite: undefined,
    }));
  else if (node.kind === 'slice' || node.kind === 'resize')
    unproved.widths(node.type, () => ({
      region,
      site,
      code: 'zero-width',
      target: nodeName(node.operand),
      targetSite: undefined,
    }));
}

/** That what is declared has bits, or words. */
const existenceOf = ({ key, region, site }: Declaration | Memory): Condition => ({
  code: 'zero-width',
  target: key,
  region,
  site,
  targetSite: undefined,
});

/** Indices that lie inside their vec, and widths of at least one bit, for every value of the parameters. */
export function existenceConditions(root: Region): readonly TriedRelation[] {
  const unproved = new Unproved();
  const visit = (region: Region): void => {
    for (const signal of region.signals) unproved.widths(signal.type, () => existenceOf(signal));
    for (const memory of region.memories) unproved.widths(memory.type, () => existenceOf(memory));
    for (const memory of region.memories) unproved.atLeastOne(memory.depth, () => existenceOf(memory));
    for (const node of region.nodes) nodeConditions(unproved, node);
    for (const statement of region.statements) for (const inner of regionsOf(statement)) visit(inner);
  };
  visit(root);
  return unproved.list;
}

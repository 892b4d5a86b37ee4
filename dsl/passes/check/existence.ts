import { nodeName } from '../../conformance.ts';
import type { Obligation, Region } from '../../ir/hw.ts';
import { difference, IntExpr, lowerBound, provablyNonNegative, toExpr, type Width } from '../../ir/integer.ts';
import type { CallSite } from '../../source/location.ts';
import type { HwType } from '../../types.ts';

/** A relation that is tried; where it is about an index, with that index. */
export interface TriedRelation extends Obligation {
  readonly indexed?: { readonly index: IntExpr; readonly length: IntExpr };
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

  /** Notes `left >= right`. */
  require(left: Width, right: Width, condition: Condition): void {
    const rest = difference(toExpr(left), toExpr(right));
    let proved = this.#proved.get(rest.key);
    if (proved === undefined) {
      proved = lowerBound(rest) >= 0 || provablyNonNegative(rest);
      this.#proved.set(rest.key, proved);
    }
    if (proved) return;
    this.list.push({ ...condition, relation: toExpr(left).atLeast(right), guard: '' });
  }
}

/** Indices that lie inside their vec, and widths of at least one bit, for every value of the parameters. */
export function existenceConditions(root: Region): readonly TriedRelation[] {
  const unproved = new Unproved();
  const sound = new Set<HwType>();
  const widths = (type: HwType, condition: Condition): void => {
    // One type is the type of many.
    if (sound.has(type)) return;
    const before = unproved.list.length;
    if (type.kind === 'vec') {
      unproved.require(type.length, 1, condition);
      widths(type.element, condition);
    } else unproved.require(type.width, 1, condition);
    if (unproved.list.length === before) sound.add(type);
  };
  const inside = (index: IntExpr, length: Width, place: Condition): void => {
    const condition = { ...place, indexed: { index, length: toExpr(length) } };
    unproved.require(index, 0, condition);
    unproved.require(toExpr(length).minus(1), index, condition);
  };
  const visit = (region: Region): void => {
    for (const { type, key, site } of [...region.signals, ...region.memories])
      widths(type, { code: 'zero-width', target: key, region, site, targetSite: undefined });
    for (const memory of region.memories)
      unproved.require(memory.depth, 1, {
        code: 'zero-width',
        target: memory.key,
        region,
        site: memory.site,
        targetSite: undefined,
      });
    for (const node of region.nodes) {
      const at = { region: node.region, site: node.site };
      if (node.kind === 'element' && node.index instanceof IntExpr && node.vector.type.kind === 'vec') {
        const target = nodeName(node.vector);
        const targetSite = node.vector.kind === 'read' ? node.vector.signal.site : undefined;
        inside(node.index, node.vector.type.length, { ...at, code: 'index-out-of-range', target, targetSite });
      } else if (node.kind === 'neighbour') {
        const { count = toExpr(0) } = node.loop.index ?? {};
        inside(node.index, count, {
          ...at,
          code: 'index-out-of-range',
          target: node.loop.label,
          targetSite: undefined,
        });
      } else if (node.kind === 'slice' || node.kind === 'resize')
        widths(node.type, { ...at, code: 'zero-width', target: nodeName(node.operand), targetSite: undefined });
    }
    for (const statement of region.statements) {
      if (statement.kind === 'loop') visit(statement.region);
      else if (statement.kind === 'choose') for (const branch of statement.branches) visit(branch.region);
    }
  };
  visit(root);
  return unproved.list;
}

import { difference, IntExpr, provablyNonNegative, toExpr } from '../../ir/integer.ts';
import type { ElementNode, Node } from '../../ir/node.ts';
import { wholeOf, withWhole } from '../../ir/target.ts';

/** What identifies the part of a signal that an assignment writes; equal for equal parts. */
export function targetKey(target: Node): string {
  if (target.kind === 'element') {
    const index = target.index instanceof IntExpr ? target.index.key : `dynamic ${target.index.id}`;
    return `${targetKey(target.vector)}[${index}]`;
  }
  const whole = wholeOf(target);
  if (whole === undefined) return '';
  // A bit is a slice, read as a bool.
  return target.kind === 'slice'
    ? `${targetKey(whole)}{${target.low.key}, ${toExpr(target.type.width).key}}`
    : targetKey(whole);
}

/** How many elements lie within each other. */
function depthOf(target: Node): number {
  let depth = 0;
  for (let node: Node | undefined = target; node !== undefined; node = wholeOf(node))
    if (node.kind === 'element') depth++;
  return depth;
}

function some(target: Node, holds: (node: Node) => boolean): boolean {
  for (let node: Node | undefined = target; node !== undefined; node = wholeOf(node)) if (holds(node)) return true;
  return false;
}

/** Whether a value chooses what is written. */
export const isDynamic = (target: Node): boolean =>
  some(target, node => node.kind === 'element' && !(node.index instanceof IntExpr));

/** The bits of a signal that a target may write, its own or, where a value chooses, all that it chooses from. */
interface Extent {
  readonly low: IntExpr;
  readonly end: IntExpr;
}

function extentOf(target: Node): Extent {
  const whole = wholeOf(target);
  if (whole === undefined) return { low: toExpr(0), end: toExpr(target.type.width) };
  const around = extentOf(whole);
  const width = toExpr(target.type.width);
  if (target.kind === 'slice') return from(around.low.plus(target.low), width);
  if (target.kind !== 'element' || !(target.index instanceof IntExpr)) return around;
  return from(around.low.plus(target.index.times(width)), width);
}

const from = (low: IntExpr, width: IntExpr): Extent => ({ low, end: low.plus(width) });

function isAtMost(left: IntExpr, right: IntExpr): boolean {
  const rest = difference(right, left);
  return rest.constant === undefined ? provablyNonNegative(rest) : rest.constant >= 0;
}

const areApart = (one: Extent, other: Extent): boolean => isAtMost(one.end, other.low) || isAtMost(other.end, one.low);

const isWithin = (inner: Extent, outer: Extent): boolean =>
  isAtMost(outer.low, inner.low) && isAtMost(inner.end, outer.end);

/** Parts of one signal that may overlap, directly or through others, by their keys. */
export type Cluster = ReadonlyMap<string, Node>;

/** With more parts than this, whose places depend on parameters, none is known to lie apart from the others. */
const comparedParts = 48;

/** The targets in groups of which none has a bit in common with another. */
export function clustersOf(targets: ReadonlyMap<string, Node>): readonly Cluster[] {
  const parts = [...targets].map(([key, target]) => ({ key, target, extent: extentOf(target) }));
  const isKnown = parts.every(({ extent: { low, end } }) => low.constant !== undefined && end.constant !== undefined);
  if (!isKnown && parts.length > comparedParts) return [targets];
  const clusters: { readonly members: Map<string, Node>; extents: Extent[] }[] = [];
  if (isKnown) parts.sort((a, b) => (a.extent.low.constant ?? 0) - (b.extent.low.constant ?? 0));
  for (const { key, target, extent } of parts) {
    // In ascending order only the last can reach as far as this one.
    const candidates = isKnown ? clusters.slice(-1) : clusters;
    const [first, ...others] = candidates.filter(({ extents }) => extents.some(other => !areApart(extent, other)));
    if (first === undefined) {
      clusters.push({ members: new Map([[key, target]]), extents: [extent] });
      continue;
    }
    for (const other of others) {
      for (const [own, member] of other.members) first.members.set(own, member);
      first.extents.push(...other.extents);
      clusters.splice(clusters.indexOf(other), 1);
    }
    first.members.set(key, target);
    first.extents = isKnown ? [farthest(extent, ...first.extents)] : [...first.extents, extent];
  }
  return clusters.map(({ members }) => members);
}

const farthest = (...extents: readonly Extent[]): Extent =>
  extents.reduce((far, extent) => ((extent.end.constant ?? 0) > (far.end.constant ?? 0) ? extent : far));

/** Whether each target can have a continuous assignment of its own: none is chosen by a value, none overlaps another. */
export function lieApart(targets: ReadonlyMap<string, Node>): boolean {
  const nodes = [...targets.values()];
  if (nodes.some(isDynamic)) return false;
  if (nodes.length < 2) return true;
  if (nodes.some(target => some(target, ({ kind }) => kind === 'slice')))
    return clustersOf(targets).length === targets.size;
  return new Set(nodes.map(depthOf)).size === 1;
}

/** Of parts that overlap, the one within which all others lie; of a bit, the slice that it is. */
export function coverOf(cluster: Cluster): Node | undefined {
  const parts = [...cluster.values()].map(target => ({ target, extent: extentOf(target) }));
  const found = parts.find(
    ({ target, extent }) => !isDynamic(target) && parts.every(other => isWithin(other.extent, extent)),
  )?.target;
  return found?.kind === 'cast' ? found.operand : found;
}

/** The signal that a target is, or is a part of, as a target of its own. */
export function rootOf(target: Node): Node {
  const whole = wholeOf(target);
  return whole === undefined ? target : rootOf(whole);
}

/** A slice of slices as one of what they are taken from. */
function flat(target: Node & { readonly kind: 'slice' }): { readonly base: Node; readonly low: IntExpr } {
  const { operand, low } = target;
  if (operand.kind !== 'slice') return { base: operand, low };
  const inner = flat(operand);
  return { base: inner.base, low: inner.low.plus(low) };
}

/** A target within `cover` as a part of what stands for that. */
export function rebased(target: Node, cover: Node, standIn: Node): Node {
  // A cast says how the bits are read, of what stands in for them too.
  if (target.kind !== 'cast' && targetKey(target) === targetKey(cover)) return standIn;
  if (target.kind === 'slice' && cover.kind === 'slice') {
    const [own, outer] = [flat(target), flat(cover)];
    if (targetKey(own.base) === targetKey(outer.base))
      return { ...target, operand: standIn, low: own.low.minus(outer.low) };
  }
  const whole = wholeOf(target);
  return whole === undefined ? target : withWhole(target, rebased(whole, cover, standIn));
}

/** The element nearest to the signal whose index is a value. */
export function outermostDynamic(target: Node): ElementNode | undefined {
  const whole = wholeOf(target);
  if (whole === undefined) return undefined;
  const outer = outermostDynamic(whole);
  if (outer !== undefined || target.kind !== 'element' || target.index instanceof IntExpr) return outer;
  return target;
}

/** The target with the index of one of its elements replaced. */
export function withIndex(target: Node, element: ElementNode, index: IntExpr): Node {
  if (target === element) return { ...element, index };
  const whole = wholeOf(target);
  return whole === undefined ? target : withWhole(target, withIndex(whole, element, index));
}

import type { BoundNode } from './boundNode.ts';

/** A bound value of any type: a node, or the elements of a vec, index 0 first. */
export type Value = BoundNode | VecValue;

export interface VecValue {
  readonly kind: 'vec';
  readonly elements: readonly Value[];
}

/** The scalars of a value in the order of packing: index 0, which has the low bits, first. */
export function flatten(value: Value): readonly BoundNode[] {
  if (value.kind !== 'vec') return [value];
  const scalars: BoundNode[] = [];
  const visit = (inner: Value): void => {
    if (inner.kind !== 'vec') scalars.push(inner);
    else for (const element of inner.elements) visit(element);
  };
  visit(value);
  return scalars;
}

/** A value of the shape of `shape`, its scalars taken from `make` in the order of packing. */
export function shapedLike(shape: Value, make: (scalar: BoundNode, position: number) => BoundNode): Value {
  let next = 0;
  const build = (inner: Value): Value =>
    inner.kind === 'vec' ? { kind: 'vec', elements: inner.elements.map(build) } : make(inner, next++);
  return build(shape);
}

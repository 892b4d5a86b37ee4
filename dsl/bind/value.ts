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
  pushScalars(value, scalars);
  return scalars;
}

function pushScalars(value: Value, scalars: BoundNode[]): void {
  if (value.kind !== 'vec') scalars.push(value);
  else for (const element of value.elements) pushScalars(element, scalars);
}

/** A value of the shape of `shape`, its scalars taken from `make` in the order of packing. */
export function shapedLike(shape: Value, make: (scalar: BoundNode, position: number) => BoundNode): Value {
  if (shape.kind !== 'vec') return make(shape, 0);
  let next = 0;
  const build = (inner: Value): Value =>
    inner.kind === 'vec' ? { kind: 'vec', elements: inner.elements.map(build) } : make(inner, next++);
  return build(shape);
}

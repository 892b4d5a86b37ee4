import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { EnumType, HwType } from '../types.ts';

/** One scalar of a value. */
export interface ScalarShape {
  readonly kind: 'scalar';
  readonly leaf: BoundLeaf;
  /** The names of its values, where they have names. */
  readonly enumeration: EnumType | undefined;
}

/** How the scalars of a value are arranged in vecs and structs. */
export type Shape =
  | ScalarShape
  | { readonly kind: 'vec'; readonly elements: readonly Shape[] }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Shape> };

/** The leaves of one declaration, in the order of packing, and the fields that lead to it. */
export interface Part {
  readonly path: readonly string[];
  readonly leaves: readonly BoundLeaf[];
}

/** The shape of a value of `type` that is made of `parts`: one for each field, or one alone. */
export function shapeOf(type: HwType, parts: readonly Part[]): Shape {
  const build = (inner: HwType, own: readonly Part[], fields: number, indices: number): Shape => {
    if (inner.kind === 'struct') {
      const entries = Object.entries<HwType>(inner.fields).map(([name, field]): [string, Shape] => [
        name,
        build(
          field,
          own.filter(({ path }) => path[fields] === name),
          fields + 1,
          indices,
        ),
      ]);
      return { kind: 'struct', fields: new Map(entries) };
    }
    const first = own[0]?.leaves ?? [];
    if (inner.kind === 'vec') {
      const element: HwType = inner.element;
      const length = (first.at(-1)?.position[indices] ?? -1) + 1;
      const part = ({ path, leaves }: Part, index: number): Part => {
        const size = leaves.length / length;
        return { path, leaves: leaves.slice(index * size, (index + 1) * size) };
      };
      const elements = Array.from({ length }, (_, index) =>
        build(
          element,
          own.map(whole => part(whole, index)),
          fields,
          indices + 1,
        ),
      );
      return { kind: 'vec', elements };
    }
    const [leaf] = first;
    if (leaf === undefined) throw new Error('a value has fewer scalars than its type');
    return { kind: 'scalar', leaf, enumeration: inner.kind === 'enum' ? inner : undefined };
  };
  return build(type, parts, 0, 0);
}

/** The scalars of a shape in their order, each with what comes behind the value's name for it: `[2].x`. */
export function scalarsOf(shape: Shape, suffix = ''): { readonly suffix: string; readonly scalar: ScalarShape }[] {
  if (shape.kind === 'scalar') return [{ suffix, scalar: shape }];
  const parts =
    shape.kind === 'vec'
      ? shape.elements.map((element, index): [string, Shape] => [`${suffix}[${index}]`, element])
      : [...shape.fields].map(([name, field]): [string, Shape] => [`${suffix}.${name}`, field]);
  return parts.flatMap(([name, part]) => scalarsOf(part, name));
}

/** The scalars of a shape in the order of packing: that in the low bits first, a struct's last field. */
export function packingOf(shape: Shape): readonly ScalarShape[] {
  if (shape.kind === 'scalar') return [shape];
  return (shape.kind === 'vec' ? shape.elements : [...shape.fields.values()].toReversed()).flatMap(packingOf);
}

/** What a value of this shape has to be, in words. */
export function describeShape(shape: Shape): string {
  if (shape.kind === 'struct') return `a record with ${[...shape.fields.keys()].join(', ')}`;
  if (shape.kind === 'scalar')
    return shape.enumeration === undefined ? 'one number' : `one of ${shape.enumeration.names.join(', ')}`;
  const lengths: number[] = [];
  let inner: Shape | undefined = shape;
  while (inner?.kind === 'vec') {
    lengths.push(inner.elements.length);
    inner = inner.elements[0];
  }
  const of = inner?.kind === 'struct' ? `, each ${describeShape(inner)}` : '';
  return `an array of ${lengths.join(' x ')}${of}`;
}

/** The part of a value that the end of a path says, such as `[2].x`; undefined where there is none. */
export function partOf(shape: Shape, suffix: string): Shape | undefined {
  if (suffix === '') return shape;
  const [step = '', index, field] = /^(?:\[(\d+)\]|\.(\w+))/.exec(suffix) ?? [];
  const rest = suffix.slice(step.length);
  if (index !== undefined && shape.kind === 'vec') {
    const element = shape.elements[Number(index)];
    return element === undefined ? undefined : partOf(element, rest);
  }
  if (field !== undefined && shape.kind === 'struct') {
    const inner = shape.fields.get(field);
    return inner === undefined ? undefined : partOf(inner, rest);
  }
  return undefined;
}

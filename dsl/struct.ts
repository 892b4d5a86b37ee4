import { fail } from './diagnostics/diagnostic.ts';
import { requireHardwareType, requireRecord } from './given.ts';
import { toExpr, type Width } from './ir/integer.ts';
import { CallSite } from './source/location.ts';
import type { HwType, StructFields, StructType } from './types.ts';

/** What every value has as properties of its own: no field can be called so. */
const taken = ['set', 'eq', 'ne', 'at', 'type', 'node', 'nodes', 'valueKind', 'toJSON'] as const;
type Taken = (typeof taken)[number];

/** What no field is: an error of the checker's names it, and with it the name that every value has already. */
interface NoFieldCalled<K> {
  readonly problem: K;
}

/**
 * Named values side by side, the first in the high bits where they are packed. The fields of a value are its properties;
 * a port, register or wire `x` with a field `f` comes out as `x_f`.
 *
 * @throws DiagnosticError for a struct without fields, and for a field that is called as a method of every value is
 */
export function struct<const F extends StructFields>(
  fields: F & { readonly [K in keyof F & Taken]: NoFieldCalled<K> },
): StructType<F>;
export function struct(fields: StructFields): StructType {
  return structOf(fields);
}

/** The same for fields of which types know nothing. */
export function structOf(fields: StructFields): StructType {
  requireRecord('What `struct` is made of', fields);
  for (const field of Object.values<unknown>(fields)) requireHardwareType(field);
  const names = Object.keys(fields);
  const place = [{ location: new CallSite().location, message: '' }];
  if (names.length === 0) fail('zero-width', { width: '0', detail: ': a struct has at least one field' }, place);
  for (const name of names) {
    if (taken.some(other => other === name) || Object.hasOwn(Object.prototype, name))
      fail('illegal-name', { name, what: 'a field', reason: 'every value has a property of that name' }, place);
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
      fail('illegal-name', { name, what: 'a field', reason: 'it becomes part of a name in Verilog' }, place);
  }
  const total = Object.values(fields).reduce((sum, field) => sum.plus(field.width), toExpr(0));
  const width: Width = total.constant ?? total;
  return { kind: 'struct', fields, width };
}

/** One of the signals that a value is made of: the fields that lead to it, and its type, in which no struct is left. */
export interface Leaf {
  readonly path: readonly string[];
  readonly type: HwType;
}

/** Whether a type is a struct or a vec of structs, however deep: then its values are made of several signals. */
export function isComposite(type: HwType): boolean {
  // Asked of every value: the kinds come before the check that it is a type at all.
  switch (type?.kind) {
    case 'bool':
    case 'uint':
    case 'sint':
    case 'enum':
      return false;
    case 'struct':
      return true;
    case 'vec':
      return isComposite(type.element);
    default:
      requireHardwareType(type);
      return false;
  }
}

/** What a type is made of, in the order of its fields; a type without structs is its only leaf. */
export function leavesOf(type: HwType): readonly Leaf[] {
  if (!isComposite(type)) return [{ path: [], type }];
  if (type.kind === 'struct')
    return Object.entries<HwType>(type.fields).flatMap(([name, field]) =>
      leavesOf(field).map(leaf => ({ path: [name, ...leaf.path], type: leaf.type })),
    );
  if (type.kind !== 'vec') return [];
  const { length } = type;
  return leavesOf(type.element).map(leaf => ({ path: leaf.path, type: vecOfType(length, leaf.type) }));
}

function vecOfType(length: Width, element: HwType): HwType {
  const total = toExpr(length).times(element.width);
  return { kind: 'vec', length, element, width: total.constant ?? total };
}

/** The name of a leaf: that of the whole, and the fields that lead to it. */
export const leafName = (name: string, { path }: Leaf): string => [name, ...path].join('_');

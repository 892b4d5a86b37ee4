import { fail } from '../diagnostics/diagnostic.ts';
import { describeShape, type ScalarShape, type Shape } from './shape.ts';

/**
 * A value that is given: a number, true or false, the name of an enumeration's value, for a vec an array, nested as the
 * vec is, and for a struct a record with every field.
 */
export type PortValue = number | bigint | boolean | string | readonly PortValue[] | PortFields;
export interface PortFields {
  readonly [field: string]: PortValue;
}

/**
 * A value that is read: `number` up to 32 bits, `bigint` beyond; 0 or 1 for a bool; the name of an enumeration's value,
 * or its code where it has none; arrays, nested, for a vec; a record for a struct.
 */
export type PeekedValue = number | bigint | string | readonly PeekedValue[] | PeekedFields;
export interface PeekedFields {
  readonly [field: string]: PeekedValue;
}

export type Scalar = number | bigint | boolean;

export const isArray = (value: PortValue): value is readonly PortValue[] => Array.isArray(value);
const isRecord = (value: PortValue): value is PortFields => typeof value === 'object' && !isArray(value);

function wrongShape(name: string, whole: Shape, part: PortValue): never {
  const actual = isArray(part)
    ? `an array of ${part.length}`
    : isRecord(part)
      ? `a record with ${Object.keys(part).join(', ')}`
      : typeof part === 'string'
        ? `the name ${part}`
        : `the number ${part}`;
  return fail('type-mismatch', {
    operation: `a value for \`${name}\``,
    expected: describeShape(whole),
    actual,
    suggestion: 'Give a vec one entry an element, the first at index 0, and a struct one entry a field.',
  });
}

/** The code of a name; undefined where the type has no such name. */
const codeOf = ({ enumeration }: ScalarShape, name: string): bigint | undefined =>
  enumeration?.names.includes(name) === true ? enumeration.codes[name] : undefined;

/** Appends the scalars of a value to `scalars`, in the order of the shape. @throws DiagnosticError for another shape */
export function flattenInto(name: string, whole: Shape, shape: Shape, part: PortValue, scalars: Scalar[]): void {
  if (shape.kind === 'scalar') {
    if (typeof part === 'string') scalars.push(codeOf(shape, part) ?? wrongShape(name, whole, part));
    else if (typeof part === 'object') wrongShape(name, whole, part);
    else scalars.push(part);
  } else if (shape.kind === 'vec') {
    const { elements } = shape;
    if (!isArray(part) || part.length !== elements.length) wrongShape(name, whole, part);
    for (let index = 0; index < elements.length; index++) {
      const [element, entry] = [elements[index], part[index]];
      if (element !== undefined && entry !== undefined) flattenInto(name, whole, element, entry, scalars);
    }
  } else {
    if (!isRecord(part) || Object.keys(part).length !== shape.fields.size) wrongShape(name, whole, part);
    for (const [field, inner] of shape.fields)
      flattenInto(name, whole, inner, part[field] ?? wrongShape(name, whole, part), scalars);
  }
}

/** The name of an enumeration's value; undefined for another type, and for a code without a name. */
export function nameOfCode({ enumeration }: ScalarShape, value: number | bigint): string | undefined {
  if (enumeration === undefined) return undefined;
  const code = BigInt(value);
  return enumeration.names.find((name: string) => enumeration.codes[name] === code);
}

/** A value of a shape, from its scalars, which are asked for in their order: that of `scalarsOf`. */
export function nest(shape: Shape, scalar: (scalar: ScalarShape) => number | bigint): PeekedValue {
  if (shape.kind === 'scalar') {
    const value = scalar(shape);
    return nameOfCode(shape, value) ?? value;
  }
  if (shape.kind === 'vec') return shape.elements.map(element => nest(element, scalar));
  const fields: Record<string, PeekedValue> = {};
  for (const [name, field] of shape.fields) fields[name] = nest(field, scalar);
  return fields;
}

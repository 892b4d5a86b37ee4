import type { BoundLeaf, BoundPort } from '../bind/design.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { rangeOf } from './representation.ts';

/** The value of a port: a number, or for a vec an array, nested as the vec is. A bool takes true and false too. */
export type PortValue = number | bigint | boolean | readonly PortValue[];
/** What a port gives: `number` up to 32 bits, `bigint` beyond; 0 or 1 for a bool; arrays, nested, for a vec. */
export type PeekedValue = number | bigint | readonly PeekedValue[];

/** Lengths of a vec, the outermost first; none for a scalar. */
const shapeOf = ({ leaves }: BoundPort): number[] => (leaves.at(-1)?.position ?? []).map(index => index + 1);

function wrongShape(port: BoundPort, actual: string): never {
  const shape = shapeOf(port);
  return fail('type-mismatch', {
    operation: `a value for \`${port.name}\``,
    expected: shape.length === 0 ? 'one number' : `an array of ${shape.join(' x ')}`,
    actual,
    suggestion: 'Give a vec one entry an element, the first at index 0.',
  });
}

/** Scalars in the order of the port's leaves. */
export function flattenValue(port: BoundPort, value: PortValue): (number | bigint | boolean)[] {
  const flatten = (part: PortValue, [length, ...inner]: number[]): (number | bigint | boolean)[] => {
    if (typeof part !== 'object') return length === undefined ? [part] : wrongShape(port, `the number ${part}`);
    if (length === undefined || part.length !== length) return wrongShape(port, `an array of ${part.length}`);
    return part.flatMap(entry => flatten(entry, inner));
  };
  return flatten(value, shapeOf(port));
}

/** The port's value from scalars in the order of its leaves. */
export function nestValues(port: BoundPort, scalars: readonly (number | bigint)[]): PeekedValue {
  let next = 0;
  const nest = ([length, ...inner]: number[]): PeekedValue =>
    length === undefined ? (scalars[next++] ?? 0) : Array.from({ length }, () => nest(inner));
  return nest(shapeOf(port));
}

/** A value in the range of a leaf's type. */
export function checkedValue(leaf: BoundLeaf, value: number | bigint | boolean): bigint {
  const { low, high } = rangeOf(leaf);
  const type = `${leaf.signed ? 'sint' : 'uint'}(${leaf.width})`;
  const refuse = (): never =>
    fail('constant-out-of-range', {
      value: String(value),
      type: `\`${leaf.name}\`, a ${type}`,
      low: String(low),
      high: String(high),
    });
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return refuse();
  const whole = BigInt(value);
  return whole < low || whole > high ? refuse() : whole;
}

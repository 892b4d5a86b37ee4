import type { BoundLeaf, BoundPort } from '../bind/design.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { rangeOf, representation } from './representation.ts';
import type { Slot, Values } from './storage.ts';

/** The value of a port: a number, or for a vec an array, nested as the vec is. A bool takes true and false too. */
export type PortValue = number | bigint | boolean | readonly PortValue[];
/** What a port gives: `number` up to 32 bits, `bigint` beyond; 0 or 1 for a bool; arrays, nested, for a vec. */
export type PeekedValue = number | bigint | readonly PeekedValue[];

/** Lengths of a vec, the outermost first; none for a scalar. */
export const shapeOf = ({ leaves }: BoundPort): number[] => (leaves.at(-1)?.position ?? []).map(index => index + 1);

function wrongShape(port: BoundPort, actual: string): never {
  const shape = shapeOf(port);
  return fail('type-mismatch', {
    operation: `a value for \`${port.name}\``,
    expected: shape.length === 0 ? 'one number' : `an array of ${shape.join(' x ')}`,
    actual,
    suggestion: 'Give a vec one entry an element, the first at index 0.',
  });
}

type Scalar = number | bigint | boolean;

/** Appends the scalars of a value to `scalars`, in the order of the port's leaves. */
function flattenInto(
  port: BoundPort,
  shape: readonly number[],
  level: number,
  part: PortValue,
  scalars: Scalar[],
): void {
  const length = shape[level];
  if (typeof part !== 'object') {
    if (length !== undefined) wrongShape(port, `the number ${part}`);
    scalars.push(part);
  } else {
    if (part.length !== length) wrongShape(port, `an array of ${part.length}`);
    for (const entry of part) flattenInto(port, shape, level + 1, entry, scalars);
  }
}

/** A leaf of a port: where its value is, and its range as numbers, exact unless the value is big. */
interface Place {
  readonly leaf: BoundLeaf;
  readonly array: Int32Array | Float64Array | bigint[];
  readonly index: number;
  readonly low: number;
  readonly high: number;
}

/** A port of a running design: its values in the arrays of the program. */
export class PortAccess {
  readonly port: BoundPort;
  readonly #places: readonly Place[];
  readonly #shape: readonly number[];
  readonly #given: Scalar[] = [];

  constructor(port: BoundPort, values: Values, slots: ReadonlyMap<BoundLeaf, Slot>) {
    this.port = port;
    this.#shape = shapeOf(port);
    this.#places = port.leaves.map(leaf => {
      const { low, high } = rangeOf(leaf);
      const array = values[representation(leaf)];
      return { leaf, array, index: slots.get(leaf)?.index ?? 0, low: Number(low), high: Number(high) };
    });
  }

  /** Takes all of a value, or nothing. @throws DiagnosticError for a value out of range or of another shape */
  write(value: PortValue): void {
    const given = this.#given;
    given.length = 0;
    flattenInto(this.port, this.#shape, 0, value, given);
    let at = 0;
    for (const { leaf, array, low, high } of this.#places) {
      const entry = given[at++] ?? 0;
      const scalar = typeof entry === 'boolean' ? Number(entry) : entry;
      const fits = typeof scalar === 'number' && scalar >= low && scalar <= high && Number.isInteger(scalar);
      if (!fits || Array.isArray(array)) checkRange(leaf, scalar);
    }
    at = 0;
    for (const { array, index } of this.#places) {
      const scalar = given[at++] ?? 0;
      if (Array.isArray(array)) array[index] = BigInt(scalar);
      else array[index] = Number(scalar) + 0;
    }
  }

  read(): PeekedValue {
    const scalars = this.#places.map(({ leaf, array, index }) => {
      const value = array[index] ?? 0;
      return leaf.width <= 32 ? Number(value) : BigInt(value);
    });
    return nestValues(this.#shape, scalars);
  }

  /** @throws RangeError beyond 53 bits */
  readNumbers(): number[] {
    return this.#places.map(({ array, index }) => {
      if (Array.isArray(array)) throw new RangeError(`${this.port.name} does not fit a number: use peek.`);
      return array[index] ?? 0;
    });
  }
}

/** A value of a shape from scalars in the order of the leaves. */
export function nestValues(shape: readonly number[], scalars: readonly (number | bigint)[]): PeekedValue {
  const [length, ...inner] = shape;
  if (length === undefined) return scalars[0] ?? 0;
  if (inner.length === 0) return scalars;
  const size = inner.reduce((product, count) => product * count, 1);
  return Array.from({ length }, (_, at) => nestValues(inner, scalars.slice(at * size, (at + 1) * size)));
}

/** Refuses a value outside the range of a leaf's type. */
function checkRange(leaf: BoundLeaf, value: number | bigint): void {
  const { low, high } = rangeOf(leaf);
  const whole = typeof value === 'bigint' || Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (whole === undefined || whole < low || whole > high)
    fail('constant-out-of-range', {
      value: String(value),
      type: `\`${leaf.name}\`, a ${leaf.signed ? 'sint' : 'uint'}(${leaf.width})`,
      low: String(low),
      high: String(high),
    });
}

import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundDesign } from '../bind/design.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { rangeOf, representation } from './representation.ts';
import { packingOf, type Shape, scalarsOf } from './shape.ts';
import type { Slot, Values } from './storage.ts';
import { flattenInto, isArray, nest, type PeekedValue, type PortValue, type Scalar } from './values.ts';

export type { PeekedValue, PortValue } from './values.ts';

/** A scalar of a port: where its value is, and its range as numbers, exact unless the value is big. */
interface Place {
  readonly leaf: BoundLeaf;
  readonly array: Int32Array | Float64Array | bigint[];
  readonly index: number;
  readonly low: number;
  readonly high: number;
}

/** A value of a running design, in the arrays of a program. */
export class ValueAccess {
  readonly name: string;
  readonly shape: Shape;
  readonly #places: readonly Place[];
  readonly #isPlainVec: boolean;
  readonly #given: Scalar[] = [];

  constructor(name: string, shape: Shape, values: Values, slots: ReadonlyMap<BoundLeaf, Slot>) {
    this.name = name;
    this.shape = shape;
    this.#isPlainVec = shape.kind === 'vec' && shape.elements.every(({ kind }) => kind === 'scalar');
    this.#places = scalarsOf(shape).map(({ scalar: { leaf } }) => {
      const { low, high } = rangeOf(leaf);
      const array = values[representation(leaf)];
      return { leaf, array, index: slots.get(leaf)?.index ?? 0, low: Number(low), high: Number(high) };
    });
  }

  /** Takes all of a value, or nothing. @throws DiagnosticError for a value out of range or of another shape */
  write(value: PortValue): void {
    if (this.#writeNumbers(value)) return;
    const given = this.#given;
    given.length = 0;
    flattenInto(this.name, this.shape, this.shape, value, given);
    let at = 0;
    for (const place of this.#places) {
      const entry = given[at++] ?? 0;
      const scalar = typeof entry === 'boolean' ? Number(entry) : entry;
      if (!fits(place, scalar)) checkRange(place.leaf, scalar);
    }
    at = 0;
    for (const { array, index } of this.#places) {
      const scalar = given[at++] ?? 0;
      if (Array.isArray(array)) array[index] = BigInt(scalar);
      else array[index] = Number(scalar) + 0;
    }
  }

  /** The common case, short: plain numbers in range, for one scalar or a vec of them. Says whether it was that. */
  #writeNumbers(value: PortValue): boolean {
    const places = this.#places;
    if (typeof value === 'number') {
      const [place] = places;
      if (place === undefined || this.shape.kind !== 'scalar' || !fits(place, value)) return false;
      place.array[place.index] = value + 0;
      return true;
    }
    if (!this.#isPlainVec || !isArray(value) || value.length !== places.length) return false;
    for (let at = 0; at < places.length; at++) {
      const place = places[at];
      if (place === undefined || !fits(place, value[at])) return false;
    }
    for (let at = 0; at < places.length; at++) {
      const place = places[at];
      if (place !== undefined) place.array[place.index] = Number(value[at]) + 0;
    }
    return true;
  }

  read(): PeekedValue {
    let at = 0;
    return nest(this.shape, ({ leaf }) => {
      const place = this.#places[at++];
      const value = place?.array[place.index] ?? 0;
      return leaf.width <= 32 ? Number(value) : BigInt(value);
    });
  }

  /** All bits as one unsigned number, packed as they are in Verilog. */
  readBits(): bigint {
    let bits = 0n;
    let low = 0n;
    const places = new Map(this.#places.map(place => [place.leaf, place]));
    for (const { leaf } of packingOf(this.shape)) {
      const place = places.get(leaf);
      bits |= BigInt.asUintN(leaf.width, BigInt(place?.array[place.index] ?? 0)) << low;
      low += BigInt(leaf.width);
    }
    return bits;
  }

  /** @throws RangeError beyond 53 bits */
  readNumbers(): number[] {
    return this.#places.map(({ array, index }) => {
      if (Array.isArray(array)) throw new RangeError(`${this.name} does not fit a number: use peek.`);
      return array[index] ?? 0;
    });
  }
}

/** Whether a value is a number that can be stored as it is; what is kept as a bigint never is. */
const fits = ({ array, low, high }: Place, value: unknown): boolean =>
  typeof value === 'number' && value >= low && value <= high && Number.isInteger(value) && !Array.isArray(array);

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
      hint: '',
    });
}

/** Names and directions of a design's ports, a struct as one port and as one for every field. */
export function portNames({ ports }: BoundDesign): ReadonlyMap<string, 'input' | 'output'> {
  const names = new Map<string, 'input' | 'output'>();
  for (const { name, direction, declaration } of ports) {
    names.set(name, direction);
    if (declaration.field !== undefined)
      names.set(declaration.stream === undefined ? declaration.field.of : `${declaration.field.of}_bits`, direction);
  }
  return names;
}

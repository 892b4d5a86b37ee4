import type { Bits, Representation } from './representation.ts';
import { representation } from './representation.ts';

/** Arrays of values, one for each representation. */
export interface Values {
  readonly int: Int32Array;
  readonly float: Float64Array;
  readonly big: bigint[];
}

export interface Slot {
  readonly kind: Representation;
  readonly index: number;
}

/** Gives out slots in arrays that are made when all are known. */
export class SlotAllocator {
  readonly #used: Record<Representation, number> = { int: 0, float: 0, big: 0 };

  add(bits: Bits): Slot {
    const kind = representation(bits);
    return { kind, index: this.#used[kind]++ };
  }

  make(): Values {
    const { int, float, big } = this.#used;
    return { int: new Int32Array(int), float: new Float64Array(float), big: new Array<bigint>(big).fill(0n) };
  }
}

/** `count` values of one type. */
export function makeArray(bits: Bits, count: number): Int32Array | Float64Array | bigint[] {
  const kind = representation(bits);
  if (kind === 'int') return new Int32Array(count);
  return kind === 'float' ? new Float64Array(count) : new Array<bigint>(count).fill(0n);
}

export function writeSlot(values: Values, { kind, index }: Slot, value: bigint): void {
  if (kind === 'big') values.big[index] = value;
  else values[kind][index] = Number(value);
}

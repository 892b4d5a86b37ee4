import { fail } from './diagnostics/diagnostic.ts';
import { refuse, requireHardwareType } from './given.ts';
import { IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { Param } from './params.ts';
import { CallSite, inOneCall } from './source/location.ts';

/**
 * A width that only elaboration can prove, such as that of a sum. It fits any width in the type checker, so that no
 * right program is rejected; every use is proved, or refused with a diagnostic, when the module is elaborated.
 */
// biome-ignore lint/suspicious/noExplicitAny: the one deliberate hole; see the comment above
export type UnprovedWidth = any;

/** Widths that the type checker can tell apart: literals and parameters. All others are proved at elaboration. */
export type Known<W extends Width> = W extends number
  ? number extends W
    ? UnprovedWidth
    : W
  : W extends Param<infer N>
    ? string extends N
      ? UnprovedWidth
      : W
    : UnprovedWidth;

export interface UIntType<W extends Width = Width> {
  readonly kind: 'uint';
  readonly width: W;
}

export interface SIntType<W extends Width = Width> {
  readonly kind: 'sint';
  readonly width: W;
}

export interface BoolType {
  readonly kind: 'bool';
  readonly width: 1;
}

/** Fields of a struct, by name; the first has the high bits. */
export interface StructFields {
  readonly [name: string]: HwType;
}

/**
 * Named values side by side. A struct is taken apart where it is declared: what is declared is one signal for every
 * field, a vec of structs is one vec for every field, and nothing behind the description knows of structs.
 */
export interface StructType<F extends StructFields = UnprovedElement> {
  readonly kind: 'struct';
  readonly fields: F;
  readonly width: Width;
}

/** One of several named values, each with a code of its own. */
export interface EnumType<S extends string = UnprovedElement> {
  readonly kind: 'enum';
  readonly width: number;
  readonly names: readonly S[];
  readonly codes: Readonly<Record<S, bigint>>;
  /** Whether every code has exactly one bit, so that asking for a name asks for one bit. */
  readonly oneHot: boolean;
  /** In front of its names in the output, where they are taken. */
  readonly label?: string;
}

export interface VecType<E extends HwType = UnprovedElement> {
  readonly kind: 'vec';
  readonly length: Width;
  readonly element: E;
  readonly width: Width;
}

/** What a vec, a struct or an enumeration is made of, where only its being one is known. */
type UnprovedElement = UnprovedWidth;

/** The type of a hardware value. */
export type HwType = UIntType | SIntType | BoolType | EnumType | VecType | StructType;

/** More bits than any tool takes. */
const MOST_BITS = 2 ** 31 - 1;

function legalWidth(width: Width): Width {
  if (typeof width !== 'number' && !(width instanceof IntExpr))
    refuse('A width', 'a whole number or a parameter expression', width, '');
  const constant = typeof width === 'number' ? width : width.constant;
  if (constant !== undefined && (!Number.isSafeInteger(constant) || constant < 1))
    fail('zero-width', { width: String(constant), detail: '' }, [{ location: new CallSite().location, message: '' }]);
  if (constant !== undefined && constant > MOST_BITS)
    fail('constant-out-of-range', { value: String(constant), type: 'a width', low: '1', high: '2^31 - 1', hint: '' }, [
      { location: new CallSite().location, message: '' },
    ]);
  return constant ?? width;
}

/** Types of numbers by their width: few widths are those of most values, whose types are then one object. */
class NumberTypes<K extends 'uint' | 'sint'> {
  readonly #kind: K;
  readonly #ofNumbers = new Map<number, { readonly kind: K; readonly width: Width }>();
  readonly #ofExpressions = new WeakMap<IntExpr, { readonly kind: K; readonly width: Width }>();

  constructor(kind: K) {
    this.#kind = kind;
  }

  of(given: Width): { readonly kind: K; readonly width: Width } {
    const width = legalWidth(given);
    const known = typeof width === 'number' ? this.#ofNumbers.get(width) : this.#ofExpressions.get(width);
    if (known !== undefined) return known;
    const type = { kind: this.#kind, width };
    if (typeof width === 'number') this.#ofNumbers.set(width, type);
    else if (width.tree.kind === 'atom') this.#ofExpressions.set(width, type);
    return type;
  }
}

const unsigned = new NumberTypes('uint');
const signed = new NumberTypes('sint');

/** Unsigned integer of `width` bits. */
export function uint<const W extends Width>(width: W): UIntType<Known<W>>;
export function uint(width: Width): UIntType {
  return unsigned.of(width);
}

/** Signed integer of `width` bits, two's complement. */
export function sint<const W extends Width>(width: W): SIntType<Known<W>>;
export function sint(width: Width): SIntType {
  return signed.of(width);
}

/** One bit that is true or false. */
export const bool: BoolType = { kind: 'bool', width: 1 };

/** `length` elements of one type, index 0 in the low bits. */
export function vec<E extends HwType>(length: Width, element: E): VecType<E> {
  legalWidth(length);
  requireHardwareType(element);
  const isKnown = typeof length === 'number' && typeof element.width === 'number';
  const total = isKnown
    ? toExpr(length).times(element.width)
    : inOneCall(vec, () => toExpr(length).times(element.width));
  return { kind: 'vec', length, element, width: total.constant ?? total };
}

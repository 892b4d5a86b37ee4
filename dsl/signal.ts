import type { Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import type {
  BoolType,
  EnumType,
  HwType,
  Known,
  SIntType,
  StructFields,
  StructType,
  UIntType,
  UnprovedWidth,
  VecType,
} from './types.ts';

/** A hardware value as an operand: enough to use it, not to choose its operations. */
export interface Operand<T> {
  readonly valueKind: 'hardware';
  readonly type: T;
  readonly node: Node;
  /** What the value is made of: itself, or the fields of a struct. */
  readonly nodes: readonly Node[];
}

/** A constant where a value of type T is expected. */
export type Constant<T> = T extends BoolType
  ? boolean
  : T extends EnumType<infer S>
    ? S
    : T extends StructType<infer F>
      ? { readonly [K in keyof F]: Source<F[K]> }
      : T extends VecType
        ? never
        : number | bigint | Exclude<Width, number>;

/** A value or a constant of type T; a struct can be given field by field. */
export type Source<T> = Operand<T> | Constant<T>;

/** What a value of type T can be given to; a struct can be given field by field. */
export type Target<T> =
  | Operand<T>
  | (T extends StructType<infer F> ? { readonly [K in keyof F]: Target<F[K]> } : never);

interface Base<T> extends Operand<T> {
  /** Gives an output, a register or a wire, or an element or bits of one, its value; the last assignment wins. */
  set(value: Source<T>): void;
}

interface Comparable<T> {
  eq(other: Source<T>): Signal<BoolType>;
  ne(other: Source<T>): Signal<BoolType>;
}

interface BoolOperations extends Comparable<BoolType> {
  and(other: Source<BoolType>): Signal<BoolType>;
  or(other: Source<BoolType>): Signal<BoolType>;
  xor(other: Source<BoolType>): Signal<BoolType>;
  not(): Signal<BoolType>;
  /** The bit as a uint of one bit. */
  asUint(): Signal<UIntType<1>>;
}

/** Operands that arithmetic accepts: any width of the same signedness. */
type AnyWidth<T> = T extends SIntType ? SIntType<UnprovedWidth> : UIntType<UnprovedWidth>;
type Resized<T, W extends Width> = T extends SIntType ? SIntType<W> : UIntType<W>;
type Grown<T> = Signal<Resized<T, UnprovedWidth>>;

/** How a rounding shift treats what it shifts out: half upwards, or half to even. */
export type Rounding = 'half-up' | 'half-even';

interface NumberOperations<T extends HwType> {
  eq(other: Source<AnyWidth<T>>): Signal<BoolType>;
  ne(other: Source<AnyWidth<T>>): Signal<BoolType>;
  lt(other: Source<AnyWidth<T>>): Signal<BoolType>;
  le(other: Source<AnyWidth<T>>): Signal<BoolType>;
  gt(other: Source<AnyWidth<T>>): Signal<BoolType>;
  ge(other: Source<AnyWidth<T>>): Signal<BoolType>;
  /** The exact sum: one bit wider than the wider operand. */
  add(other: Source<AnyWidth<T>>): Grown<T>;
  /** The exact difference, signed: one bit wider than the wider operand. */
  sub(other: Source<AnyWidth<T>>): Signal<SIntType<UnprovedWidth>>;
  /** The exact product: the sum of the widths. */
  mul(other: Source<AnyWidth<T>>): Grown<T>;
  /** The exact negation, signed: one bit wider. */
  negate(): Signal<SIntType<UnprovedWidth>>;
  /** The sum without its carry: as wide as the wider operand. */
  addWrap(other: Source<AnyWidth<T>>): Signal<Resized<T, UnprovedWidth>>;
  /** The difference without its borrow: as wide as the wider operand. */
  subWrap(other: Source<AnyWidth<T>>): Signal<Resized<T, UnprovedWidth>>;
  /** One more, wrapping. */
  inc(): Signal<T>;
  /** One less, wrapping. */
  dec(): Signal<T>;
  min(other: Source<AnyWidth<T>>): Signal<Resized<T, UnprovedWidth>>;
  max(other: Source<AnyWidth<T>>): Signal<Resized<T, UnprovedWidth>>;
  /** Bitwise, on operands of one width. */
  and(other: Source<T>): Signal<T>;
  or(other: Source<T>): Signal<T>;
  xor(other: Source<T>): Signal<T>;
  not(): Signal<T>;
  /** Whether all, any, or an odd number of the bits are 1. */
  reduceAnd(): Signal<BoolType>;
  reduceOr(): Signal<BoolType>;
  reduceXor(): Signal<BoolType>;
  /** `width` bits or more, the value kept: the sign or zeros in front. */
  extend<const W extends Width>(width: W): Signal<Resized<T, Known<W>>>;
  /** The low `width` bits. */
  truncate<const W extends Width>(width: W): Signal<Resized<T, Known<W>>>;
  /** Extended or truncated to `width`, whichever the parameters ask for. */
  fit<const W extends Width>(width: W): Signal<Resized<T, Known<W>>>;
  /** Clamped to what `width` bits hold; `width` must be less than the value's own. */
  saturate<const W extends Width>(width: W): Signal<Resized<T, Known<W>>>;
  /** Divided by 2^amount and rounded; exact: `width - amount + 1` bits. `amount` is 1 or more. */
  shiftRightRound(amount: Width, rounding: Rounding): Grown<T>;
  /** Times 2^amount: `amount` bits wider. */
  shiftLeftBy(amount: Width): Grown<T>;
  /** Divided by 2^amount, rounded down: `amount` bits narrower. */
  shiftRightBy(amount: Width): Grown<T>;
  /** Shifted by a value or a number, the width kept: 0 from the width on. */
  shiftLeft(amount: Width | Operand<UIntType<UnprovedWidth>>): Signal<T>;
  /** Shifted by a value or a number, the width kept: 0, or the sign, from the width on. */
  shiftRight(amount: Width | Operand<UIntType<UnprovedWidth>>): Signal<T>;
  /** Bit `index`, 0 the lowest: a parameter expression, a loop index, or a value; beyond the width it is undefined. */
  bit(index: Width | Operand<UIntType<UnprovedWidth>>): Signal<BoolType>;
  /** `width` bits from bit `low` up. */
  slice(low: Width, width: Width): Signal<UIntType<UnprovedWidth>>;
}

interface UIntOperations<T extends UIntType> extends NumberOperations<T> {
  /** One more, but 0 after `modulus - 1`. */
  incMod(modulus: Width): Signal<T>;
  /** Shifted one bit up, with `bit` in the lowest place; the highest bit drops out. */
  shiftIn(bit: Operand<BoolType>): Signal<T>;
  /** The same bits, signed. */
  asSint(): Signal<SIntType<T['width']>>;
  /** The same value, signed: one bit wider. */
  toSint(): Signal<SIntType<UnprovedWidth>>;
  /** A uint of one bit as a bool. */
  asBool(): Signal<BoolType>;
}

interface SIntOperations<T extends SIntType> extends NumberOperations<T> {
  /** The same bits, unsigned. */
  asUint(): Signal<UIntType<T['width']>>;
}

interface EnumOperations<S extends string> extends Comparable<EnumType<S>> {
  /** Whether the value is the one of that name: the same as `eq(name)`. */
  is(name: NoInfer<S>): Signal<BoolType>;
  /** The code of the value. */
  asUint(): Signal<UIntType<UnprovedWidth>>;
}

/** The fields, by name. */
type StructOperations<F extends StructFields> = Comparable<StructType<F>> & {
  readonly [K in keyof F]: Signal<F[K]>;
};

/** What brackets on a vec give: nothing that can be used, and a name that says why. */
interface ElementsAreReadByAt {
  readonly problem: 'use .at(index)';
}

interface VecOperations<E extends HwType> {
  /** Element `index`: a parameter expression, a loop index, or a value; beyond the length it is undefined. */
  at(index: Width | Operand<UIntType<UnprovedWidth>>): Signal<E>;
  /** Brackets do not read a vec: the type says what does. */
  readonly [index: number]: ElementsAreReadByAt;
}

/** A hardware value; its type says what can be done with it, so that misuse is an error in the editor. */
export type Signal<T extends HwType> = Base<T> &
  (T extends BoolType
    ? BoolOperations
    : T extends UIntType
      ? UIntOperations<T>
      : T extends SIntType
        ? SIntOperations<T>
        : T extends EnumType<infer S>
          ? EnumOperations<S>
          : T extends StructType<infer F>
            ? StructOperations<F>
            : T extends VecType<infer E>
              ? VecOperations<E>
              : never);

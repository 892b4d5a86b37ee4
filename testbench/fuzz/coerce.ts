import {
  constant,
  type HwType,
  indexWidth,
  mux,
  type Operand,
  pack,
  uint,
  unpack,
  type VecType,
  type Width,
} from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import type { BoolType, UIntType, UnprovedWidth } from '../../dsl/types.ts';
import {
  call,
  integer,
  integerText,
  leastBits,
  type Said,
  type Scribe,
  typeText,
  type Value,
  whole,
} from './scribe.ts';

export type Uint = UIntType<UnprovedWidth>;
export const isBool = (operand: Operand<HwType>): operand is Operand<BoolType> => operand.type.kind === 'bool';
export const isUint = (operand: Operand<HwType>): operand is Operand<Uint> => operand.type.kind === 'uint';
export const isVec = (operand: Operand<HwType>): operand is Operand<VecType> => operand.type.kind === 'vec';

export const isScalar = ({ said }: Value): boolean => !isVec(said);

/** Any scalar as a bool, in one of several ways. */
export function toBool(value: Value, variant = 0): Said<Operand<BoolType>> {
  const { said, text } = value;
  if (isBool(said)) return { said, text };
  const ways = [
    () => call(value, 'ne', whole(0n)),
    () => call(value, 'bit', integer(0)),
    () => call(value, 'reduceXor'),
    () => call(value, 'reduceOr'),
  ];
  const made = (ways[variant % ways.length] ?? toBool)(value);
  return toBool(made);
}

/** Any scalar as a number. */
export const toNumber = (value: Value): Value => (isBool(value.said) ? call(value, 'asUint') : value);

/** Any scalar as a number of this signedness. */
export function toKind(value: Value, kind: 'uint' | 'sint', variant = 0): Value {
  const number = toNumber(value);
  if (number.said.type.kind === kind) return number;
  if (kind === 'uint') return call(number, 'asUint');
  return call(number, variant % 2 === 0 ? 'asSint' : 'toSint');
}

export function toUint(value: Value, width?: Width): Said<Operand<Uint>> {
  const number = toKind(value, 'uint');
  const { said, text } = width === undefined ? number : call(number, 'fit', integer(width));
  if (!isUint(said)) throw new Error('asUint gives no uint');
  return { said, text };
}

/** Any value, vecs included, as a value of this type. */
export function coerce(value: Value, type: HwType, variant = 0): Value {
  const scalar = isVec(value.said) ? packed(value) : value;
  if (type.kind === 'bool') return toBool(scalar, variant);
  if (type.kind === 'uint' || type.kind === 'sint')
    return call(toKind(scalar, type.kind, variant), 'fit', integer(type.width));
  const bits = toUint(scalar, type.width);
  return { said: unpack(type, bits.said), text: `unpack(${typeText(type)}, ${bits.text})` };
}

export const packed = (value: Value): Value => ({ said: pack(value.said), text: `pack(${value.text})` });

/** The nearest constant that the type holds at every binding. */
export function constantOf(type: HwType, value: bigint, moreBits = 0): Said<bigint | boolean> {
  if (type.kind === 'bool') return { said: value % 2n !== 0n, text: String(value % 2n !== 0n) };
  const bits = leastBits(type) + moreBits;
  return whole(type.kind === 'sint' ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
}

export function literal(type: HwType, value: bigint): Value {
  const { said, text } = constantOf(type, value);
  if (type.kind === 'bool' && typeof said === 'boolean')
    return { said: constant(type, said), text: `constant(bool, ${text})` };
  if ((type.kind !== 'uint' && type.kind !== 'sint') || typeof said !== 'bigint') throw new Error('no scalar type');
  return { said: constant(type, said), text: `constant(${typeText(type)}, ${text})` };
}

/** A value as an index below `length`. */
export function toIndex(scribe: Scribe, value: Value, length: Width): Said<Operand<Uint>> {
  const bits = indexWidth(length);
  const index = toUint(value, bits.constant ?? bits);
  const count = toExpr(length).constant;
  if (count !== undefined && count > 1 && (count & (count - 1)) === 0) return index;
  const { said, text } = scribe.named(index, 'index');
  if (!isUint(said)) throw new Error('an index is a uint');
  const inside = toBool(call({ said, text }, 'lt', integer(length)));
  return { said: mux(inside.said, said, 0), text: `mux(${inside.text}, ${text}, 0)` };
}

/** A uint constant for a parameter or an index, which has at most 6 bits. */
export const parameterConstant = (parameter: Said<Width>): Value => ({
  said: constant(uint(6), parameter.said),
  text: `constant(uint(6), ${parameter.text})`,
});

export { integerText };

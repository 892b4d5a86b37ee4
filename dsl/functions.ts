import { requireType } from './conformance.ts';
import { context } from './context.ts';
import type { IntExpr } from './ir/integer.ts';
import * as op from './operations.ts';
import type { Constant, Operand, Signal, Source } from './signal.ts';
import {
  type BoolType,
  bool,
  type HwType,
  type UIntType,
  type UnprovedWidth,
  uint,
  type VecType,
  vec,
} from './types.ts';
import { operandNode, signalOf, sourceNode } from './value.ts';

/** `whenTrue` in the cycles in which `condition` holds, else `whenFalse`; numbers take the wider width. */
export function mux<T extends HwType>(
  condition: Operand<BoolType>,
  whenTrue: Constant<NoInfer<T>>,
  whenFalse: Operand<T>,
): Signal<T>;
export function mux<T extends HwType>(
  condition: Operand<BoolType>,
  whenTrue: Operand<T>,
  whenFalse: Operand<NoInfer<T>> | Constant<NoInfer<T>>,
): Signal<T>;
export function mux(condition: Operand<BoolType>, whenTrue: Source<HwType>, whenFalse: Source<HwType>): unknown {
  const type = typeOf(whenTrue) ?? typeOf(whenFalse) ?? bool;
  const node = op.mux(operandNode(condition), sourceNode(whenTrue, type), sourceNode(whenFalse, type));
  return signalOf(node.type, node);
}

const typeOf = (source: Source<HwType>): HwType | undefined =>
  typeof source === 'object' && source.valueKind === 'hardware' ? source.type : undefined;

/** The bits of the values side by side, the first in the high bits. */
export function cat(...values: readonly Operand<HwType>[]): Signal<UIntType<UnprovedWidth>> {
  const node = op.concat(values.map(value => packed(value)));
  return signalOf(uint<UnprovedWidth>(node.type.width), node);
}

const packed = (value: Operand<HwType>) => op.cast(operandNode(value), uint(value.type.width));

/** All bits of a value as a uint; a vec's index 0 is in the low bits. */
export function pack(value: Operand<HwType>): Signal<UIntType<UnprovedWidth>> {
  const node = packed(value);
  return signalOf(uint<UnprovedWidth>(node.type.width), node);
}

/** The bits of a uint as a value of `type`, which has as many. */
export function unpack<T extends HwType>(type: T, bits: Operand<UIntType<UnprovedWidth>>): Signal<T> {
  requireType('unpack', uint(type.width), bits.type);
  return signalOf(type, op.cast(operandNode(bits), type));
}

/** A value of all zero bits. */
export function zero<T extends HwType>(type: T): Signal<T> {
  const ctx = context('zero');
  return signalOf(type, ctx.node({ kind: 'literal', type, value: 0n }, ctx.root));
}

/** A constant as a value of `type`. */
export function constant<T extends HwType>(type: T, value: number | bigint | IntExpr): Signal<T> {
  return signalOf(type, sourceNode(value, type));
}

/** A vec of the elements given, index 0 first, each of type `element`. */
export function vecOf<E extends HwType>(element: E, elements: readonly Source<NoInfer<E>>[]): Signal<VecType<E>>;
export function vecOf(element: HwType, elements: readonly Source<HwType>[]): unknown {
  const type = vec(elements.length, element);
  const nodes = elements.map(source => {
    const node = sourceNode(source, element);
    requireType('vecOf', element, node.type);
    return node;
  });
  return signalOf(type, context('vecOf').node({ kind: 'vec', type, elements: nodes }));
}

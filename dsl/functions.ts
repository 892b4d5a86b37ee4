import { requireType } from './conformance.ts';
import { literal, namedLiteral } from './constants.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { restingName } from './enumeration.ts';
import { requireHardwareType, requireList } from './given.ts';
import type { IntExpr, Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import * as op from './operations.ts';
import { packFields, unpackFields } from './packing.ts';
import type { Constant, Operand, Signal, Source } from './signal.ts';
import { inOneCall } from './source/location.ts';
import {
  type AnySource,
  isOperand,
  operandNode,
  operandNodes,
  requireOperand,
  sourceNode,
  sourceNodes,
} from './sources.ts';
import { isComposite, leavesOf } from './struct.ts';
import {
  type BoolType,
  bool,
  type HwType,
  type Known,
  sint,
  type UIntType,
  type UnprovedWidth,
  uint,
  type VecType,
  vec,
} from './types.ts';
import { signalOf, signalOfNodes } from './value.ts';

/** `whenTrue` in the cycles in which `condition` holds, else `whenFalse`; numbers take the wider width. */
export function mux<T extends HwType>(
  condition: Operand<BoolType>,
  whenTrue: Operand<T> | Constant<NoInfer<T>>,
  whenFalse: Operand<T> | Constant<NoInfer<T>>,
): Signal<T>;
export function mux(condition: Operand<BoolType>, whenTrue: Source<HwType>, whenFalse: Source<HwType>): unknown {
  return inOneCall(mux, () =>
    choose(
      'mux',
      operandNode(condition),
      whenTrue,
      whenFalse,
      typeOf(whenTrue) ?? typeOf(whenFalse) ?? bothBool(whenTrue, whenFalse),
    ),
  );
}

/** The type of two constants is known of bools only. */
function bothBool(whenTrue: AnySource, whenFalse: AnySource): BoolType {
  if (typeof whenTrue === 'boolean' && typeof whenFalse === 'boolean') return bool;
  return fail(
    'type-mismatch',
    {
      operation: 'mux',
      expected: 'a value to choose',
      actual: 'two constants, which have no type',
      suggestion: '`constant(type, value)` gives one of them a type.',
    },
    [callLabel()],
  );
}

const typeOf = (source: AnySource): HwType | undefined => (isOperand(source) ? source.type : undefined);

/** One of two values, chosen by a bool; structs field by field. */
export function choose(
  operation: string,
  condition: Node,
  whenTrue: AnySource,
  whenFalse: AnySource,
  type: HwType,
): Operand<HwType> {
  if (!isComposite(type)) {
    const node = op.mux(condition, sourceNode(whenTrue, type), sourceNode(whenFalse, type));
    return signalOf(node.type, node);
  }
  const { diagnostics } = context(operation);
  const before = diagnostics.length;
  for (const source of [whenTrue, whenFalse]) if (isOperand(source)) requireType(operation, type, source.type);
  if (diagnostics.length > before) return zero(type);
  const others = sourceNodes(whenFalse, type);
  return signalOfNodes(
    type,
    sourceNodes(whenTrue, type).map((node, position) => op.mux(condition, node, others[position] ?? node)),
  );
}

/** The bits of the values side by side, the first in the high bits. */
export function cat(...values: readonly Operand<HwType>[]): Signal<UIntType<UnprovedWidth>> {
  const node = inOneCall(cat, () => op.concat(values.map(value => packed(value))));
  return signalOf(uint<UnprovedWidth>(node.type.width), node);
}

function packed(value: Operand<HwType>): Node {
  requireOperand(value);
  return isComposite(value.type)
    ? packFields(value.type, operandNodes(value))
    : op.cast(operandNode(value), uint(value.type.width));
}

/** All bits of a value as a uint; a vec's index 0 is in the low bits, a struct's first field in the high bits. */
export function pack(value: Operand<HwType>): Signal<UIntType<UnprovedWidth>> {
  const node = inOneCall(pack, () => packed(value));
  return signalOf(uint<UnprovedWidth>(node.type.width), node);
}

/** The bits of a uint as a value of `type`, which has as many. */
export function unpack<T extends HwType>(type: T, bits: Operand<UIntType<UnprovedWidth>>): Signal<T> {
  requireHardwareType(type);
  requireOperand(bits);
  requireType('unpack', uint(type.width), bits.type);
  const node = operandNode(bits);
  return isComposite(type) ? signalOfNodes(type, unpackFields(type, node)) : signalOf(type, op.cast(node, type));
}

/** `width` copies of a bit: all ones where it is true. */
export function fill<const W extends Width>(bit: Operand<BoolType> | boolean, width: W): Signal<UIntType<Known<W>>>;
export function fill(bit: Operand<BoolType> | boolean, width: Width): unknown {
  return inOneCall(fill, () => {
    const one = op.cast(op.cast(sourceNode(bit, bool), uint(1)), sint(1));
    const copies = isOperand(bit) ? op.resize(one, width) : literal(sint(width), bit ? -1n : 0n);
    return signalOf(uint(width), op.cast(copies, uint(width)));
  });
}

/** A value of all zero bits; of an enumeration without a code 0, its first name. */
export function zero<T extends HwType>(type: T): Signal<T> {
  return signalOfNodes(type, zeroNodes(type));
}

function zeroNodes(type: HwType): readonly Node[] {
  const ctx = context('zero');
  return leavesOf(type).map(({ type: leaf }) =>
    leaf.kind === 'enum'
      ? namedLiteral(leaf, restingName(leaf))
      : ctx.node({ kind: 'literal', type: leaf, value: 0n }, ctx.root),
  );
}

/** A constant as a value of `type`. */
export function constant<T extends HwType>(type: T, value: Constant<T> | number | bigint | IntExpr): Signal<T>;
export function constant(type: HwType, value: AnySource): unknown {
  requireHardwareType(type);
  return signalOfNodes(type, sourceNodes(value, type));
}

/** A vec of the elements given, index 0 first, each of type `element`. */
export function vecOf<E extends HwType>(element: E, elements: readonly Source<NoInfer<E>>[]): Signal<VecType<E>>;
export function vecOf(element: HwType, elements: readonly AnySource[]): unknown {
  requireList('The elements', elements);
  const type = vec(elements.length, element);
  const given = elements.map(source => {
    const nodes = sourceNodes(source, element);
    if (isOperand(source)) requireType('vecOf', element, source.type);
    return nodes;
  });
  const leaves = leavesOf(type).map((leaf, position) => {
    const nodes = given.flatMap(all => all[position] ?? []);
    return context('vecOf').node({ kind: 'vec', type: leaf.type, elements: nodes });
  });
  return signalOfNodes(type, leaves);
}

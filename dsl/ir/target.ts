import type { Declaration } from './declaration.ts';
import { IntExpr, toExpr } from './integer.ts';
import type { ElementNode, Node } from './node.ts';

/**
 * What an assignment writes: a read of a signal, an element of one, or bits of a number. A bit is a slice cast to bool; one
 * chosen by a value is an element of the number cast to a vec of bools.
 */

/** What a target is a part of; undefined for a whole signal, and for what is no target. */
export function wholeOf(target: Node): Node | undefined {
  if (target.kind === 'element') return target.vector;
  if (target.kind === 'slice') return target.operand;
  if (target.kind !== 'cast') return undefined;
  return isBit(target) || isBits(target) ? target.operand : undefined;
}

/** The target as a part of something else. */
export function withWhole(target: Node, whole: Node): Node {
  if (target.kind === 'element') return { ...target, vector: whole };
  return target.kind === 'slice' || target.kind === 'cast' ? { ...target, operand: whole } : target;
}

type CastNode = Node & { readonly kind: 'cast' };

/** Bit `low` of a number, as a bool. */
const isBit = ({ type, operand }: CastNode): boolean => type.kind === 'bool' && operand.kind === 'slice';

/** All bits of a number, as a vec that a value can index. */
const isBits = ({ type, operand }: CastNode): boolean =>
  type.kind === 'vec' && type.element.kind === 'bool' && (operand.type.kind === 'uint' || operand.type.kind === 'sint');

/** Whether an element is a bit of a number. */
export const isBitOfNumber = ({ vector }: ElementNode): boolean => vector.kind === 'cast' && isBits(vector);

/**
 * Whether an element is a bit of a whole signal that an index cannot miss: a number of two to the `n` bits, and an index of
 * `n`.
 */
export function isCertainBit(element: ElementNode): boolean {
  const { vector, index } = element;
  if (index instanceof IntExpr || vector.kind !== 'cast' || !isBits(vector) || vector.operand.kind !== 'read')
    return false;
  const total = toExpr(vector.operand.type.width).constant;
  const places = toExpr(index.type.width).constant;
  return total !== undefined && places !== undefined && total > 1 && total === 2 ** places;
}

/** The declaration that a target is, or is a part of; undefined for what nothing can be assigned to. */
export function targetSignal(target: Node): Declaration | undefined {
  for (let node: Node | undefined = target; node !== undefined; node = wholeOf(node))
    if (node.kind === 'read') return node.signal;
  return undefined;
}

/** The indices within a target that are values. */
export function dynamicIndices(target: Node): readonly Node[] {
  if (target.kind === 'read') return none;
  const found: Node[] = [];
  for (let node: Node | undefined = target; node !== undefined; node = wholeOf(node))
    if (node.kind === 'element' && !(node.index instanceof IntExpr)) found.push(node.index);
  return found;
}

const none: readonly Node[] = [];

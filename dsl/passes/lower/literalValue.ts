import { toExpr } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';

/**
 * The number that a literal stands for, also one that is cast or brought to another width on the way; undefined for any
 * other node, and where an undecided width decides the number.
 */
export function literalValue(node: Node): bigint | undefined {
  // A literal of an undecided width has bits enough for its value.
  if (node.kind === 'literal')
    return numberOf(node, node.value) ?? (node.type.kind === 'uint' ? node.value : undefined);
  if (node.kind !== 'cast' && node.kind !== 'resize') return undefined;
  const value = literalValue(node.operand);
  if (value === undefined) return undefined;
  return node.kind === 'resize' && node.direction === 'extend' ? value : numberOf(node, value);
}

/** What the low bits of `value` are as a number of the node's type. */
function numberOf({ type }: Node, value: bigint): bigint | undefined {
  const width = toExpr(type.width).constant;
  switch (type.kind) {
    case 'bool':
      return BigInt.asUintN(1, value);
    case 'uint':
      return width === undefined ? undefined : BigInt.asUintN(width, value);
    case 'sint':
      return width === undefined ? undefined : BigInt.asIntN(width, value);
    default:
      return undefined;
  }
}

import type { BoundBinary } from './boundNode.ts';

/** The number that the low bits of `value` stand for in a type. */
export const ranged = (
  { width, signed }: { readonly width: number; readonly signed: boolean },
  value: bigint,
): bigint => (signed ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value));

/** A condition as the number that a bool has. */
export const truth = (value: boolean): bigint => (value ? 1n : 0n);

/** What an operator gives by its definition, of operands in the range of their type. */
export function binaryValue(node: BoundBinary, a: bigint, b: bigint): bigint {
  switch (node.operator) {
    case 'add':
      return ranged(node, a + b);
    case 'sub':
      return ranged(node, a - b);
    case 'mul':
      return ranged(node, a * b);
    case 'and':
      return a & b;
    case 'or':
      return a | b;
    case 'xor':
      return a ^ b;
    case 'eq':
      return truth(a === b);
    case 'ne':
      return truth(a !== b);
    case 'lt':
      return truth(a < b);
    case 'le':
      return truth(a <= b);
    case 'gt':
      return truth(a > b);
    case 'ge':
      return truth(a >= b);
  }
}

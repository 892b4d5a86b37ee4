import type { Node } from '../../dsl/ir/node.ts';
import { operands } from '../../dsl/ir/visit.ts';
import { leastBits, mostBits } from './scribe.ts';

/**
 * How often Icarus up to 12 may compute a value anew where `source` changes once: it passes on what a concatenation gives
 * at every operand that changes, and the extension of a sign is one with as many operands as there are bits to fill
 * (steveicarus/iverilog#1052). In a chain that multiplies at every step.
 */
export function updatesFor(value: Node, source: Node): number {
  const known = new Map<Node, number>([[source, 1]]);
  const updates = (node: Node): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const all = operands(node).reduce((sum, operand) => sum + updates(operand), 0);
    const result = all * (node.kind === 'resize' ? filled(node.type, node.operand.type) : 1);
    known.set(node, result);
    return result;
  };
  return updates(value);
}

/** Operands of the concatenation that brings a value to another type. */
function filled(type: Node['type'], from: Node['type']): number {
  return from.kind === 'sint' ? Math.max(1, mostBits(type) - leastBits(from) + 1) : 1;
}

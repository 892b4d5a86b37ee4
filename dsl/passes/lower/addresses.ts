import type { HwModule, Region } from '../../ir/hwModule.ts';
import type { Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { armStatements, hasMemories, operands, regionsOf, valuesOf } from '../../ir/visit.ts';

/**
 * Addresses of memory words that are computed by operators. Each needs a wire: IEEE 1364-2005 (5.4) cuts an index at its
 * own width, but Icarus 11 keeps the carry of a sum or a difference there, and reads or writes a word that is not meant.
 */
export function computedAddresses({ root }: HwModule): ReadonlySet<Node> {
  const found = new Set<Node>();
  if (!hasMemories(root)) return found;
  const seen = new Set<Node>();
  const add = (address: Node): void => {
    // The wire of a cast has the type of the cast: an index is unsigned.
    if (isComputed(behindCasts(address))) found.add(address);
  };
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'memory-read') add(node.address);
    operands(node).forEach(visit);
  };
  const visitStatement = (statement: Statement): void => {
    if (statement.kind === 'memory-write') add(statement.address);
    valuesOf(statement).forEach(visit);
    armStatements(statement).forEach(visitStatement);
    regionsOf(statement).forEach(visitRegion);
  };
  const visitRegion = (region: Region): void => region.statements.forEach(visitStatement);
  visitRegion(root);
  return found;
}

const behindCasts = (node: Node): Node => (node.kind === 'cast' ? behindCasts(node.operand) : node);

/** Whether the node's own form is an operator: a concatenation, a call and a word of a memory have their own width. */
const isComputed = ({ kind }: Node): boolean =>
  kind === 'binary' || kind === 'unary' || kind === 'mux' || kind === 'shift';

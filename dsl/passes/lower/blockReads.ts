import type { HwModule, Region } from '../../ir/hwModule.ts';
import { IntExpr } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { hasMemories, operands, regionsOf } from '../../ir/visit.ts';
import { assignmentsIn, wireAssignments } from './assignments.ts';
import { nodesBehind } from './registers.ts';

/**
 * Memory reads behind what comes out as a combinational block. Each needs a wire: an `always @*` that reads a memory
 * wakes up for every word of it, of which Icarus warns.
 */
export function memoryReadsInBlocks({ root }: HwModule): ReadonlySet<Node> {
  const found = new Set<Node>();
  if (!hasMemories(root)) return found;
  const seen = new Set<Node>();
  const behind = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'memory-read') found.add(node);
    operands(node).forEach(behind);
  };
  for (const region of regionsIn(root)) {
    for (const node of region.nodes)
      if (node.kind === 'element' && !(node.index instanceof IntExpr)) operands(node).forEach(behind);
    nodesBehind(proceduralStatements(region)).forEach(behind);
  }
  return found;
}

const regionsIn = (region: Region): Region[] => [region, ...region.statements.flatMap(regionsOf).flatMap(regionsIn)];

/** Statements that assign a wire of which parts overlap. */
function proceduralStatements(region: Region): Statement[] {
  const signals = new Set(
    wireAssignments(region)
      .filter(({ isApart }) => !isApart)
      .map(({ signal }) => signal),
  );
  if (signals.size === 0) return [];
  return region.statements.filter(statement => assignmentsIn([statement]).some(({ signal }) => signals.has(signal)));
}

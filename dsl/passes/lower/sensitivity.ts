import type { Node } from '../../ir/node.ts';
import type { AssignStatement, Statement } from '../../ir/statement.ts';
import { operands } from '../../ir/visit.ts';
import { assignmentsIn } from './assignments.ts';

/** Whether a value reads a signal, whatever the parameters are: of a mux that they choose from, on both sides. */
function readsSignal(node: Node): boolean {
  if (node.kind === 'read' || node.kind === 'neighbour' || node.kind === 'memory-read') return true;
  const all = operands(node);
  if (node.kind !== 'mux') return all.some(readsSignal);
  const [condition, ...choices] = all;
  return condition !== undefined && (readsSignal(condition) || choices.every(readsSignal));
}

/**
 * Whether a combinational block with these assignments reads a signal at every binding. `always @*` waits for what it reads
 * (IEEE 1364-2005, 9.7.5): where a tool drops the branches that parameters decide, and nothing is left, it never runs.
 */
export function surelyReads(
  statements: readonly Statement[],
  includes: (statement: AssignStatement) => boolean,
): boolean {
  const reads = (list: readonly Statement[]): boolean => list.some(readsIn);
  const readsIn = (statement: Statement): boolean => {
    if (statement.kind === 'assign') return includes(statement) && readsSignal(statement.value);
    if (statement.kind !== 'when') return false;
    const { arms, otherwise } = statement;
    const [first] = arms;
    if (first !== undefined && readsSignal(first.condition)) return assignmentsIn([statement]).some(includes);
    return arms.every(({ body }) => reads(body)) && reads(otherwise);
  };
  return reads(statements);
}

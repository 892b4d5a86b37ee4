import type { Statement } from '../../ir/statement.ts';

/**
 * Where in its region's order a statement stands: after the last one inside it, because the lanes of a memory are written
 * and read long after their loop was opened.
 */
export function lastId(statement: Statement): number {
  let last = statement.id;
  if (statement.kind === 'when') {
    for (const { body } of statement.arms) last = lastOf(body, last);
    return lastOf(statement.otherwise, last);
  }
  if (statement.kind === 'loop') return lastOf(statement.region.statements, last);
  if (statement.kind === 'choose') for (const { region } of statement.branches) last = lastOf(region.statements, last);
  return last;
}

/** The greatest id among the statements and what is in them, or `least`. */
function lastOf(statements: readonly Statement[], least: number): number {
  let last = least;
  for (const statement of statements) last = Math.max(last, lastId(statement));
  return last;
}

import type { Statement } from '../../ir/statement.ts';
import { regionsOf } from '../../ir/visit.ts';
import { innerStatements } from './usage.ts';

/**
 * Where in its region's order a statement stands: after the last one inside it, because the lanes of a memory are written
 * and read long after their loop was opened.
 */
export function lastId(statement: Statement): number {
  const inner = [...innerStatements(statement), ...regionsOf(statement).flatMap(region => region.statements)];
  return inner.reduce((last, each) => Math.max(last, lastId(each)), statement.id);
}

import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import type { Statement } from '../../ir/statement.ts';
import { type Item, identifier } from '../../ir/verilog.ts';
import { regionsOf } from '../../ir/visit.ts';
import { assignmentsIn } from './assignments.ts';
import type { Frame } from './frame.ts';
import { lastId } from './order.ts';
import { deepStatements } from './registers.ts';

/** What the iterations of a loop have for themselves: a register each, and what it drives. */
export interface OwnedElements {
  readonly declarations: readonly Item[];
  readonly drives: readonly Item[];
  /** Where the last of the registers is written. */
  readonly position: number;
}

export function ownedElements(frame: Frame, loop: Region): OwnedElements {
  const owned = (frame.written.ownedBy.get(loop) ?? []).flatMap(signal => {
    const writer = frame.writers.get(signal);
    return writer?.kind === 'owned' ? [{ signal, target: writer.target }] : [];
  });
  return {
    declarations: owned.map(({ signal, target }) =>
      frame.net('reg', frame.elementName(signal), target.type, { attributes: Object.entries(signal.attributes) }),
    ),
    drives: owned.map(({ signal, target }) => ({
      kind: 'continuous',
      target: frame.values.expression(target),
      value: identifier(frame.elementName(signal)),
    })),
    position: Math.max(
      -1,
      ...loop.statements
        .filter(statement => statement.kind === 'choose' && owned.some(({ signal }) => writesWithin(statement, signal)))
        .map(lastId),
    ),
  };
}

function writesWithin(statement: Statement, signal: Declaration): boolean {
  const all = [statement, ...regionsOf(statement).flatMap(deepStatements)];
  return assignmentsIn(all).some(assignment => assignment.signal === signal);
}

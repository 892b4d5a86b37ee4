import type { Region } from '../../ir/hwModule.ts';
import type { DisplayStatement, Statement as StatementOfRegion } from '../../ir/statement.ts';
import { binary, type Expression, type Item, type Statement, unary } from '../../ir/verilog.ts';
import { armStatements } from '../../ir/visit.ts';
import { procedural } from './assignments.ts';
import { BlockVariables } from './blockVariables.ts';
import { clockedItem, domainText, onlyWhen } from './domain.ts';
import type { Frame } from './frame.ts';

const when = (condition: Expression, body: readonly Statement[]): Statement => ({
  kind: 'if',
  arms: [{ condition, body }],
  otherwise: [],
});

const and = (left: Expression, right: Expression): Expression => binary('&&', left, right);

const negated = (condition: Expression): Expression =>
  condition.kind === 'unary' && condition.operator === '!' ? condition.operand : unary('!', condition);

/** Assertions of a region: properties for formal tools, messages for simulators, nothing for synthesis. */
export function assertionItems(frame: Frame, region: Region): Item[] {
  const formal: Item[] = [];
  const simulation: Item[] = [];
  for (const statement of region.statements) {
    if (statement.kind !== 'assertion') continue;
    const { check, message, domain } = statement;
    const text = domainText(frame, domain);
    const { reset, enable } = text;
    const running = reset === undefined ? enable : enable === undefined ? reset.isOver : and(reset.isOver, enable);
    // One net that resets at once here and is read at the clock there is what lint tools warn of.
    const clocked = (body: readonly Statement[]): Item =>
      clockedItem(text, true, { integers: [], variables: [], body });
    const condition = frame.values.expression(statement.condition);
    const property: Statement = { kind: 'property', check, condition };
    formal.push(clockedItem(text, false, { integers: [], variables: [], body: onlyWhen(running, [property]) }));
    if (check === 'cover') continue;
    simulation.push(
      clocked([
        when(running === undefined ? negated(condition) : and(running, negated(condition)), [
          { kind: 'task', name: '$display', operands: [`%m: ${message.replaceAll('%', '%%')}`] },
          { kind: 'task', name: '$finish', operands: [] },
        ]),
      ]),
    );
  }
  simulation.push(...displayItems(frame, region));
  return formal.length + simulation.length === 0 ? [] : [{ kind: 'verification', formal, simulation }];
}

/** The lines that a region prints: those of one clock in one block, so that they come in order. */
function displayItems(frame: Frame, region: Region): Item[] {
  const domains = new Set(displaysIn(region.statements).map(({ domain }) => domain));
  return [...domains].map((domain): Item => {
    const text = domainText(frame, domain);
    const { reset, enable } = text;
    const running = reset === undefined ? enable : enable === undefined ? reset.isOver : and(reset.isOver, enable);
    const { values, integers } = frame;
    const used = new BlockVariables(frame, region);
    const body = procedural(region.statements, {
      values,
      integers,
      blocking: false,
      includes: statement => statement.kind === 'display' && statement.domain === domain,
      loopVariable: depth => used.loopVariable(depth),
      depth: 0,
    });
    return clockedItem(text, true, { integers: [], variables: [], body: onlyWhen(running, body) });
  });
}

const displaysIn = (statements: readonly StatementOfRegion[]): DisplayStatement[] =>
  statements.flatMap(statement => (statement.kind === 'display' ? [statement] : displaysIn(armStatements(statement))));

import type { Region } from '../../ir/hw.ts';
import { binary, type Expression, type Item, identifier, type Statement, unary } from '../../ir/verilog.ts';
import type { Frame } from './frame.ts';

const clocked = (statement: Statement): Item => ({
  kind: 'always',
  clock: 'clk',
  integers: [],
  variables: [],
  body: [statement],
});

const when = (condition: Expression, body: readonly Statement[]): Statement => ({
  kind: 'if',
  arms: [{ condition, body }],
  otherwise: [],
});

const negated = (condition: Expression): Expression =>
  condition.kind === 'unary' && condition.operator === '!' ? condition.operand : unary('!', condition);

/** Assertions of a region: properties for formal tools, messages for simulators, nothing for synthesis. */
export function assertionItems(frame: Frame, region: Region): Item[] {
  const formal: Item[] = [];
  const simulation: Item[] = [];
  const running = unary('!', identifier('rst'));
  for (const statement of region.statements) {
    if (statement.kind !== 'assertion') continue;
    const { check, message } = statement;
    const condition = frame.values.expression(statement.condition);
    frame.clockRegions.push(region);
    const property: Statement = { kind: 'property', check, condition };
    frame.resetRegions.push(region);
    formal.push(clocked(when(running, [property])));
    if (check === 'cover') continue;
    simulation.push(
      clocked(
        when(binary('&&', running, negated(condition)), [
          { kind: 'task', name: '$display', operands: [`%m: ${message.replaceAll('%', '%%')}`] },
          { kind: 'task', name: '$finish', operands: [] },
        ]),
      ),
    );
  }
  return formal.length === 0 ? [] : [{ kind: 'verification', formal, simulation }];
}

import type { ClockDomain } from '../../ir/clockDomain.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import type { Statement } from '../../ir/statement.ts';
import { armStatements } from '../../ir/visit.ts';
import type { Frame } from './frame.ts';

/** What one block holds: a domain's registers and memories; where its reset is asynchronous, those that it resets apart. */
export interface BlockGroup {
  readonly domain: ClockDomain | undefined;
  readonly isReset: boolean;
}

export const groupOf = (domain: ClockDomain | undefined, isReset: boolean): BlockGroup => ({
  domain,
  isReset: isReset && domain?.reset?.kind === 'asynchronous',
});

export const isSameGroup = (one: BlockGroup, other: BlockGroup): boolean =>
  one.domain === other.domain && one.isReset === other.isReset;

export const groupOfRegister = ({ domain, reset }: Declaration): BlockGroup => groupOf(domain, reset?.kind === 'value');

/** What a region's clocked blocks hold, in the order of the statements. */
export function groupsOf(frame: Frame, region: Region, registers: readonly Declaration[]): readonly BlockGroup[] {
  if (frame.module.clocks.length === 0) return [groupOf(undefined, false)];
  const groups: BlockGroup[] = [];
  const add = (group: BlockGroup): void => {
    if (!groups.some(other => isSameGroup(group, other))) groups.push(group);
  };
  const visit = (statement: Statement): void => {
    if (statement.kind === 'memory-write') add(groupOf(statement.domain, false));
    armStatements(statement).forEach(visit);
  };
  for (const register of registers) add(groupOfRegister(register));
  region.statements.forEach(visit);
  return groups;
}

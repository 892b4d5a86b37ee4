import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import type { Statement } from '../../ir/statement.ts';
import { regionsOf } from '../../ir/visit.ts';
import { type RegisterWriter, regionsBetween } from './registers.ts';

type ChooseStatement = Statement & { kind: 'choose' };

/** Registers that a branch leaves alone while its siblings write them: they keep the value that the reset gave. */
export interface IdleRegisters {
  /** By branch. */
  readonly branches: ReadonlyMap<Region, readonly Declaration[]>;
  /** By generate if that has no branch for the case that is left. */
  readonly missing: ReadonlyMap<ChooseStatement, readonly Declaration[]>;
}

/** The generate if to which each branch belongs. */
function choicesOf(region: Region, found = new Map<Region, ChooseStatement>()): Map<Region, ChooseStatement> {
  for (const statement of region.statements) {
    if (statement.kind === 'choose') for (const branch of statement.branches) found.set(branch.region, statement);
    for (const inner of regionsOf(statement)) choicesOf(inner, found);
  }
  return found;
}

function note<K>(map: Map<K, Declaration[]>, key: K, signal: Declaration): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [signal]);
  else list.push(signal);
}

/** Where registers stay as they are. */
export function idleRegisters(root: Region, writers: ReadonlyMap<Declaration, RegisterWriter>): IdleRegisters {
  const choices = choicesOf(root);
  const branches = new Map<Region, Declaration[]>();
  const missing = new Map<ChooseStatement, Declaration[]>();
  for (const [signal, writer] of writers) {
    if (writer.kind === 'procedural') continue;
    const home = writer.kind === 'owned' ? writer.loop : signal.region;
    const writing = new Set([...writer.regions].flatMap(region => [...regionsBetween(region, home)]));
    const chosen = new Set([...writing].flatMap(region => choices.get(region) ?? []));
    for (const choice of chosen) {
      for (const { region } of choice.branches) if (!writing.has(region)) note(branches, region, signal);
      if (choice.branches.at(-1)?.condition !== undefined) note(missing, choice, signal);
    }
  }
  return { branches, missing };
}

import type { AssignStatement, Declaration, HwModule, Node, Region, Statement } from '../../ir/hw.ts';
import { assignmentsIn, targetKey } from './assignments.ts';
import { innerRegions } from './usage.ts';

/**
 * Which region's clocked block writes a register.
 *
 * - `direct`: the block of `region`, which no loop separates from the declaration.
 * - `owned`: the block of `region`, a loop's body, writes a register of the iteration's own, which drives its element.
 * - `procedural`: the block where the register is declared, with loops in it.
 */
export type RegisterWriter =
  | { readonly kind: 'direct'; readonly regions: ReadonlySet<Region> }
  | { readonly kind: 'owned'; readonly region: Region; readonly target: Node }
  | { readonly kind: 'procedural'; readonly region: Region };

function collect(region: Region, found: Map<Declaration, Map<Region, AssignStatement[]>>): void {
  for (const assignment of assignmentsIn(region.statements)) {
    if (assignment.signal.role !== 'register') continue;
    const byRegion = found.get(assignment.signal) ?? new Map<Region, AssignStatement[]>();
    found.set(assignment.signal, byRegion);
    byRegion.set(region, [...(byRegion.get(region) ?? []), assignment]);
  }
  for (const inner of region.statements.flatMap(innerRegions)) collect(inner, found);
}

/** Whether a loop lies between a region and the one around it in which a register is declared. */
function crossesLoop(inner: Region, outer: Region): boolean {
  for (let region: Region | undefined = inner; region !== undefined && region !== outer; region = region.parent)
    if (region.kind === 'loop') return true;
  return false;
}

/** Decides for every register that is assigned. */
export function registerWriters(module: HwModule): ReadonlyMap<Declaration, RegisterWriter> {
  const found = new Map<Declaration, Map<Region, AssignStatement[]>>();
  collect(module.root, found);
  const writers = new Map<Declaration, RegisterWriter>();
  for (const [signal, byRegion] of found) {
    const regions = [...byRegion.keys()];
    const looped = regions.filter(region => crossesLoop(region, signal.region));
    const [only] = regions;
    if (looped.length === 0 || only === undefined) writers.set(signal, { kind: 'direct', regions: new Set(regions) });
    else if (regions.length === 1) {
      const assignments = byRegion.get(only) ?? [];
      const keys = new Set(assignments.map(({ target }) => targetKey(target)));
      const [first] = assignments;
      if (keys.size === 1 && first !== undefined)
        writers.set(signal, { kind: 'owned', region: only, target: first.target });
      else writers.set(signal, { kind: 'procedural', region: signal.region });
    } else writers.set(signal, { kind: 'procedural', region: signal.region });
  }
  return writers;
}

/** Whether a statement, or one inside it, assigns a register that `region` writes in a procedural block. */
export function assignsProcedurally(
  statement: Statement,
  region: Region,
  writers: ReadonlyMap<Declaration, RegisterWriter>,
): boolean {
  const all = assignmentsIn([statement, ...innerRegions(statement).flatMap(inner => deepStatements(inner))]);
  return all.some(({ signal }) => {
    const writer = writers.get(signal);
    return writer?.kind === 'procedural' && writer.region === region;
  });
}

/** Statements of a region and of all regions in it. */
export function deepStatements(region: Region): Statement[] {
  return [...region.statements, ...region.statements.flatMap(innerRegions).flatMap(deepStatements)];
}

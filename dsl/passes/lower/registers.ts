import { fail } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { atomExpr, difference, IntExpr, toExpr } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';
import type { AssignStatement, Statement } from '../../ir/statement.ts';
import { armStatements, operands, regionsOf } from '../../ir/visit.ts';
import { assignmentsIn } from './assignments.ts';
import { targetKey } from './targets.ts';
import { readNodes } from './usage.ts';

/**
 * Which clocked blocks write a register.
 *
 * - `direct`: those of `regions`, of which one exists and no loop separates it from the declaration.
 * - `owned`: those of `regions`, the body of `loop` or branches in it, write a register of the iteration's own, which
 *   drives its element. The iterations reach every element.
 * - `procedural`: the block where the register is declared, with loops in it.
 */
export type RegisterWriter =
  | { readonly kind: 'direct'; readonly regions: ReadonlySet<Region> }
  | { readonly kind: 'owned'; readonly regions: ReadonlySet<Region>; readonly loop: Region; readonly target: Node }
  | { readonly kind: 'procedural'; readonly region: Region };

function collect(region: Region, found: Map<Declaration, Map<Region, AssignStatement[]>>): void {
  for (const assignment of assignmentsIn(region.statements)) {
    if (assignment.signal.role !== 'register') continue;
    const byRegion = found.get(assignment.signal) ?? new Map<Region, AssignStatement[]>();
    found.set(assignment.signal, byRegion);
    const known = byRegion.get(region);
    if (known === undefined) byRegion.set(region, [assignment]);
    else known.push(assignment);
  }
  for (const inner of region.statements.flatMap(regionsOf)) collect(inner, found);
}

/** The regions from `inner` up to, and without, `outer`. */
export function* regionsBetween(inner: Region, outer: Region): Generator<Region> {
  for (let region: Region | undefined = inner; region !== undefined && region !== outer; region = region.parent)
    yield region;
}

function innermostLoop(inner: Region, outer: Region): Region | undefined {
  return [...regionsBetween(inner, outer)].find(({ kind }) => kind === 'loop');
}

/** Whether the iterations of `loop`, and of the loops around it, write every element once: `kept.at(r).at(c)`. */
function reachesAll(target: Node, loop: Region, declared: Region): boolean {
  const around = [...regionsBetween(loop, declared)];
  if (around.some(({ kind }) => kind === 'branch')) return false;
  const indices = new Set(around.map(({ index }) => index?.key));
  const slice = target.kind === 'cast' ? target.operand : target;
  let node = slice;
  if (slice.kind === 'slice') {
    // Parts of one width, side by side.
    const width = toExpr(slice.type.width);
    const loopIndex = around.find(
      ({ index }) => index !== undefined && atomExpr(index).times(width).key === slice.low.key,
    );
    const count = loopIndex?.index?.count;
    if (loopIndex?.index === undefined || count === undefined || width.usesIndex) return false;
    if (difference(toExpr(slice.operand.type.width), toExpr(count).times(width)).constant !== 0) return false;
    indices.delete(loopIndex.index.key);
    node = slice.operand;
  }
  while (node.kind === 'element') {
    const { type } = node.vector;
    const tree = node.index instanceof IntExpr ? node.index.tree : undefined;
    if (type.kind !== 'vec' || tree?.kind !== 'atom' || tree.atom.kind !== 'index') return false;
    if (tree.atom.count.key !== toExpr(type.length).key || !indices.delete(tree.atom.key)) return false;
    node = node.vector;
  }
  return node.kind === 'read' && indices.size === 0;
}

/** Whether the reset gives all parts of a register one value, which is 0. */
const hasSameReset = ({ reset }: Declaration): boolean => {
  const value = reset?.kind === 'value' ? reset.value : undefined;
  return value === undefined || value.type.kind === 'vec' || (value.kind === 'literal' && value.value === 0n);
};

/** Refuses what a loop of a clocked block cannot say: it stands outside all generate blocks. */
function requireProcedural(signal: Declaration, regions: readonly Region[]): void {
  const refuse = (operation: string, place: string): never =>
    fail(
      'misplaced-statement',
      { operation, place, suggestion: 'Assign every element in one loop, or declare the register inside it.' },
      [{ location: signal.site?.location, message: 'declared here' }],
    );
  for (const region of regions)
    for (const around of regionsBetween(region, signal.region)) {
      if (around.kind === 'branch')
        refuse(`An assignment to register \`${signal.key}\``, `branch \`${around.label}\` while others write it too`);
      const name = declaredIn(around, region, signal);
      if (name !== undefined)
        refuse(
          `An assignment to some elements of register \`${signal.key}\``,
          `loop \`${around.label}\`, which declares \`${name}\` that it depends on`,
        );
    }
}

/** What a loop declares and the assignments to a register read. */
function declaredIn(loop: Region, region: Region, signal: Declaration): string | undefined {
  for (const node of nodesBehind(region.statements.filter(statement => assigns(statement, signal))))
    if ((node.kind === 'read' || node.kind === 'neighbour') && node.signal.region === loop) return node.signal.key;
  return undefined;
}

const assigns = (statement: Statement, signal: Declaration): boolean =>
  assignmentsIn([statement]).some(assignment => assignment.signal === signal);

/** All nodes that statements depend on. */
export function nodesBehind(statements: readonly Statement[]): ReadonlySet<Node> {
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    operands(node).forEach(visit);
  };
  const visitStatement = (statement: Statement): void => {
    readNodes(statement).forEach(visit);
    armStatements(statement).forEach(visitStatement);
  };
  statements.forEach(visitStatement);
  return seen;
}

/** Nodes of loops that nothing but assignments in procedural loops needs. */
export function nodesOnlyInProcedures(
  root: Region,
  writers: ReadonlyMap<Declaration, RegisterWriter>,
): ReadonlySet<Node> {
  if (![...writers.values()].some(({ kind }) => kind === 'procedural')) return new Set();
  const procedures: Statement[] = [];
  const others: Statement[] = [];
  const sort = (statement: Statement, region: Region): void => {
    const assigned = assignmentsIn([statement]).map(({ signal }) => writers.get(signal));
    const inProcedure = assigned.filter(writer => writer?.kind === 'procedural' && writer.region !== region);
    if (inProcedure.length > 0) procedures.push(statement);
    if (inProcedure.length === 0 || inProcedure.length < assigned.length) others.push(statement);
    for (const inner of regionsOf(statement)) for (const own of inner.statements) sort(own, inner);
  };
  for (const statement of root.statements) sort(statement, root);
  const needed = nodesBehind(others);
  return new Set([...nodesBehind(procedures)].filter(node => !needed.has(node) && node.region.kind === 'loop'));
}

function writerOf(signal: Declaration, byRegion: ReadonlyMap<Region, readonly AssignStatement[]>): RegisterWriter {
  // Most registers are written where they are declared, and there only.
  if (byRegion.size === 1 && byRegion.has(signal.region)) return { kind: 'direct', regions: new Set([signal.region]) };
  const regions = [...byRegion.keys()];
  const loops = new Set(regions.map(region => innermostLoop(region, signal.region)));
  const [loop] = loops;
  if (loops.size === 1 && loop === undefined) return { kind: 'direct', regions: new Set(regions) };
  const targets = new Map([...byRegion.values()].flat().map(({ target }) => [targetKey(target), target]));
  const [target] = targets.values();
  if (loops.size === 1 && loop !== undefined && targets.size === 1 && target !== undefined)
    if (hasSameReset(signal) && reachesAll(target, loop, signal.region))
      return { kind: 'owned', regions: new Set(regions), loop, target };
  requireProcedural(signal, regions);
  return { kind: 'procedural', region: signal.region };
}

/** Decides for every register that is assigned, or at least reset. */
export function registerWriters(module: HwModule): ReadonlyMap<Declaration, RegisterWriter> {
  const found = new Map<Declaration, Map<Region, AssignStatement[]>>();
  collect(module.root, found);
  const writers = new Map([...found].map(([signal, byRegion]) => [signal, writerOf(signal, byRegion)]));
  for (const signal of onlyReset(module.root, found))
    writers.set(signal, { kind: 'direct', regions: new Set([signal.region]) });
  return writers;
}

/** Registers that nothing assigns: the reset gives them the value that they keep. */
function onlyReset(region: Region, assigned: ReadonlyMap<Declaration, unknown>): Declaration[] {
  const own = region.signals.filter(
    signal => signal.role === 'register' && signal.reset?.kind === 'value' && !assigned.has(signal),
  );
  return [...own, ...region.statements.flatMap(regionsOf).flatMap(inner => onlyReset(inner, assigned))];
}

/** Which registers each region's clocked block writes, and which are owned by the iterations of a loop. */
export interface WrittenRegisters {
  readonly in: ReadonlyMap<Region, readonly Declaration[]>;
  readonly ownedBy: ReadonlyMap<Region, readonly Declaration[]>;
}

export function writtenRegisters(writers: ReadonlyMap<Declaration, RegisterWriter>): WrittenRegisters {
  const written = new Map<Region, Declaration[]>();
  const owned = new Map<Region, Declaration[]>();
  const note = (map: Map<Region, Declaration[]>, region: Region, signal: Declaration): void => {
    const list = map.get(region);
    if (list === undefined) map.set(region, [signal]);
    else list.push(signal);
  };
  for (const [signal, writer] of writers) {
    const regions = writer.kind === 'procedural' ? [writer.region] : writer.regions;
    for (const region of regions) note(written, region, signal);
    if (writer.kind === 'owned') note(owned, writer.loop, signal);
  }
  return { in: written, ownedBy: owned };
}

/** Statements of a region and of all regions in it. */
export function deepStatements(region: Region): Statement[] {
  return [...region.statements, ...region.statements.flatMap(regionsOf).flatMap(deepStatements)];
}

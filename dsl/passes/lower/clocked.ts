import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import type { AssignStatement, MemoryWriteStatement, Statement } from '../../ir/statement.ts';
import { type Expression, type Item, identifier, type Statement as VerilogStatement } from '../../ir/verilog.ts';
import { armStatements } from '../../ir/visit.ts';
import { addProcedural, type Procedure, procedural } from './assignments.ts';
import { type BlockGroup, groupOf, groupOfRegister, groupsOf, isSameGroup } from './blockGroup.ts';
import { BlockVariables } from './blockVariables.ts';
import { clockedItem, domainText, onlyWhen } from './domain.ts';
import type { Frame } from './frame.ts';
import { lastId } from './order.ts';
import { proceduralLoop } from './proceduralLoop.ts';
import type { RegisterWriter } from './registers.ts';
import { holdAssignments, keepAssignments, resetAssignments, withReset } from './resets.ts';

/** What a region's clocked block comes to. */
export interface ClockedBlock {
  readonly block: readonly Item[];
  /** Where in the region's order the block stands. */
  readonly position: number;
}

const writesHere = (writer: RegisterWriter | undefined, region: Region): boolean =>
  writer !== undefined && (writer.kind === 'procedural' ? writer.region === region : writer.regions.has(region));

/** The clocked blocks of one region: its registers, its memories, and the loops that write a register of its own. */
export function clockedBlocks(frame: Frame, region: Region): readonly ClockedBlock[] {
  const idle = frame.idle.branches.get(region) ?? [];
  const written = frame.written.in.get(region) ?? [];
  return groupsOf(frame, region, [...written, ...idle]).flatMap(group => {
    if (frame.module.clocks.length === 0) return clockedBlock(frame, region, group, { idle, written }) ?? [];
    const belongs = (signal: Declaration): boolean => isSameGroup(groupOfRegister(signal), group);
    const own = { idle: idle.filter(belongs), written: written.filter(belongs) };
    return clockedBlock(frame, region, group, own) ?? [];
  });
}

function clockedBlock(
  frame: Frame,
  region: Region,
  group: BlockGroup,
  { idle, written }: { readonly idle: readonly Declaration[]; readonly written: readonly Declaration[] },
): ClockedBlock | undefined {
  const { values, integers, writers } = frame;
  const used = new BlockVariables(frame, region);
  const isPlain = frame.module.clocks.length === 0;
  const includes = (statement: Statement): boolean =>
    statement.kind === 'memory-write'
      ? statement.memory.writers === 'priority' && (isPlain || isSameGroup(groupOf(statement.domain, false), group))
      : statement.kind === 'assign' &&
        statement.signal.role === 'register' &&
        writesHere(writers.get(statement.signal), region) &&
        (isPlain || isSameGroup(groupOfRegister(statement.signal), group));
  const redirect = ({ signal }: AssignStatement): Expression | undefined =>
    writers.get(signal)?.kind === 'owned' ? identifier(frame.elementName(signal)) : undefined;
  const loopVariable = (depth: number): string => used.loopVariable(depth);
  const procedure: Procedure = { values, integers, blocking: false, includes, redirect, loopVariable, depth: 0 };
  const body: VerilogStatement[] = [];
  let position = -1;
  for (const statement of region.statements) {
    const before = body.length;
    if (statement.kind === 'loop') body.push(...proceduralLoop(frame, statement, region, procedure, used));
    else addProcedural(statement, procedure, body);
    if (body.length > before) position = Math.max(position, lastId(statement));
  }
  const resets = resetAssignments(frame, [...written, ...idle]);
  body.push(...keepAssignments(frame, idle));
  const text = domainText(frame, group.domain);
  const hasReset = resets.length > 0;
  const whole = withReset(
    text,
    hasReset && body.length === 0 && group.isReset ? holdAssignments(frame, [...written, ...idle]) : body,
    resets,
  );
  if (whole.length === 0) return undefined;
  const needsLabel = used.integers.length > 0 || used.variables.length > 0;
  return {
    block: [
      clockedItem(text, hasReset, {
        ...(needsLabel ? { label: used.name('update') } : {}),
        integers: used.integers,
        variables: used.variables,
        body: whole,
      }),
    ],
    position,
  };
}

/** Clocked blocks with one write each, of memories whose writers never meet: so that every one becomes a port. */
export function writePorts(frame: Frame, region: Region): readonly ClockedBlock[] {
  const ports = writesIn(region.statements).filter(({ memory }) => memory.writers === 'disjoint');
  return ports.map(port => {
    const used = new BlockVariables(frame, region);
    const { values, integers } = frame;
    const includes = (statement: Statement): boolean => statement === port;
    const loopVariable = (depth: number): string => used.loopVariable(depth);
    const body = procedural(region.statements, { values, integers, blocking: false, includes, loopVariable, depth: 0 });
    const text = domainText(frame, port.domain);
    const { integers: counters, variables } = used;
    const whole = onlyWhen(text.enable, body);
    return { block: [clockedItem(text, false, { integers: counters, variables, body: whole })], position: port.id };
  });
}

function writesIn(statements: readonly Statement[]): MemoryWriteStatement[] {
  return statements.flatMap(statement =>
    statement.kind === 'memory-write' ? [statement] : writesIn(armStatements(statement)),
  );
}

/** The clocked blocks for registers of which nothing but the reset is written. */
export function idleItems(frame: Frame, signals: readonly Declaration[]): Item[] {
  const groups: { readonly group: BlockGroup; readonly signals: Declaration[] }[] = [];
  for (const signal of signals) {
    const group = groupOfRegister(signal);
    const known = groups.find(other => isSameGroup(other.group, group));
    if (known === undefined) groups.push({ group, signals: [signal] });
    else known.signals.push(signal);
  }
  return groups.map(({ group, signals: own }) => {
    const text = domainText(frame, group.domain);
    const resets = resetAssignments(frame, own);
    const body = group.isReset ? holdAssignments(frame, own) : keepAssignments(frame, own);
    return clockedItem(text, resets.length > 0, { integers: [], variables: [], body: withReset(text, body, resets) });
  });
}

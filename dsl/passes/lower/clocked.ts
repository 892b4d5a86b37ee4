import type { ClockDomain } from '../../ir/clockDomain.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import { IntExpr, toExpr } from '../../ir/integer.ts';
import type { Node, ResizeNode } from '../../ir/node.ts';
import type { AssignStatement, MemoryWriteStatement, Statement } from '../../ir/statement.ts';
import {
  countingLoop,
  type Expression,
  type Item,
  identifier,
  type Statement as VerilogStatement,
} from '../../ir/verilog.ts';
import { regionsOf } from '../../ir/visit.ts';
import { assignmentsIn, type Procedure, procedural } from './assignments.ts';
import { BlockVariables } from './blockVariables.ts';
import { clockedItem, type DomainText, domainText, onlyWhen } from './domain.ts';
import { dynamicReadStatements } from './dynamicRead.ts';
import type { Frame } from './frame.ts';
import { lastId } from './order.ts';
import { printPlace, sliceOf, wholePlace } from './place.ts';
import { deepStatements, nodesBehind, type RegisterWriter } from './registers.ts';
import { innerStatements } from './usage.ts';

/** What a region's clocked block comes to. */
export interface ClockedBlock {
  readonly block: readonly Item[];
  /** Where in the region's order the block stands. */
  readonly position: number;
}

const writesHere = (writer: RegisterWriter | undefined, region: Region): boolean =>
  writer !== undefined && (writer.kind === 'procedural' ? writer.region === region : writer.regions.has(region));

/** What one block holds: a domain's registers and memories; where its reset is asynchronous, those that it resets apart. */
interface BlockGroup {
  readonly domain: ClockDomain | undefined;
  readonly isReset: boolean;
}

const groupOf = (domain: ClockDomain | undefined, isReset: boolean): BlockGroup => ({
  domain,
  isReset: isReset && domain?.reset?.kind === 'asynchronous',
});

const isSame = (one: BlockGroup, other: BlockGroup): boolean =>
  one.domain === other.domain && one.isReset === other.isReset;

const groupOfRegister = ({ domain, reset }: Declaration): BlockGroup => groupOf(domain, reset?.kind === 'value');

/** What a region's clocked blocks hold, in the order of the statements. */
function groupsOf(frame: Frame, region: Region, registers: readonly Declaration[]): readonly BlockGroup[] {
  if (frame.module.clocks.length === 0) return [groupOf(undefined, false)];
  const groups: BlockGroup[] = [];
  const add = (group: BlockGroup): void => {
    if (!groups.some(other => isSame(group, other))) groups.push(group);
  };
  const visit = (statement: Statement): void => {
    if (statement.kind === 'memory-write') add(groupOf(statement.domain, false));
    innerStatements(statement).forEach(visit);
  };
  for (const register of registers) add(groupOfRegister(register));
  region.statements.forEach(visit);
  return groups;
}

/** The clocked blocks of one region: its registers, its memories, and the loops that write a register of its own. */
export function clockedBlocks(frame: Frame, region: Region): readonly ClockedBlock[] {
  const idle = frame.idle.branches.get(region) ?? [];
  const written = frame.written.in.get(region) ?? [];
  return groupsOf(frame, region, [...written, ...idle]).flatMap(group => {
    const belongs = (signal: Declaration): boolean => isSame(groupOfRegister(signal), group);
    const isPlain = frame.module.clocks.length === 0;
    return (
      clockedBlock(frame, region, group, {
        idle: isPlain ? idle : idle.filter(belongs),
        written: isPlain ? written : written.filter(belongs),
      }) ?? []
    );
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
      ? statement.memory.writers === 'priority' && (isPlain || isSame(groupOf(statement.domain, false), group))
      : statement.kind === 'assign' &&
        statement.signal.role === 'register' &&
        writesHere(writers.get(statement.signal), region) &&
        (isPlain || isSame(groupOfRegister(statement.signal), group));
  const redirect = ({ signal }: AssignStatement): Expression | undefined =>
    writers.get(signal)?.kind === 'owned' ? identifier(frame.elementName(signal)) : undefined;
  const loopVariable = (depth: number): string => used.loopVariable(depth);
  const procedure: Procedure = { values, integers, blocking: false, includes, redirect, loopVariable, depth: 0 };
  const body: VerilogStatement[] = [];
  let position = -1;
  for (const statement of region.statements) {
    const lowered =
      statement.kind === 'loop'
        ? proceduralLoop(frame, statement, region, procedure, used)
        : procedural([statement], procedure);
    if (lowered.length > 0) position = Math.max(position, lastId(statement));
    body.push(...lowered);
  }
  const resets = reset(frame, [...written, ...idle]);
  body.push(...keep(frame, idle));
  const text = domainText(frame, group.domain);
  const hasReset = resets.length > 0;
  const whole = withReset(
    text,
    hasReset && body.length === 0 && group.isReset ? hold(frame, [...written, ...idle]) : body,
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

/** What a block does, with its domain's enable and reset. */
function withReset(
  { reset: by, enable }: DomainText,
  body: readonly VerilogStatement[],
  resets: readonly VerilogStatement[],
): VerilogStatement[] {
  if (by === undefined || resets.length === 0) return onlyWhen(enable, body);
  if (by.kind === 'synchronous') return [...onlyWhen(enable, body), ...onlyWhen(by.isActive, resets)];
  const arms = [{ condition: by.isActive, body: resets }];
  const [only, ...others] = body;
  if (enable === undefined && only?.kind === 'if' && others.length === 0)
    return [{ ...only, arms: [...arms, ...only.arms] }];
  return enable === undefined
    ? [{ kind: 'if', arms, otherwise: body }]
    : [{ kind: 'if', arms: [...arms, { condition: enable, body }], otherwise: [] }];
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
    statement.kind === 'memory-write' ? [statement] : writesIn(innerStatements(statement)),
  );
}

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

/** A generate loop's assignments to a register outside it, as a loop of the clocked block. */
function proceduralLoop(
  frame: Frame,
  statement: Statement & { kind: 'loop' },
  region: Region,
  procedure: Procedure,
  block: BlockVariables,
): VerilogStatement[] {
  if (!assignsHere(frame, statement, region, procedure)) return [];
  const { names } = frame;
  const { statements } = statement.region;
  const variable = procedure.loopVariable(procedure.depth);
  const inner: Procedure = { ...procedure, depth: procedure.depth + 1 };
  return names.withIndex(statement.index.key, variable, () => {
    const count = frame.integers.expression(statement.count);
    const renamed = temporaries(frame, statement.region, region, procedure, block);
    return frame.withWireNames(renamed, () => [
      countingLoop(variable, count, [
        ...[...renamed].flatMap(([node, name]) => define(frame, node, name, inner, block)),
        ...statements.flatMap(own =>
          own.kind === 'loop' ? proceduralLoop(frame, own, region, inner, block) : procedural([own], inner),
        ),
      ]),
    ]);
  });
}

/** Whether a statement is, or contains, an assignment of the block to a register that `region` writes in its loops. */
function assignsHere(frame: Frame, statement: Statement, region: Region, { includes }: Procedure): boolean {
  const all = assignmentsIn([statement, ...regionsOf(statement).flatMap(deepStatements)]);
  return all.some(assignment => {
    const writer = frame.writers.get(assignment.signal);
    return writer?.kind === 'procedural' && writer.region === region && includes(assignment);
  });
}

/** The wires of a loop that its procedural assignments need, as variables of the block. */
function temporaries(
  frame: Frame,
  loop: Region,
  region: Region,
  procedure: Procedure,
  block: BlockVariables,
): ReadonlyMap<Node, string> {
  const assigning = loop.statements.filter(statement => assignsHere(frame, statement, region, procedure));
  const inner = assigning.flatMap(statement => (statement.kind === 'loop' ? deepStatements(statement.region) : []));
  const needed = [...nodesBehind([...assigning, ...inner])]
    .filter(node => node.region === loop && frame.usage.wires.has(node))
    .sort((a, b) => a.id - b.id);
  return new Map(
    needed.map(node => {
      const name = block.name(frame.wireName(node) ?? 'value');
      const type = frame.wireType(node);
      block.variables.push({ name, width: frame.range(type), bits: type.width, signed: type.kind === 'sint' });
      return [node, name];
    }),
  );
}

/** A variable's value. */
function define(
  frame: Frame,
  node: Node,
  name: string,
  { loopVariable, depth }: Procedure,
  block: BlockVariables,
): VerilogStatement[] {
  if (node.kind === 'resize' && node.direction === 'any') return resizeByVariable(frame, node, name, block);
  if (node.kind === 'element' && !(node.index instanceof IntExpr))
    return dynamicReadStatements(frame, node, node.index, name, loopVariable(depth));
  return [{ kind: 'assign', blocking: true, target: identifier(name), value: frame.values.definition(node) }];
}

/**
 * A change of width whose direction the parameters decide. Procedural code has no generate if: the operand is extended by
 * all the bits of the result, into a variable of which the low bits are taken.
 */
function resizeByVariable(frame: Frame, node: ResizeNode, name: string, block: BlockVariables): VerilogStatement[] {
  const { values, integers } = frame;
  const total = toExpr(node.operand.type.width).plus(node.type.width);
  const wide = block.name(`${name}_wide`);
  block.variables.push({ name: wide, width: integers.expression(total), bits: total, signed: false });
  const low = printPlace(sliceOf(wholePlace(identifier(wide), total), toExpr(0), node.type.width), integers);
  return [
    { kind: 'assign', blocking: true, target: identifier(wide), value: values.extended(node.operand, total) },
    { kind: 'assign', blocking: true, target: identifier(name), value: low },
  ];
}

/** Whether a loop does nothing but assign registers that `outer` writes in a procedural loop. */
export function isOnlyProcedural(
  frame: Frame,
  statement: Statement & { kind: 'loop' },
  outer: Region | undefined = statement.region.parent,
): boolean {
  const { region } = statement;
  if (outer === undefined || region.signals.length > 0 || region.memories.length > 0) return false;
  const isProcedural = (inner: Statement): boolean => {
    if (inner.kind === 'when') return innerStatements(inner).every(isProcedural);
    if (inner.kind === 'loop') return isOnlyProcedural(frame, inner, outer);
    if (inner.kind !== 'assign') return false;
    const writer = frame.writers.get(inner.signal);
    return writer?.kind === 'procedural';
  };
  return region.statements.length > 0 && region.statements.every(isProcedural);
}

/** A register as a block writes it. */
interface NamedRegister {
  readonly signal: Declaration;
  readonly name: string;
  readonly isElement: boolean;
}

function named(frame: Frame, signal: Declaration): NamedRegister {
  const isElement = frame.writers.get(signal)?.kind === 'owned';
  return { signal, name: isElement ? frame.elementName(signal) : frame.names.of(signal), isElement };
}

/** Registers that stay as they are: what no reset gives a value keeps the one it has. */
function keep(frame: Frame, idle: readonly Declaration[]): VerilogStatement[] {
  return idle
    .filter(({ reset }) => reset?.kind !== 'value')
    .map(signal => identifier(named(frame, signal).name))
    .map(name => ({ kind: 'assign', blocking: false, target: name, value: name }));
}

/** What the reset does, last of all. */
function reset(frame: Frame, signals: readonly Declaration[]): VerilogStatement[] {
  const { values, writers } = frame;
  return signals
    .map(signal => named(frame, signal))
    .sort((a, b) => a.signal.id - b.signal.id)
    .flatMap(({ signal, name, isElement }): VerilogStatement[] => {
      if (signal.reset?.kind !== 'value') return [];
      const writer = writers.get(signal);
      const { width } = writer?.kind === 'owned' ? writer.target.type : signal.type;
      const given = isElement ? undefined : signal.reset.value;
      const value = given === undefined ? values.constant(width, 0n) : values.expression(given);
      return [{ kind: 'assign', blocking: false, target: identifier(name), value }];
    });
}

/** The same for registers that a reset gives a value: an asynchronous one needs to be told what holds without it. */
const hold = (frame: Frame, signals: readonly Declaration[]): VerilogStatement[] =>
  signals
    .map(signal => identifier(named(frame, signal).name))
    .map(name => ({ kind: 'assign', blocking: false, target: name, value: name }));

/** The clocked blocks for registers of which nothing but the reset is written. */
export function idleItems(frame: Frame, signals: readonly Declaration[]): Item[] {
  const groups: { readonly group: BlockGroup; readonly signals: Declaration[] }[] = [];
  for (const signal of signals) {
    const group = groupOfRegister(signal);
    const known = groups.find(other => isSame(other.group, group));
    if (known === undefined) groups.push({ group, signals: [signal] });
    else known.signals.push(signal);
  }
  return groups.map(({ group, signals: own }) => {
    const text = domainText(frame, group.domain);
    const resets = reset(frame, own);
    const body = group.isReset ? hold(frame, own) : keep(frame, own);
    return clockedItem(text, resets.length > 0, { integers: [], variables: [], body: withReset(text, body, resets) });
  });
}

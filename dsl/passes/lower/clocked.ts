import type { AssignStatement, Declaration, Node, Region, Statement } from '../../ir/hw.ts';
import {
  countingLoop,
  type Expression,
  type Item,
  identifier,
  type Variable,
  type Statement as VerilogStatement,
} from '../../ir/verilog.ts';
import { assignmentsIn, type Procedure, procedural } from './assignments.ts';
import type { Frame } from './frame.ts';
import { assignsProcedurally, type RegisterWriter } from './registers.ts';
import { innerStatements } from './usage.ts';

/** A register that a loop's iteration has for itself. */
interface OwnedRegister {
  readonly signal: Declaration;
  readonly name: string;
  readonly target: Node;
}

/** What a region's clocked block comes to. */
export interface ClockedBlock {
  /** Registers of the iteration's own. */
  readonly declarations: readonly Item[];
  readonly block: readonly Item[];
  /** What the iteration's registers drive. */
  readonly drives: readonly Item[];
  /** Where in the region's order the block stands. */
  readonly position: number;
}

const writesHere = (writer: RegisterWriter | undefined, region: Region): boolean =>
  writer !== undefined && (writer.kind === 'direct' ? writer.regions.has(region) : writer.region === region);

function lastId(statement: Statement): number {
  return Math.max(statement.id, ...innerStatements(statement).map(lastId));
}

/** The clocked block of one region: its registers, its memories, and the loops that write a register of its own. */
export function clockedBlock(frame: Frame, region: Region): ClockedBlock | undefined {
  const { values, integers, names, writers } = frame;
  const owned = new Map<Declaration, OwnedRegister>();
  const integersUsed: string[] = [];
  const variables: Variable[] = [];
  const loopVariable = (): string => {
    const [known] = integersUsed;
    if (known !== undefined) return known;
    const name = names.scopes.allocate('i', region);
    integersUsed.push(name);
    return name;
  };
  const includes = (statement: Statement): boolean =>
    statement.kind === 'memory-write' ||
    (statement.kind === 'assign' &&
      statement.signal.role === 'register' &&
      writesHere(writers.get(statement.signal), region));
  const redirect = (statement: AssignStatement): Expression | undefined => {
    const register = owned.get(statement.signal);
    return register === undefined ? undefined : identifier(register.name);
  };
  for (const { signal, target } of assignmentsIn(region.statements)) {
    const writer = writers.get(signal);
    if (writer?.kind === 'owned' && writer.region === region && !owned.has(signal))
      owned.set(signal, { signal, target, name: names.scopes.allocate(`${names.of(signal)}_element`, region) });
  }
  const procedure: Procedure = { values, integers, blocking: false, includes, redirect, loopVariable };
  const body: VerilogStatement[] = [];
  let position = -1;
  for (const statement of region.statements) {
    const lowered =
      statement.kind === 'loop'
        ? proceduralLoop(frame, statement, region, procedure, integersUsed, variables)
        : procedural([statement], procedure);
    if (lowered.length > 0) position = Math.max(position, lastId(statement));
    body.push(...lowered);
  }
  const reset = resetAssignments(frame, region, owned);
  if (reset.length > 0) body.push({ kind: 'if', arms: [{ condition: identifier('rst'), body: reset }], otherwise: [] });
  if (body.length === 0) return undefined;
  frame.clockRegions.push(region);
  if (reset.length > 0) frame.resetRegions.push(region);
  const needsLabel = integersUsed.length > 0 || variables.length > 0;
  return {
    declarations: [...owned.values()].map(({ name, target }) => frame.net('reg', name, target.type)),
    block: [
      {
        kind: 'always',
        clock: 'clk',
        ...(needsLabel ? { label: names.scopes.allocate('update', region) } : {}),
        integers: integersUsed,
        variables,
        body,
      },
    ],
    drives: [...owned.values()].map(({ name, target }) => ({
      kind: 'continuous',
      target: values.expression(target),
      value: identifier(name),
    })),
    position,
  };
}

/** A generate loop's assignments to a register outside it, as a loop of the clocked block. */
function proceduralLoop(
  frame: Frame,
  statement: Statement & { kind: 'loop' },
  region: Region,
  procedure: Procedure,
  integersUsed: string[],
  variables: Variable[],
): VerilogStatement[] {
  if (!assignsProcedurally(statement, region, frame.writers)) return [];
  const { names, usage, values } = frame;
  const variable = names.scopes.allocate('i', region);
  integersUsed.push(variable);
  const renamed = new Map<Node, string>();
  const used = [...usage.wires].filter(node => node.region === statement.region).sort((a, b) => a.id - b.id);
  for (const node of used) renamed.set(node, names.scopes.allocate(frame.wireName(node) ?? 'value', region));
  return names.withIndex(statement.index.key, variable, () => {
    const count = frame.integers.expression(statement.count);
    const temporaries = used.map((node): VerilogStatement => {
      variables.push({
        name: renamed.get(node) ?? '',
        width: frame.range(node.type),
        signed: node.type.kind === 'sint',
      });
      return {
        kind: 'assign',
        blocking: true,
        target: identifier(renamed.get(node) ?? ''),
        value: frame.withWireNames(renamed, () => values.definition(node)),
      };
    });
    const body = frame.withWireNames(renamed, () => procedural(statement.region.statements, procedure));
    return [countingLoop(variable, count, [...temporaries, ...body])];
  });
}

/** Whether a loop does nothing but assign registers that its surroundings write in a procedural block. */
export function isOnlyProcedural(frame: Frame, statement: Statement & { kind: 'loop' }): boolean {
  const { region } = statement;
  const parent = region.parent;
  if (parent === undefined || region.signals.length > 0 || region.memories.length > 0) return false;
  const isProcedural = (inner: Statement): boolean =>
    inner.kind === 'when'
      ? innerStatements(inner).every(isProcedural)
      : inner.kind === 'assign' && assignsProcedurally(inner, parent, frame.writers);
  return region.statements.length > 0 && region.statements.every(isProcedural);
}

/** What the reset does, last of all. */
function resetAssignments(
  frame: Frame,
  region: Region,
  owned: ReadonlyMap<Declaration, OwnedRegister>,
): VerilogStatement[] {
  const { values, names, writers } = frame;
  const direct = [...writers]
    .filter(([signal, writer]) => writesHere(writer, region) && !owned.has(signal))
    .filter(([, writer]) => writer.kind !== 'direct' || firstOf(writer.regions) === region)
    .map(([signal]) => ({ signal, target: identifier(names.of(signal)), width: signal.type.width }));
  const own = [...owned.values()].map(({ signal, name, target }) => ({
    signal,
    target: identifier(name),
    width: target.type.width,
  }));
  const all = [...direct, ...own].sort((a, b) => a.signal.id - b.signal.id);
  return all.flatMap(({ signal, target, width }): VerilogStatement[] => {
    const { reset } = signal;
    if (reset?.kind !== 'value') return [];
    const isOwn = owned.has(signal);
    const value = isOwn || reset.value === undefined ? values.constant(width, 0n) : values.expression(reset.value);
    return [{ kind: 'assign', blocking: false, target, value }];
  });
}

const firstOf = <T>(items: ReadonlySet<T>): T | undefined => [...items][0];

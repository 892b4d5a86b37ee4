import { fail } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import { atomExpr, difference, IntExpr, indexWidth, toExpr } from '../../ir/integer.ts';
import type { ElementNode, Node } from '../../ir/node.ts';
import type { AssignStatement, Statement } from '../../ir/statement.ts';
import { isBitOfNumber } from '../../ir/target.ts';
import { countingLoop, type Expression, unary, type Statement as VerilogStatement } from '../../ir/verilog.ts';
import { armStatements } from '../../ir/visit.ts';
import { areExclusive, caseOf } from './cases.ts';
import { displayTasks } from './display.ts';
import { isIndex } from './indices.ts';
import type { Integers } from './integers.ts';
import { isWhole } from './place.ts';
import { lieApart, outermostDynamic, targetKey, withIndex } from './targets.ts';
import type { Values } from './values.ts';

/** All assignments in a list of statements, those inside `when` included, in program order. */
export function assignmentsIn(statements: readonly Statement[]): AssignStatement[] {
  const found: AssignStatement[] = [];
  for (const statement of statements) gatherAssignments(statement, found);
  return found;
}

function gatherAssignments(statement: Statement, found: AssignStatement[]): void {
  if (statement.kind === 'assign') found.push(statement);
  else if (statement.kind === 'when') for (const inner of armStatements(statement)) gatherAssignments(inner, found);
}

/** What is written of one wire or output in one region. */
export interface WireAssignments {
  readonly signal: Declaration;
  /** The parts, each with its key. */
  readonly targets: ReadonlyMap<string, Node>;
  /** Whether no two parts overlap and none is chosen by a value: else only a procedural block can say it. */
  readonly isApart: boolean;
  readonly last: number;
  /** Of the region's own statements, those that assign a part, by its key. */
  readonly statements: ReadonlyMap<string, readonly Statement[]>;
}

interface Found {
  readonly list: AssignStatement[];
  readonly statements: Map<string, Statement[]>;
}

/** The wires and outputs that a region's statements assign. */
export function wireAssignments(region: Region): WireAssignments[] {
  const found = new Map<Declaration, Found>();
  for (const statement of region.statements)
    for (const assignment of assignmentsIn([statement])) {
      const { signal, target } = assignment;
      if (signal.role === 'register') continue;
      const known = found.get(signal) ?? { list: [], statements: new Map<string, Statement[]>() };
      found.set(signal, known);
      known.list.push(assignment);
      const key = targetKey(target);
      const own = known.statements.get(key) ?? [];
      known.statements.set(key, own);
      if (own.at(-1) !== statement) own.push(statement);
    }
  return [...found].map(([signal, { list, statements }]) => {
    const targets = new Map(list.map(({ target }) => [targetKey(target), target]));
    const last = Math.max(...list.map(({ id }) => id));
    return { signal, targets, isApart: lieApart(targets), last, statements };
  });
}

/**
 * The value that a wire has after the statements, as one expression: the last assignment wins, a `when` becomes a choice.
 * Undefined where nothing is assigned on some path and there is no value before.
 */
export function mergedValue(
  statements: readonly Statement[],
  signal: Declaration,
  key: string,
  values: Values,
  before?: Expression,
): Expression | undefined {
  let value = before;
  for (const statement of statements) {
    if (statement.kind === 'assign') {
      if (statement.signal === signal && targetKey(statement.target) === key)
        value = values.expression(statement.value);
      continue;
    }
    if (statement.kind !== 'when') continue;
    const arms = statement.arms.map(({ condition, body }) => ({
      condition,
      value: mergedValue(body, signal, key, values, value),
    }));
    const rest = mergedValue(statement.otherwise, signal, key, values, value);
    if (rest === value && arms.every(arm => arm.value === value)) continue;
    // Of arms that exclude each other, those that give what the rest gives say nothing.
    const telling = areExclusive(statement.arms) ? arms.filter(arm => arm.value !== rest) : arms;
    value = telling.reduceRight<Expression | undefined>((whenFalse, arm) => {
      if (arm.value === undefined || whenFalse === undefined || arm.value === whenFalse) return arm.value ?? whenFalse;
      return { kind: 'conditional', condition: values.expression(arm.condition), whenTrue: arm.value, whenFalse };
    }, rest);
  }
  return value;
}

/** How assignments become statements of a procedural block. */
export interface Procedure {
  readonly values: Values;
  readonly integers: Integers;
  readonly blocking: boolean;
  /** Whether this statement belongs to the block. */
  readonly includes: (statement: Statement) => boolean;
  /** Where an assignment writes, when that is not the signal itself. */
  readonly redirect?: (statement: AssignStatement) => Expression | undefined;
  /** The part that is written, as a part of what stands for it in the block. */
  readonly retarget?: (target: Node) => Node;
  /** A variable for a loop so many loops deep in the block. */
  readonly loopVariable: (depth: number) => string;
  /** Loops around what is printed. */
  readonly depth: number;
}

/** The statements that belong to a procedural block, with their `when`s around them. */
export function procedural(statements: readonly Statement[], procedure: Procedure): VerilogStatement[] {
  const lowered: VerilogStatement[] = [];
  for (const statement of statements) addProcedural(statement, procedure, lowered);
  return lowered;
}

/** Adds what comes of one statement in a procedural block, where it belongs to the block. */
export function addProcedural(statement: Statement, procedure: Procedure, lowered: VerilogStatement[]): void {
  if (statement.kind === 'when') lowered.push(...proceduralWhen(statement, procedure));
  else if (!procedure.includes(statement)) return;
  else if (statement.kind === 'assign') lowered.push(assignment(statement, procedure));
  else if (statement.kind === 'display') lowered.push(...displayTasks(statement, procedure.values));
  else if (statement.kind === 'memory-write') {
    const { values } = procedure;
    lowered.push({
      kind: 'assign',
      blocking: false,
      target: values.memoryWord(statement.memory, statement.address),
      value: values.expression(statement.value),
    });
  }
}

function proceduralWhen(statement: Statement & { kind: 'when' }, procedure: Procedure): VerilogStatement[] {
  const arms = statement.arms.map(({ condition, body }) => ({ condition, body: procedural(body, procedure) }));
  const otherwise = procedural(statement.otherwise, procedure);
  while (otherwise.length === 0 && arms.at(-1)?.body.length === 0) arms.pop();
  if (arms.length === 0) return otherwise;
  const [first] = arms;
  if (first !== undefined && arms.length === 1 && first.body.length === 0) {
    const condition = unary('!', procedure.values.expression(first.condition));
    return [{ kind: 'if', arms: [{ condition, body: otherwise }], otherwise: [] }];
  }
  const cases = caseOf(arms, otherwise, procedure.values);
  if (cases !== undefined) return [cases];
  return [
    {
      kind: 'if',
      arms: arms.map(({ condition, body }) => ({ condition: procedure.values.expression(condition), body })),
      otherwise,
    },
  ];
}

function assignment(statement: AssignStatement, procedure: Procedure): VerilogStatement {
  const { values, blocking } = procedure;
  const value = values.whole(statement.value);
  const target = procedure.redirect?.(statement);
  if (target !== undefined) return { kind: 'assign', blocking, target, value };
  return writeTo(procedure.retarget?.(statement.target) ?? statement.target, value, procedure);
}

/** A write to a signal or a part; an index that may lie beyond comes out as a loop that compares it. */
function writeTo(target: Node, value: Expression, procedure: Procedure): VerilogStatement {
  const { values, integers, blocking } = procedure;
  const element = outermostDynamic(target);
  if (element === undefined) return { kind: 'assign', blocking, target: values.expression(target), value };
  const { index, vector } = element;
  if (index instanceof IntExpr || vector.type.kind !== 'vec') return unreachable(target);
  const bit = target === element ? chosenBit(element, index, values) : undefined;
  if (bit !== undefined) return { kind: 'assign', blocking, target: bit, value };
  const { length } = vector.type;
  const variable = procedure.loopVariable(procedure.depth);
  const fixed = atomExpr({ kind: 'index', key: `#${variable}`, name: variable, count: toExpr(length) });
  const inner = writeTo(withIndex(target, element, fixed), value, { ...procedure, depth: procedure.depth + 1 });
  return countingLoop(variable, integers.expression(length), [
    {
      kind: 'if',
      arms: [{ condition: isIndex(values, integers, index, variable), body: [inner] }],
      otherwise: [],
    },
  ]);
}

/**
 * `flags[index]`, where the number has a name of its own and the index as many bits as Verilog asks for. Beyond the width
 * nothing is written (IEEE 1364-2005, 5.2.1).
 */
function chosenBit(element: ElementNode, index: Node, values: Values): Expression | undefined {
  const place = isBitOfNumber(element) ? values.placeOf(element.vector) : undefined;
  if (place === undefined || !isWhole(place)) return undefined;
  const total = toExpr(place.total);
  if (total.constant === 1) return undefined;
  const needed = indexWidth(total);
  const given = toExpr(index.type.width);
  if (difference(needed, given).constant === 0)
    return { kind: 'select', base: place.base, index: values.writtenIndex(index) };
  if (needed.constant === undefined || given.constant === undefined || given.constant > needed.constant)
    return undefined;
  return { kind: 'select', base: place.base, index: values.extended(index, needed) };
}

const unreachable = (target: Node): never => fail('internal', { problem: `a ${target.kind} cannot be indexed` });

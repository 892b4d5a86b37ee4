import type { AssignStatement, Declaration, Node, Region, Statement } from '../../ir/hw.ts';
import { IntExpr } from '../../ir/integer.ts';
import {
  binary,
  countingLoop,
  type Expression,
  identifier,
  type Statement as VerilogStatement,
} from '../../ir/verilog.ts';
import type { Integers } from './integers.ts';
import { loopElement } from './place.ts';
import { innerStatements } from './usage.ts';
import type { Values } from './values.ts';

/** What identifies the part of a signal that an assignment writes; equal for equal parts. */
export function targetKey(target: Node): string {
  if (target.kind !== 'element') return '';
  const index = target.index instanceof IntExpr ? target.index.key : `dynamic ${target.index.id}`;
  return `${targetKey(target.vector)}[${index}]`;
}

const isDynamic = (target: Node): boolean =>
  target.kind === 'element' && (!(target.index instanceof IntExpr) || isDynamic(target.vector));

/** All assignments in a list of statements, those inside `when` included, in program order. */
export function assignmentsIn(statements: readonly Statement[]): AssignStatement[] {
  return statements.flatMap(statement =>
    statement.kind === 'assign' ? [statement] : assignmentsIn(innerStatements(statement)),
  );
}

/** What is written of one wire or output in one region. */
export interface WireAssignments {
  readonly signal: Declaration;
  /** Targets whose parts do not overlap, each with its key; empty when only a procedural block can say it. */
  readonly targets: ReadonlyMap<string, Node>;
  readonly last: number;
}

/** The wires and outputs that a region's statements assign. */
export function wireAssignments(region: Region): WireAssignments[] {
  const found = new Map<Declaration, AssignStatement[]>();
  for (const assignment of assignmentsIn(region.statements)) {
    if (assignment.signal.role === 'register') continue;
    const list = found.get(assignment.signal) ?? [];
    list.push(assignment);
    found.set(assignment.signal, list);
  }
  return [...found].map(([signal, list]) => {
    const targets = new Map(list.map(({ target }) => [targetKey(target), target]));
    const depths = new Set([...targets.keys()].map(key => key.split('[').length));
    const simple = depths.size === 1 && ![...targets.values()].some(isDynamic);
    return { signal, targets: simple ? targets : new Map(), last: Math.max(...list.map(({ id }) => id)) };
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
    value = arms.reduceRight<Expression | undefined>((whenFalse, arm) => {
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
  /** A loop variable of the block, for a dynamic index. */
  readonly loopVariable: () => string;
}

/** The statements that belong to a procedural block, with their `when`s around them. */
export function procedural(statements: readonly Statement[], procedure: Procedure): VerilogStatement[] {
  return statements.flatMap(statement => {
    if (statement.kind === 'when') return proceduralWhen(statement, procedure);
    if (!procedure.includes(statement)) return [];
    if (statement.kind === 'assign') return [assignment(statement, procedure)];
    if (statement.kind === 'memory-write') {
      const { values } = procedure;
      return [
        {
          kind: 'assign',
          blocking: false,
          target: values.memoryWord(statement.memory, statement.address),
          value: values.expression(statement.value),
        },
      ];
    }
    return [];
  });
}

function proceduralWhen(statement: Statement & { kind: 'when' }, procedure: Procedure): VerilogStatement[] {
  const arms = statement.arms.map(({ condition, body }) => ({ condition, body: procedural(body, procedure) }));
  const otherwise = procedural(statement.otherwise, procedure);
  while (otherwise.length === 0 && arms.at(-1)?.body.length === 0) arms.pop();
  if (arms.length === 0) return otherwise;
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
  const value = values.expression(statement.value);
  const target = procedure.redirect?.(statement);
  if (target !== undefined) return { kind: 'assign', blocking, target, value };
  return writeTo(statement.target, value, procedure);
}

/** A write to a signal or an element; a dynamic index comes out as a loop that compares it. */
function writeTo(target: Node, value: Expression, procedure: Procedure): VerilogStatement {
  const { values, integers, blocking } = procedure;
  if (target.kind !== 'element' || target.index instanceof IntExpr)
    return { kind: 'assign', blocking, target: values.expression(target), value };
  const vector = values.placeOf(target.vector);
  const { type } = target.vector;
  const variable = procedure.loopVariable();
  if (vector === undefined || type.kind !== 'vec')
    return { kind: 'assign', blocking, target: values.expression(target), value };
  return countingLoop(variable, integers.expression(type.length), [
    {
      kind: 'if',
      arms: [
        {
          condition: binary('==', values.extended(target.index, 32), identifier(variable)),
          body: [
            {
              kind: 'assign',
              blocking,
              target: loopElement(vector, identifier(variable), type.element.width, integers),
              value,
            },
          ],
        },
      ],
      otherwise: [],
    },
  ]);
}

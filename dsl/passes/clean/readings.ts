import { atomsOf, type Width } from '../../ir/integer.ts';
import type { Bits, Expression, Statement } from '../../ir/verilog.ts';
import type { Block, Entry, Unit } from './block.ts';

/** The declaration that a name, a selection from it, or a path to it refers to. */
export function rootOf(expression: Expression, block: Block): Entry | undefined {
  switch (expression.kind) {
    case 'identifier':
      return block.find(expression.name);
    case 'select':
    case 'low-part':
    case 'part':
      return rootOf(expression.base, block);
    case 'member': {
      const { scope, name } = expression;
      const label = scope.kind === 'select' ? scope.base : scope;
      return label.kind === 'identifier' ? block.findBlock(label.name)?.entries.get(name) : undefined;
    }
    default:
      return undefined;
  }
}

/** Notes what statements read that stay or go together. */
export function readStatements(statements: readonly Statement[], unit: Unit): void {
  for (const statement of statements)
    switch (statement.kind) {
      case 'assign':
        readTarget(statement.target, unit);
        read(statement.value, unit);
        break;
      case 'if':
        for (const { condition, body } of statement.arms) {
          read(condition, unit);
          readStatements(body, unit);
        }
        readStatements(statement.otherwise, unit);
        break;
      case 'for':
        for (const bound of [statement.initial, statement.condition, statement.next]) read(bound, unit);
        readStatements(statement.body, unit);
        break;
      case 'case':
        read(statement.subject, unit);
        for (const { label, body } of statement.arms) {
          read(label, unit);
          readStatements(body, unit);
        }
        readStatements(statement.otherwise, unit);
        break;
      case 'task':
        for (const operand of statement.operands) if (typeof operand !== 'string') read(operand, unit);
        break;
      case 'property':
        read(statement.condition, unit);
    }
}

export function readOptional(expression: Expression | undefined, unit: Unit): void {
  if (expression !== undefined) read(expression, unit);
}

/** Notes what the indices of a target read. */
export function readTarget(target: Expression, unit: Unit): void {
  switch (target.kind) {
    case 'select':
      readTarget(target.base, unit);
      read(target.index, unit);
      break;
    case 'low-part':
      readTarget(target.base, unit);
      read(target.width, unit);
      break;
    case 'part':
      readTarget(target.base, unit);
      read(target.low, unit);
      read(target.width, unit);
      break;
    case 'concat':
      for (const operand of target.operands) readTarget(operand, unit);
      break;
    default:
  }
}

/** Notes what an expression reads. */
export function read(expression: Expression, unit: Unit): void {
  switch (expression.kind) {
    case 'identifier':
      note(expression, undefined, unit);
      break;
    case 'select':
      note(expression.base, expression.bits, unit);
      read(expression.index, unit);
      break;
    case 'low-part':
      note(expression.base, expression.bits, unit);
      read(expression.width, unit);
      break;
    case 'part':
      note(expression.base, expression.bits, unit);
      read(expression.low, unit);
      read(expression.width, unit);
      break;
    case 'member':
      note(expression, undefined, unit);
      if (expression.scope.kind === 'select') read(expression.scope.index, unit);
      break;
    case 'unary':
      read(expression.operand, unit);
      break;
    case 'binary':
      read(expression.left, unit);
      read(expression.right, unit);
      break;
    case 'conditional':
      read(expression.condition, unit);
      read(expression.whenTrue, unit);
      read(expression.whenFalse, unit);
      break;
    case 'replicate':
      read(expression.count, unit);
      read(expression.operand, unit);
      break;
    case 'call':
      note({ kind: 'identifier', name: expression.name }, undefined, unit);
      for (const operand of expression.operands) read(operand, unit);
      break;
    case 'concat':
      for (const operand of expression.operands) read(operand, unit);
      break;
    case 'integer':
    case 'sized':
  }
}

function note(what: Expression, bits: Bits | undefined, unit: Unit): void {
  const entry = rootOf(what, unit.block);
  if (entry === undefined) {
    if (what.kind !== 'identifier' && what.kind !== 'member') read(what, unit);
    return;
  }
  const isKnown = bits !== undefined && entry.kind !== 'memory' && isFixed(bits.low, unit.block);
  const iteration = what.kind === 'member' && bits === undefined ? what.iteration : undefined;
  unit.readings.push({ entry, bits: isKnown ? bits : undefined, iteration });
}

/** Whether a position depends on no variable of a procedural loop: which bits are read is known then. */
function isFixed(low: Width, block: Block): boolean {
  if (typeof low === 'number' || !low.usesIndex) return true;
  return [...atomsOf(low).values()].every(atom => atom.kind !== 'index' || isAround(atom.key, block));
}

function isAround(index: string, block: Block): boolean {
  for (let outer: Block | undefined = block; outer !== undefined; outer = outer.parent)
    if (outer.index?.key === index) return true;
  return false;
}

import { atomsOf, type Width } from '../../ir/integer.ts';
import type { Bits, Expression, Item, Module, Statement } from '../../ir/verilog.ts';
import { Block, type Entry, type Unit } from './block.ts';

/** What the pieces of the output read and give values to. */
export class Survey {
  readonly root = new Block();
  readonly blocks = new Map<object, Block>();
  readonly units = new Map<Item | Statement, Unit>();
  readonly #all: Unit[] = [];
  readonly #open: Unit[] = [];

  constructor({ parameters, ports, items }: Module) {
    const header = this.#unit(this.root, undefined);
    for (const { name } of parameters) this.root.declare(name, 'constant', undefined, false);
    for (const { name, direction, bits } of ports) this.root.declare(name, direction, bits, false);
    this.#declareAll(items, this.root);
    for (const { width } of ports) this.#readOptional(width, header);
    this.#items(items, this.root, undefined);
    for (let unit = this.#open.pop(); unit !== undefined; unit = this.#open.pop()) this.#follow(unit);
    for (const unit of this.#all) if (unit.isNeeded) noteReadings(unit);
  }

  /** Whether a piece stays. */
  isNeeded(piece: Item | Statement): boolean {
    return this.units.get(piece)?.isNeeded ?? true;
  }

  blockOf(piece: object): Block {
    const block = this.blocks.get(piece);
    if (block === undefined) throw new Error('a block that was not surveyed');
    return block;
  }

  /** A unit is needed from the start, unless it only gives a value to what may go. */
  #unit(block: Block, within: Unit | undefined, drives?: Entry | 'its parts', isFormal = within?.isFormal): Unit {
    const unit: Unit = { block, readings: [], within, isFormal: isFormal ?? false, isNeeded: false };
    this.#all.push(unit);
    if (drives === undefined || (drives !== 'its parts' && !drives.isRemovable)) this.#need(unit);
    else if (drives !== 'its parts') drives.drivers.push(unit);
    return unit;
  }

  #need(unit: Unit): void {
    if (unit.isNeeded) return;
    unit.isNeeded = true;
    this.#open.push(unit);
  }

  #follow({ readings, within }: Unit): void {
    if (within !== undefined) this.#need(within);
    for (const { entry } of readings) {
      if (entry.isNeeded && !entry.isRemovable) continue;
      entry.isNeeded = true;
      for (const driver of entry.drivers) this.#need(driver);
    }
  }

  #declareAll(items: readonly Item[], block: Block): void {
    for (const item of items)
      switch (item.kind) {
        case 'net':
          block.declare(item.name, item.depth === undefined ? 'net' : 'memory', item.bits, item.isValue === true);
          break;
        case 'localparam':
          block.declare(item.name, 'constant', undefined, true);
          break;
        case 'function':
          block.declare(item.name, 'function', undefined, true);
          break;
        case 'loop':
          this.#declareAll(item.items, this.#block(item, item.label, new Block(block, { index: item.index })));
          break;
        case 'choose': {
          const branches = item.branches.map(branch =>
            this.#block(branch, branch.label, new Block(block, { relation: branch.relation, isBranch: true })),
          );
          if (item.branches.at(-1)?.condition === undefined) for (const branch of branches) branch.siblings = branches;
          for (const branch of item.branches) this.#declareAll(branch.items, this.blockOf(branch));
          break;
        }
        case 'verification':
          this.#declareAll([...item.formal, ...item.simulation], block);
          break;
        case 'initial': {
          const own = this.#block(item, item.label, new Block(block));
          for (const name of item.integers) own.declare(name, 'constant', undefined, false);
          break;
        }
        case 'always': {
          const own = this.#block(item, item.label, new Block(block));
          for (const { name, bits } of item.variables) own.declare(name, 'variable', bits, true);
          for (const name of item.integers) own.declare(name, 'constant', undefined, false);
          break;
        }
        default:
      }
  }

  #block(piece: object, label: string | undefined, block: Block): Block {
    this.blocks.set(piece, block);
    if (label !== undefined) block.parent?.labelled.set(label, block);
    return block;
  }

  #items(items: readonly Item[], block: Block, within: Unit | undefined): void {
    for (const item of items) this.#item(item, block, within);
  }

  #record(piece: Item | Statement, unit: Unit): Unit {
    this.units.set(piece, unit);
    return unit;
  }

  #item(item: Item, block: Block, within: Unit | undefined): void {
    switch (item.kind) {
      case 'net':
      case 'localparam': {
        const unit = this.#record(item, this.#unit(block, within, block.find(item.name)));
        if (item.kind === 'net') {
          this.#readOptional(item.width, unit);
          this.#readOptional(item.depth, unit);
        }
        this.#readOptional(item.value, unit);
        break;
      }
      case 'function':
        this.#function(item, block, within);
        break;
      case 'continuous': {
        const unit = this.#record(item, this.#unit(block, within, this.#root(item.target, block)));
        this.#target(item.target, unit);
        this.#read(item.value, unit);
        break;
      }
      case 'always': {
        const own = this.blockOf(item);
        const unit = this.#record(item, this.#unit(own, within, 'its parts'));
        for (const name of [item.clock, item.reset?.name])
          if (name !== undefined) this.#read({ kind: 'identifier', name }, unit);
        for (const { width } of item.variables) this.#readOptional(width, unit);
        this.#statements(item.body, own, unit);
        break;
      }
      case 'loop': {
        const unit = this.#record(item, this.#unit(block, within, 'its parts'));
        this.#read(item.count, unit);
        this.#items(item.items, this.blockOf(item), unit);
        break;
      }
      case 'choose': {
        const unit = this.#record(item, this.#unit(block, within, 'its parts'));
        for (const branch of item.branches) {
          this.#readOptional(branch.condition, unit);
          this.#items(branch.items, this.blockOf(branch), unit);
        }
        break;
      }
      case 'instance': {
        const unit = this.#unit(block, within);
        for (const { value } of item.parameters) this.#read(value, unit);
        for (const { value, isOutput } of item.connections)
          if (isOutput === true) this.#target(value, unit);
          else this.#read(value, unit);
        break;
      }
      case 'initial':
        this.#readStatements(item.body, this.#unit(this.blockOf(item), within));
        break;
      case 'guard':
        this.#read(item.condition, this.#unit(block, within));
        break;
      case 'unread': {
        const unit = this.#unit(block, within);
        for (const value of item.values) this.#read(value, unit);
        break;
      }
      case 'verification': {
        const unit = this.#unit(block, within);
        this.#items(item.simulation, block, unit);
        this.#items(item.formal, block, this.#unit(block, unit, 'its parts', true));
        break;
      }
      case 'comment':
      case 'genvar':
    }
  }

  #function(item: Item & { kind: 'function' }, block: Block, within: Unit | undefined): void {
    const own = new Block(block);
    const unit = this.#record(item, this.#unit(own, within, block.find(item.name)));
    for (const name of [
      item.name,
      ...[...item.inputs, ...item.variables].map(({ name: local }) => local),
      ...item.integers,
    ])
      own.declare(name, 'constant', undefined, false);
    for (const { width } of [item, ...item.inputs, ...item.variables])
      if (width !== 'integer') this.#readOptional(width, unit);
    this.#readStatements(item.body, unit);
  }

  /** Notes what statements read that stay or go together. */
  #readStatements(statements: readonly Statement[], unit: Unit): void {
    for (const statement of statements)
      switch (statement.kind) {
        case 'assign':
          this.#target(statement.target, unit);
          this.#read(statement.value, unit);
          break;
        case 'if':
          for (const { condition, body } of statement.arms) {
            this.#read(condition, unit);
            this.#readStatements(body, unit);
          }
          this.#readStatements(statement.otherwise, unit);
          break;
        case 'for':
          for (const bound of [statement.initial, statement.condition, statement.next]) this.#read(bound, unit);
          this.#readStatements(statement.body, unit);
          break;
        case 'case':
          this.#read(statement.subject, unit);
          for (const { label, body } of statement.arms) {
            this.#read(label, unit);
            this.#readStatements(body, unit);
          }
          this.#readStatements(statement.otherwise, unit);
          break;
        case 'task':
          for (const operand of statement.operands) if (typeof operand !== 'string') this.#read(operand, unit);
          break;
        case 'property':
          this.#read(statement.condition, unit);
      }
  }

  #statements(statements: readonly Statement[], block: Block, within: Unit): void {
    for (const statement of statements)
      switch (statement.kind) {
        case 'assign': {
          const unit = this.#record(statement, this.#unit(block, within, this.#root(statement.target, block)));
          this.#target(statement.target, unit);
          this.#read(statement.value, unit);
          break;
        }
        case 'if': {
          const unit = this.#record(statement, this.#unit(block, within, 'its parts'));
          for (const { condition, body } of statement.arms) {
            this.#read(condition, unit);
            this.#statements(body, block, unit);
          }
          this.#statements(statement.otherwise, block, unit);
          break;
        }
        case 'case': {
          const unit = this.#record(statement, this.#unit(block, within, 'its parts'));
          this.#read(statement.subject, unit);
          for (const { label, body } of statement.arms) {
            this.#read(label, unit);
            this.#statements(body, block, unit);
          }
          this.#statements(statement.otherwise, block, unit);
          break;
        }
        case 'for': {
          const unit = this.#record(statement, this.#unit(block, within, 'its parts'));
          for (const bound of [statement.initial, statement.condition, statement.next]) this.#read(bound, unit);
          this.#statements(statement.body, block, unit);
          break;
        }
        case 'task': {
          const unit = this.#record(statement, this.#unit(block, within));
          for (const operand of statement.operands) if (typeof operand !== 'string') this.#read(operand, unit);
          break;
        }
        case 'property':
          this.#read(statement.condition, this.#record(statement, this.#unit(block, within)));
      }
  }

  #readOptional(expression: Expression | undefined, unit: Unit): void {
    if (expression !== undefined) this.#read(expression, unit);
  }

  /** The declaration that a name, a selection from it, or a path to it refers to. */
  #root(expression: Expression, block: Block): Entry | undefined {
    switch (expression.kind) {
      case 'identifier':
        return block.find(expression.name);
      case 'select':
      case 'low-part':
      case 'part':
        return this.#root(expression.base, block);
      case 'member': {
        const { scope, name } = expression;
        const label = scope.kind === 'select' ? scope.base : scope;
        return label.kind === 'identifier' ? block.findBlock(label.name)?.entries.get(name) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Notes what the indices of a target read. */
  #target(target: Expression, unit: Unit): void {
    switch (target.kind) {
      case 'select':
        this.#target(target.base, unit);
        this.#read(target.index, unit);
        break;
      case 'low-part':
        this.#target(target.base, unit);
        this.#read(target.width, unit);
        break;
      case 'part':
        this.#target(target.base, unit);
        this.#read(target.low, unit);
        this.#read(target.width, unit);
        break;
      case 'concat':
        for (const operand of target.operands) this.#target(operand, unit);
        break;
      default:
    }
  }

  #read(expression: Expression, unit: Unit): void {
    switch (expression.kind) {
      case 'identifier':
        this.#note(expression, undefined, unit);
        break;
      case 'select':
        this.#note(expression.base, expression.bits, unit);
        this.#read(expression.index, unit);
        break;
      case 'low-part':
        this.#note(expression.base, expression.bits, unit);
        this.#read(expression.width, unit);
        break;
      case 'part':
        this.#note(expression.base, expression.bits, unit);
        this.#read(expression.low, unit);
        this.#read(expression.width, unit);
        break;
      case 'member':
        this.#note(expression, undefined, unit);
        if (expression.scope.kind === 'select') this.#read(expression.scope.index, unit);
        break;
      case 'unary':
        this.#read(expression.operand, unit);
        break;
      case 'binary':
        this.#read(expression.left, unit);
        this.#read(expression.right, unit);
        break;
      case 'conditional':
        this.#read(expression.condition, unit);
        this.#read(expression.whenTrue, unit);
        this.#read(expression.whenFalse, unit);
        break;
      case 'replicate':
        this.#read(expression.count, unit);
        this.#read(expression.operand, unit);
        break;
      case 'call':
        this.#note({ kind: 'identifier', name: expression.name }, undefined, unit);
        for (const operand of expression.operands) this.#read(operand, unit);
        break;
      case 'concat':
        for (const operand of expression.operands) this.#read(operand, unit);
        break;
      case 'integer':
      case 'sized':
    }
  }

  #note(what: Expression, bits: Bits | undefined, unit: Unit): void {
    const entry = this.#root(what, unit.block);
    if (entry === undefined) {
      if (what.kind !== 'identifier' && what.kind !== 'member') this.#read(what, unit);
      return;
    }
    const isKnown = bits !== undefined && entry.kind !== 'memory' && isFixed(bits.low, unit.block);
    unit.readings.push({ entry, bits: isKnown ? bits : undefined });
  }
}

/** Whether a position depends on no variable of a procedural loop: which bits are read is known then. */
function isFixed(low: Width, block: Block): boolean {
  if (typeof low === 'number' || low.constant !== undefined) return true;
  return [...atomsOf(low).values()].every(atom => atom.kind !== 'index' || isAround(atom.key, block));
}

function isAround(index: string, block: Block): boolean {
  for (let outer: Block | undefined = block; outer !== undefined; outer = outer.parent)
    if (outer.index?.key === index) return true;
  return false;
}

function noteReadings({ block, readings, isFormal }: Unit): void {
  for (const { entry, bits } of readings)
    if (isFormal) entry.isReadFormally = true;
    else if (entry.bits !== undefined) entry.reads.note(block, bits, block === entry.block);
}

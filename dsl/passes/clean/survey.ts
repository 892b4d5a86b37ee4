import type { Item, Module, Statement } from '../../ir/verilog.ts';
import { Block, type Entry, type Unit } from './block.ts';
import { declareItems } from './declare.ts';
import { read, readOptional, readStatements, readTarget, rootOf } from './readings.ts';

/** What the pieces of the output read and give values to. */
export class Survey {
  readonly root = new Block();
  readonly blocks = new Map<object, Block>();
  readonly #all: Unit[] = [];
  readonly #open: Unit[] = [];
  /** What goes: mostly little does. */
  readonly #unneeded = new Set<Item | Statement>();

  constructor({ parameters, ports, items }: Module) {
    const header = this.#unit(this.root, undefined);
    for (const { name } of parameters) this.root.declare(name, 'constant', undefined, false);
    for (const { name, direction, bits } of ports) this.root.declare(name, direction, bits, false);
    declareItems(items, this.root, this.blocks);
    for (const { width } of ports) readOptional(width, header);
    this.#items(items, this.root, undefined);
    for (let unit = this.#open.pop(); unit !== undefined; unit = this.#open.pop()) this.#follow(unit);
    for (const unit of this.#all)
      if (unit.isNeeded) noteReadings(unit);
      else if (unit.piece !== undefined) this.#unneeded.add(unit.piece);
  }

  /** Whether a piece stays. */
  isNeeded(piece: Item | Statement): boolean {
    return !this.#unneeded.has(piece);
  }

  blockOf(piece: object): Block {
    const block = this.blocks.get(piece);
    if (block === undefined) throw new Error('a block that was not surveyed');
    return block;
  }

  /** A unit is needed from the start, unless it only gives a value to what may go. */
  #unit(block: Block, within: Unit | undefined, drives?: Entry | 'its parts', isFormal = within?.isFormal): Unit {
    const unit: Unit = { block, readings: [], within, isFormal: isFormal ?? false, isNeeded: false, piece: undefined };
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

  #items(items: readonly Item[], block: Block, within: Unit | undefined): void {
    for (const item of items) this.#item(item, block, within);
  }

  #record(piece: Item | Statement, unit: Unit): Unit {
    unit.piece = piece;
    return unit;
  }

  #item(item: Item, block: Block, within: Unit | undefined): void {
    switch (item.kind) {
      case 'net':
      case 'localparam': {
        const unit = this.#record(item, this.#unit(block, within, block.find(item.name)));
        if (item.kind === 'net') {
          readOptional(item.width, unit);
          readOptional(item.depth, unit);
        }
        readOptional(item.value, unit);
        break;
      }
      case 'function':
        this.#function(item, block, within);
        break;
      case 'continuous': {
        const unit = this.#record(item, this.#unit(block, within, rootOf(item.target, block)));
        readTarget(item.target, unit);
        read(item.value, unit);
        break;
      }
      case 'always': {
        const own = this.blockOf(item);
        const unit = this.#record(item, this.#unit(own, within, 'its parts'));
        for (const name of [item.clock, item.reset?.name])
          if (name !== undefined) read({ kind: 'identifier', name }, unit);
        for (const { width } of item.variables) readOptional(width, unit);
        this.#statements(item.body, own, unit);
        break;
      }
      case 'loop': {
        const unit = this.#record(item, this.#unit(block, within, 'its parts'));
        read(item.count, unit);
        this.#items(item.items, this.blockOf(item), unit);
        break;
      }
      case 'choose': {
        const unit = this.#record(item, this.#unit(block, within, 'its parts'));
        for (const branch of item.branches) {
          readOptional(branch.condition, unit);
          this.#items(branch.items, this.blockOf(branch), unit);
        }
        break;
      }
      case 'instance': {
        const unit = this.#unit(block, within);
        for (const { value } of item.parameters) read(value, unit);
        for (const { value, isOutput } of item.connections)
          if (isOutput === true) readTarget(value, unit);
          else read(value, unit);
        break;
      }
      case 'initial':
        readStatements(item.body, this.#unit(this.blockOf(item), within));
        break;
      case 'guard':
        read(item.condition, this.#unit(block, within));
        break;
      case 'unread': {
        const unit = this.#unit(block, within);
        for (const value of item.values) read(value, unit);
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
      if (width !== 'integer') readOptional(width, unit);
    readStatements(item.body, unit);
  }

  #statements(statements: readonly Statement[], block: Block, within: Unit): void {
    for (const statement of statements)
      switch (statement.kind) {
        case 'assign': {
          const unit = this.#record(statement, this.#unit(block, within, rootOf(statement.target, block)));
          readTarget(statement.target, unit);
          read(statement.value, unit);
          break;
        }
        case 'if': {
          const unit = this.#record(statement, this.#unit(block, within, 'its parts'));
          for (const { condition, body } of statement.arms) {
            read(condition, unit);
            this.#statements(body, block, unit);
          }
          this.#statements(statement.otherwise, block, unit);
          break;
        }
        case 'case': {
          const unit = this.#record(statement, this.#unit(block, within, 'its parts'));
          read(statement.subject, unit);
          for (const { label, body } of statement.arms) {
            read(label, unit);
            this.#statements(body, block, unit);
          }
          this.#statements(statement.otherwise, block, unit);
          break;
        }
        case 'for': {
          const unit = this.#record(statement, this.#unit(block, within, 'its parts'));
          for (const bound of [statement.initial, statement.condition, statement.next]) read(bound, unit);
          this.#statements(statement.body, block, unit);
          break;
        }
        case 'task': {
          const unit = this.#record(statement, this.#unit(block, within));
          for (const operand of statement.operands) if (typeof operand !== 'string') read(operand, unit);
          break;
        }
        case 'property':
          read(statement.condition, this.#record(statement, this.#unit(block, within)));
      }
  }
}

function noteReadings({ block, readings, isFormal }: Unit): void {
  for (const { entry, bits, iteration } of readings)
    if (isFormal) entry.isReadFormally = true;
    else if (entry.bits !== undefined) {
      entry.reads.note(block, bits, block === entry.block);
      if (iteration !== undefined) entry.reads.noteIteration(block, iteration);
    }
}

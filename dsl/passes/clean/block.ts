import type { IndexAtom } from '../../ir/atom.ts';
import type { IntExpr, Width } from '../../ir/integer.ts';
import type { Relation } from '../../ir/relation.ts';
import type { Bits, Item, Statement } from '../../ir/verilog.ts';
import { Reads } from './reads.ts';

export type EntryKind = 'input' | 'output' | 'net' | 'memory' | 'variable' | 'constant' | 'function';

/** Something that a module declares, and what is known of its readers. */
export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
  readonly block: Block;
  /** Bits; undefined for what has none that could be left out. */
  readonly bits: Width | undefined;
  /** Whether it goes when nothing needs it. */
  readonly isRemovable: boolean;
  readonly reads: Reads;
  /** What gives it its value, where it is removable. */
  readonly drivers: Unit[];
  isNeeded: boolean;
  /** Whether formal tools, which alone see some statements, read it. */
  isReadFormally: boolean;
}

/** A piece of the output that stays or goes as a whole, with what it reads. */
export interface Unit {
  readonly block: Block;
  readonly readings: Reading[];
  /** The statement around it. */
  readonly within: Unit | undefined;
  /** Whether only formal tools see it. */
  readonly isFormal: boolean;
  isNeeded: boolean;
  /** What of the output it is, where that can go by itself. */
  piece: Item | Statement | undefined;
}

export interface Reading {
  readonly entry: Entry;
  /** Undefined for all bits, or for what may reach every bit. */
  readonly bits: Bits | undefined;
  /** Which iteration of the loop that declares it is meant, where it is read by a path. */
  readonly iteration: IntExpr | undefined;
}

interface BlockKind {
  readonly isBranch?: boolean;
  readonly index?: IndexAtom;
  readonly relation?: Relation | undefined;
}

/** A scope of the output: a module, the body of a generate loop, a branch of a generate if, a procedural block. */
export class Block {
  readonly parent: Block | undefined;
  readonly depth: number;
  readonly isBranch: boolean;
  /** Generate loops only. */
  readonly index: IndexAtom | undefined;
  /** Branches only: what holds in them, as far as one relation says it. */
  readonly relation: Relation | undefined;
  /** Branches only: all of the generate if, where it leaves no case out. */
  siblings: readonly Block[] | undefined;
  readonly entries = new Map<string, Entry>();
  #labelled: Map<string, Block> | undefined;
  readonly #inner: Block[] = [];

  constructor(parent?: Block, is: BlockKind = {}) {
    this.parent = parent;
    if (parent !== undefined) parent.#inner.push(this);
    this.isBranch = is.isBranch ?? false;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.index = is.index;
    this.relation = is.relation;
  }

  declare(name: string, kind: EntryKind, bits: Width | undefined, isRemovable: boolean): Entry {
    const entry: Entry = {
      name,
      kind,
      block: this,
      bits,
      isRemovable,
      reads: new Reads(),
      drivers: [],
      isNeeded: !isRemovable,
      isReadFormally: false,
    };
    this.entries.set(name, entry);
    return entry;
  }

  find(name: string): Entry | undefined {
    return this.entries.get(name) ?? this.parent?.find(name);
  }

  findBlock(label: string): Block | undefined {
    return this.#labelled?.get(label) ?? this.parent?.findBlock(label);
  }

  /** Gives a block in this one its label. */
  label(name: string, inner: Block): void {
    this.#labelled ??= new Map();
    this.#labelled.set(name, inner);
  }

  #isBelow(name: string): boolean {
    return this.#inner.some(block => block.entries.has(name) || block.#isBelow(name));
  }

  /** `base`, or `base_2` and so on: a name that hides none and is hidden by none. */
  freeName(base: string): string {
    const isTaken = (name: string): boolean => this.find(name) !== undefined || this.#isBelow(name);
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}_${count}`;
      if (!isTaken(name)) return name;
    }
  }
}

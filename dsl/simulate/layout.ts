import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundDesign } from '../bind/design.ts';
import { constantText } from './operations.ts';
import type { Representation } from './representation.ts';
import { type Slot, SlotAllocator } from './storage.ts';

/** The letter of an array's representation in the program's text: `SI` are the integers of the state. */
export const letters: Readonly<Record<Representation, string>> = { int: 'I', float: 'F', big: 'B' };
/** The text of a slot in one of the program's arrays. */
export const element = (bank: string, { kind, index }: Slot): string => `${bank}${letters[kind]}[${index}]`;

/** Where everything is held. */
export class Layout {
  readonly state = new SlotAllocator();
  readonly inputs = new SlotAllocator();
  readonly outputs = new SlotAllocator();
  readonly temporaries = new SlotAllocator();
  readonly registerSlots = new Map<BoundLeaf, Slot>();
  readonly inputSlots = new Map<BoundLeaf, Slot>();
  readonly outputSlots = new Map<BoundLeaf, Slot>();

  constructor({ registers, ports, plainReset }: BoundDesign) {
    for (const { leaf } of registers) this.registerSlots.set(leaf, this.state.add(leaf));
    for (const { direction, leaves } of ports)
      for (const leaf of leaves)
        if (direction === 'input') this.inputSlots.set(leaf, this.inputs.add(leaf));
        else this.outputSlots.set(leaf, this.outputs.add(leaf));
    if (plainReset !== undefined) this.inputSlots.set(plainReset, this.inputs.add(plainReset));
  }

  /** The text that reads a leaf without a driver. */
  read(leaf: BoundLeaf): string {
    const register = this.registerSlots.get(leaf);
    if (register !== undefined) return element('S', register);
    const input = this.inputSlots.get(leaf);
    return input === undefined ? constantText(0n, leaf) : element('P', input);
  }
}

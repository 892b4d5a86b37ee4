import { binaryValue, ranged, truth } from '../../dsl/bind/binaryValue.ts';
import type { BoundLeaf } from '../../dsl/bind/boundLeaf.ts';
import type { BoundBinary, BoundNode } from '../../dsl/bind/boundNode.ts';
import type { BoundDesign, BoundMemory } from '../../dsl/bind/design.ts';

/** A number in the range of its type, or nothing that is known. */
type Known = bigint | undefined;

/**
 * What of a design follows from its reset and its inputs alone, whatever registers and memories held before: a scalar is
 * known as a whole or not at all. Careful rather than clever: what is called known is the same in every simulator, also in
 * one that begins with X everywhere. Of one clock; what black boxes give is never known.
 */
export class KnownValues {
  readonly #design: BoundDesign;
  readonly #drivers: ReadonlyMap<BoundLeaf, BoundNode>;
  /** Inputs and registers. */
  readonly #state = new Map<BoundLeaf, bigint>();
  readonly #memories: ReadonlyMap<BoundMemory, Known[]>;
  /** Nodes of this cycle. */
  readonly #nodes = new Map<BoundNode, Known>();

  constructor(design: BoundDesign) {
    this.#design = design;
    this.#drivers = new Map(design.drivers.map(({ leaf, value }) => [leaf, value]));
    this.#memories = new Map(
      design.memories.map(memory => [
        memory,
        Array.from({ length: memory.depth }, (_, address) => memory.init?.[address]),
      ]),
    );
  }

  /** Gives an input its value for this cycle. */
  give(leaf: BoundLeaf, value: bigint): void {
    this.#state.set(leaf, value);
    this.#nodes.clear();
  }

  /** The value of a leaf in this cycle. */
  of(leaf: BoundLeaf): Known {
    const driver = this.#drivers.get(leaf);
    return driver === undefined ? this.#state.get(leaf) : this.#value(driver);
  }

  /** An edge of the clock. */
  step(inReset: boolean): void {
    const { plainReset, registers, memories } = this.#design;
    if (plainReset !== undefined) this.give(plainReset, truth(inReset));
    const next = registers.map(({ leaf, next: node, reset, domain }): [BoundLeaf, Known] => {
      const isReset = inReset && reset !== undefined && domain.reset !== undefined && domain.reset.active === undefined;
      return [leaf, isReset ? reset : this.#value(node)];
    });
    const writes = memories.flatMap(memory =>
      memory.writes.map(({ enable, address, value }) => ({
        memory,
        enable: enable === undefined ? 1n : this.#value(enable),
        address: this.#value(address),
        value: this.#value(value),
      })),
    );
    for (const [leaf, value] of next)
      if (value === undefined) this.#state.delete(leaf);
      else this.#state.set(leaf, value);
    for (const { memory, enable, address, value } of writes) {
      const words = this.#memories.get(memory) ?? [];
      if (enable === 0n) continue;
      if (address === undefined) words.fill(undefined);
      else if (address < BigInt(words.length))
        words[Number(address)] = enable === 1n || words[Number(address)] === value ? value : undefined;
    }
    if (plainReset !== undefined) this.#state.set(plainReset, 0n);
    this.#nodes.clear();
  }

  #value(node: BoundNode): Known {
    if (this.#nodes.has(node)) return this.#nodes.get(node);
    const value = this.#compute(node);
    this.#nodes.set(node, value);
    return value;
  }

  #bits(node: BoundNode): Known {
    const value = this.#value(node);
    return value === undefined ? undefined : BigInt.asUintN(node.width, value);
  }

  #compute(node: BoundNode): Known {
    switch (node.kind) {
      case 'literal':
        return node.value;
      case 'signal':
        return this.of(node.leaf);
      case 'unary': {
        const bits = this.#bits(node.operand);
        if (bits === undefined) return undefined;
        switch (node.operator) {
          case 'not':
            return ranged(node, ~bits);
          case 'negate':
            return ranged(node, -bits);
          case 'reduceAnd':
            return truth(bits === BigInt.asUintN(node.operand.width, -1n));
          case 'reduceOr':
            return truth(bits !== 0n);
          case 'reduceXor':
            return BigInt(bits.toString(2).replaceAll('0', '').length % 2);
        }
        return undefined;
      }
      case 'binary':
        return this.#binary(node);
      case 'shift': {
        const [value, amount] = [this.#value(node.operand), this.#value(node.amount)];
        if (value === undefined || amount === undefined) return undefined;
        if (amount >= BigInt(node.width)) return node.direction === 'right' && value < 0n ? -1n : 0n;
        return node.direction === 'left' ? ranged(node, value << amount) : value >> amount;
      }
      case 'mux': {
        const condition = this.#value(node.condition);
        if (condition !== undefined) return this.#value(condition === 1n ? node.whenTrue : node.whenFalse);
        const [left, right] = [this.#value(node.whenTrue), this.#value(node.whenFalse)];
        return left === right ? left : undefined;
      }
      case 'resize': {
        const value = this.#value(node.operand);
        return value === undefined ? undefined : ranged(node, value);
      }
      case 'slice': {
        const bits = this.#bits(node.operand);
        return bits === undefined ? undefined : BigInt.asUintN(node.width, bits >> BigInt(node.low));
      }
      case 'concat': {
        let joined: Known = 0n;
        for (const operand of node.operands) {
          const bits = this.#bits(operand);
          joined = joined === undefined || bits === undefined ? undefined : (joined << BigInt(operand.width)) | bits;
        }
        return joined;
      }
      case 'select': {
        const index = this.#value(node.index);
        const option = index === undefined ? undefined : node.options[Number(index)];
        return option === undefined ? undefined : this.#value(option);
      }
      case 'memory-read': {
        const address = this.#value(node.address);
        return address === undefined ? undefined : this.#memories.get(node.memory)?.[Number(address)];
      }
      case 'undefined':
      case 'box-output':
        return undefined;
    }
  }

  #binary(node: BoundBinary): Known {
    const [a, b] = [this.#value(node.left), this.#value(node.right)];
    if (a === undefined || b === undefined) {
      const known = a ?? b;
      // One of the operands decides.
      if (node.operator === 'and' && known === 0n) return 0n;
      const ones = ranged(node, -1n);
      return node.operator === 'or' && known === ones ? ones : undefined;
    }
    return binaryValue(node, a, b);
  }
}

import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundNode } from './boundNode.ts';
import type { NodeFactory } from './nodes.ts';

/** What a leaf is assigned so far, and whether it is on every path. */
export interface Assigned {
  readonly node: BoundNode;
  readonly complete: boolean;
}

/** Assignments of one list of statements; inside a `when`, only those of the arm. */
type Layer = Map<BoundLeaf, Assigned>;

/** One arm of a `when`: its condition (undefined for `otherwise`) and what it assigned. */
interface Arm {
  readonly condition: BoundNode | undefined;
  readonly layer: Layer;
}

/** The assignments in program order, merged into muxes: the last one wins. */
export class Assignments {
  readonly #make: NodeFactory;
  readonly #layers: Layer[] = [new Map()];
  readonly #reads: readonly BoundNode[];

  /** @param reads what reading a leaf gives, by its index: a register keeps it where nothing is assigned */
  constructor(make: NodeFactory, reads: readonly BoundNode[]) {
    this.#make = make;
    this.#reads = reads;
  }

  current(leaf: BoundLeaf): Assigned | undefined {
    for (let depth = this.#layers.length - 1; depth >= 0; depth--) {
      const found = this.#layers[depth]?.get(leaf);
      if (found !== undefined) return found;
    }
    const held = leaf.role === 'register' ? this.#reads[leaf.index] : undefined;
    return held === undefined ? undefined : { node: held, complete: true };
  }

  /** Assigns a leaf; where `guard` is given, only while it is 1. */
  assign(leaf: BoundLeaf, value: BoundNode, guard?: BoundNode): void {
    const assigned = { node: value, complete: true };
    this.#layers.at(-1)?.set(leaf, guard === undefined ? assigned : this.#choose(guard, assigned, this.current(leaf)));
  }

  #choose(condition: BoundNode, held: Assigned, otherwise: Assigned | undefined): Assigned {
    if (otherwise === undefined) return { node: held.node, complete: false };
    return {
      node: this.#make.mux(condition, held.node, otherwise.node),
      complete: held.complete && otherwise.complete,
    };
  }

  /** Runs one arm of a `when`; what it assigns is kept apart until `merge`. */
  arm(condition: BoundNode | undefined, body: () => void): Arm {
    const layer: Layer = new Map();
    this.#layers.push(layer);
    body();
    this.#layers.pop();
    return { condition, layer };
  }

  /**
   * Ends a `when`: arms in order, the first whose condition holds applies. A leaf that most arms assign becomes a chain
   * of muxes over the conditions; one that few of many arms assign is chosen by conditions that say which arm applies,
   * so that the whole stays linear in the number of assignments.
   */
  merge(arms: readonly Arm[]): void {
    const touched = new Map<BoundLeaf, number[]>();
    for (const [position, { layer }] of arms.entries())
      for (const leaf of layer.keys()) {
        const positions = touched.get(leaf);
        if (positions === undefined) touched.set(leaf, [position]);
        else positions.push(position);
      }
    const applies = this.#lazyApplies(arms);
    const layer = this.#layers.at(-1);
    for (const [leaf, positions] of touched) {
      const base = this.current(leaf);
      const last = positions.at(-1) ?? 0;
      const dense = last + 1 <= 2 * positions.length;
      let result = base;
      const order = dense ? Array.from({ length: last + 1 }, (_, position) => position) : positions;
      for (const position of order.toReversed()) {
        const arm = arms[position];
        if (arm === undefined) continue;
        const held = arm.layer.get(leaf) ?? base;
        const condition = dense ? arm.condition : applies(position);
        if (held === undefined) result = result === undefined ? undefined : { ...result, complete: false };
        else result = condition === undefined ? held : this.#choose(condition, held, result);
      }
      if (result !== undefined) layer?.set(leaf, result);
    }
  }

  /** For each arm, the condition that it and no earlier one applies; made when it is first needed. */
  #lazyApplies(arms: readonly Arm[]): (position: number) => BoundNode | undefined {
    const applies: (BoundNode | undefined)[] = [];
    let noneBefore: BoundNode | undefined;
    return position => {
      while (applies.length <= position) {
        const condition = arms[applies.length]?.condition;
        applies.push(condition === undefined ? noneBefore : this.#make.and(noneBefore, condition));
        if (condition !== undefined) noneBefore = this.#make.and(noneBefore, this.#make.not(condition));
      }
      return applies[position];
    };
  }
}

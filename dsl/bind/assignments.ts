import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundNode } from './boundNode.ts';
import type { NodeFactory } from './nodes.ts';
import { type BitRange, chosen, joined, missingBits, type Pieces, pieceOf, replaced, within } from './pieces.ts';

/** What a leaf is assigned so far as a whole, and whether it is on every path. */
interface Whole {
  readonly node: BoundNode;
  readonly complete: boolean;
}

/** What a leaf is assigned so far, where some of its bits are assigned apart from others. */
interface InParts {
  readonly pieces: Pieces;
}

type Assigned = Whole | InParts;

/** What a leaf is assigned in the end. */
export interface Final extends Whole {
  /** Bits that nothing assigns, where others are assigned; `node` has 0 there. */
  readonly missing: readonly BitRange[];
  /** Bits that only some paths assign. */
  readonly incomplete: readonly BitRange[];
}

const piecesOf = (assigned: Assigned | undefined): Pieces => {
  if (assigned === undefined) return [];
  return 'pieces' in assigned ? assigned.pieces : [pieceOf(assigned.node, 0, assigned.complete)];
};

/** Assignments of one list of statements; inside a `when`, only those of the arm. */
type Layer = Map<BoundLeaf, Assigned>;

/** One arm of a `when`: its condition (undefined for `otherwise`) and what it assigned. */
interface Arm {
  readonly condition: BoundNode | undefined;
  readonly layer: Layer;
}

const none: readonly BitRange[] = [];

/** The same, where other paths assign nothing. */
const onSomePaths = (assigned: Assigned): Assigned =>
  'pieces' in assigned
    ? { pieces: assigned.pieces.map(piece => ({ ...piece, complete: false })) }
    : { ...assigned, complete: false };

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

  #current(leaf: BoundLeaf): Assigned | undefined {
    for (let depth = this.#layers.length - 1; depth >= 0; depth--) {
      const found = this.#layers[depth]?.get(leaf);
      if (found !== undefined) return found;
    }
    const held = leaf.role === 'register' ? this.#reads[leaf.index] : undefined;
    return held === undefined ? undefined : { node: held, complete: true };
  }

  /** What a leaf is assigned, after all assignments; undefined where none is. */
  final(leaf: BoundLeaf): Final | undefined {
    const assigned = this.#current(leaf);
    if (assigned === undefined) return undefined;
    if (!('pieces' in assigned)) return { ...assigned, missing: none, incomplete: none };
    const { pieces } = assigned;
    const incomplete = pieces.filter(({ complete }) => !complete);
    const node = joined(this.#make, pieces, leaf);
    return { node, complete: incomplete.length === 0, missing: missingBits(pieces, leaf.width), incomplete };
  }

  /** Assigns a leaf; where `guard` is given, only while it is 1. */
  assign(leaf: BoundLeaf, value: BoundNode, guard?: BoundNode): void {
    const assigned = { node: value, complete: true };
    this.#layers.at(-1)?.set(leaf, guard === undefined ? assigned : this.#choose(guard, assigned, this.#current(leaf)));
  }

  /** Assigns some bits of a leaf; where `guard` is given, only while it is 1. */
  assignBits(leaf: BoundLeaf, range: BitRange, value: BoundNode, guard?: BoundNode): void {
    this.#replace(leaf, range, [pieceOf(value, range.low)], guard);
  }

  /** Assigns that bit of a range which `position` chooses; beyond the range, none. */
  assignChosenBit(leaf: BoundLeaf, range: BitRange, value: BoundNode, position: BoundNode, guard?: BoundNode): void {
    const make = this.#make;
    const before = within(piecesOf(this.#current(leaf)), range);
    const [first] = before;
    const { width } = range;
    const isOneValue =
      first !== undefined &&
      before.every(({ complete }) => complete === first.complete) &&
      before.reduce((sum, piece) => sum + piece.width, 0) === width;
    if (!isOneValue) {
      // Some bits have a value and others have not: each for itself.
      const count = BigInt(width) < 2n ** BigInt(position.width) ? width : 2 ** position.width;
      for (let at = 0; at < count; at++) {
        const matches = make.binary('eq', position, make.literal(BigInt(at), position.width, false));
        this.assignBits(leaf, { low: range.low + at, width: 1 }, value, make.and(guard, matches));
      }
      return;
    }
    const old = joined(
      make,
      before.map(piece => ({ ...piece, low: piece.low - range.low })),
      { width, signed: false },
    );
    const mask = make.shift('left', make.literal(1n, width, false), position);
    const set = (): BoundNode => make.binary('or', old, mask);
    const cleared = (): BoundNode => make.binary('and', old, make.not(mask));
    const known = value.kind === 'literal' ? value.value !== 0n : undefined;
    const node = known === undefined ? make.mux(value, set(), cleared()) : known ? set() : cleared();
    this.#replace(leaf, range, [pieceOf(node, range.low, first.complete)], guard);
  }

  #replace(leaf: BoundLeaf, range: BitRange, others: Pieces, guard: BoundNode | undefined): void {
    const before = piecesOf(this.#current(leaf));
    const given = guard === undefined ? others : chosen(this.#make, guard, others, within(before, range));
    this.#layers.at(-1)?.set(leaf, { pieces: replaced(before, range, given) });
  }

  #choose(condition: BoundNode, held: Assigned, otherwise: Assigned | undefined): Assigned {
    if ('pieces' in held || (otherwise !== undefined && 'pieces' in otherwise))
      return { pieces: chosen(this.#make, condition, piecesOf(held), piecesOf(otherwise)) };
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
      const base = this.#current(leaf);
      const last = positions.at(-1) ?? 0;
      const dense = last + 1 <= 2 * positions.length;
      let result = base;
      const order = dense ? Array.from({ length: last + 1 }, (_, position) => position) : positions;
      for (const position of order.toReversed()) {
        const arm = arms[position];
        if (arm === undefined) continue;
        const held = arm.layer.get(leaf) ?? base;
        const condition = dense ? arm.condition : applies(position);
        if (held === undefined) result = result === undefined ? undefined : onSomePaths(result);
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

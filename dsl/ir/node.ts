import type { CallSite } from '../source/location.ts';
import type { HwType } from '../types.ts';
import type { Declaration } from './declaration.ts';
import type { Region } from './hwModule.ts';
import type { IntExpr } from './integer.ts';
import type { Memory } from './memory.ts';

/**
 * Values of the hardware IR. Widths are symbolic; operands are already brought to the width of their operator by explicit
 * `resize` nodes, so that no later pass has a width to infer.
 */

interface NodeBase {
  readonly id: number;
  readonly type: HwType;
  readonly site: CallSite | undefined;
  /** The innermost region in which everything that the node reads is known. */
  readonly region: Region;
  /** A name that the language itself gives, such as `enq_fire`; it comes before a name in the source. */
  readonly hint?: string;
  /** Made on the way: a name that the source gives to the call is not meant for this node. */
  readonly nameless?: boolean;
  /** What stands behind the name that the source gives to the call. */
  readonly suffix?: string;
  /** Of a call that gives several things: which it is, as in `const [left, right] = …`. */
  readonly position?: number | undefined;
}

/** A constant; its bits are those of `value` modulo two to the width. */
export interface LiteralNode extends NodeBase {
  readonly kind: 'literal';
  readonly value: bigint;
}

/** A parameter expression as a hardware value. */
export interface ParameterNode extends NodeBase {
  readonly kind: 'parameter';
  readonly value: IntExpr;
}

/** The present value of a port, register or wire. */
export interface ReadNode extends NodeBase {
  readonly kind: 'read';
  readonly signal: Declaration;
}

/** What a neighbouring iteration of a generate loop declares: `loop[index].signal`. */
export interface NeighbourNode extends NodeBase {
  readonly kind: 'neighbour';
  readonly signal: Declaration;
  readonly loop: Region;
  readonly index: IntExpr;
}

/** An element of a vec; a dynamic index beyond the length is undefined. */
export interface ElementNode extends NodeBase {
  readonly kind: 'element';
  readonly vector: Node;
  readonly index: IntExpr | Node;
}

/** `negate` and `not` keep the operand's width; the reductions give a bool. */
export type UnaryOperator = 'not' | 'negate' | 'reduceAnd' | 'reduceOr' | 'reduceXor';

export interface UnaryNode extends NodeBase {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Node;
}

/** Arithmetic and bitwise operators: both operands have the result's type. Comparisons: both have one type. */
export type BinaryOperator = 'add' | 'sub' | 'mul' | 'and' | 'or' | 'xor' | 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

export interface BinaryNode extends NodeBase {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

/** Shift by a signal: the operand keeps its type; shifting by the width or more gives 0, or the sign. */
export interface ShiftNode extends NodeBase {
  readonly kind: 'shift';
  readonly direction: 'left' | 'right';
  readonly operand: Node;
  readonly amount: Node;
}

export interface MuxNode extends NodeBase {
  readonly kind: 'mux';
  readonly condition: Node;
  readonly whenTrue: Node;
  readonly whenFalse: Node;
}

/** The operand at another width: extended by its own sign or by zeros, or with its high bits dropped. */
export interface ResizeNode extends NodeBase {
  readonly kind: 'resize';
  readonly operand: Node;
  /** What the widths are known to do: `any` where the parameters decide. */
  readonly direction: 'extend' | 'truncate' | 'any';
}

/** Bits `low` to `low + width - 1` of a uint or sint, as a uint. */
export interface SliceNode extends NodeBase {
  readonly kind: 'slice';
  readonly operand: Node;
  readonly low: IntExpr;
}

/** The operands side by side, the first in the high bits, as a uint. */
export interface ConcatNode extends NodeBase {
  readonly kind: 'concat';
  readonly operands: readonly Node[];
}

/** The same bits with another type of the same width: signedness, bool, pack and unpack. */
export interface CastNode extends NodeBase {
  readonly kind: 'cast';
  readonly operand: Node;
}

/** A vec made of its elements, index 0 first. */
export interface VecNode extends NodeBase {
  readonly kind: 'vec';
  readonly elements: readonly Node[];
}

/** The word of a memory at an address, in the same cycle. */
export interface MemoryReadNode extends NodeBase {
  readonly kind: 'memory-read';
  readonly memory: Memory;
  readonly address: Node;
}

export type FoldOperator = 'add' | 'and' | 'or' | 'xor' | 'min' | 'max';

/** All elements of a vec of scalars joined by an associative operator in a balanced tree; each is resized first. */
export interface FoldNode extends NodeBase {
  readonly kind: 'fold';
  readonly operator: FoldOperator;
  readonly vector: Node;
}

/** Bits of which nothing is known: another value in every cycle, and whatever suits synthesis. */
export interface UndefinedNode extends NodeBase {
  readonly kind: 'undefined';
}

export type Node =
  | LiteralNode
  | ParameterNode
  | ReadNode
  | NeighbourNode
  | ElementNode
  | UnaryNode
  | BinaryNode
  | ShiftNode
  | MuxNode
  | ResizeNode
  | SliceNode
  | ConcatNode
  | CastNode
  | VecNode
  | MemoryReadNode
  | FoldNode
  | UndefinedNode;

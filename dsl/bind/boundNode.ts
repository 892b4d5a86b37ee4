import type { BinaryOperator, UnaryOperator } from '../ir/node.ts';
import type { CallSite } from '../source/location.ts';
import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundBlackBox, BoundMemory } from './design.ts';

interface BoundNodeBase {
  readonly id: number;
  /** Bits of the result, at least 1. */
  readonly width: number;
  readonly signed: boolean;
}

/** A constant, in the range of its type: negative only where signed. */
export interface BoundLiteral extends BoundNodeBase {
  readonly kind: 'literal';
  readonly value: bigint;
}

/** The present value of a leaf. */
export interface BoundRead extends BoundNodeBase {
  readonly kind: 'signal';
  readonly leaf: BoundLeaf;
}

/** `not` and `negate` keep the width; a reduction gives one unsigned bit. */
export interface BoundUnary extends BoundNodeBase {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: BoundNode;
}

/** Both operands have one width and signedness, the result's own except for comparisons, which give one bit. */
export interface BoundBinary extends BoundNodeBase {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: BoundNode;
  readonly right: BoundNode;
}

/** Shift by an unsigned amount; an amount of the width or more gives 0, or the sign of a signed operand going right. */
export interface BoundShift extends BoundNodeBase {
  readonly kind: 'shift';
  readonly direction: 'left' | 'right';
  readonly operand: BoundNode;
  readonly amount: BoundNode;
}

export interface BoundMux extends BoundNodeBase {
  readonly kind: 'mux';
  readonly condition: BoundNode;
  readonly whenTrue: BoundNode;
  readonly whenFalse: BoundNode;
}

/**
 * The operand at another width, signedness or both: extended by its own sign (where it is signed) or by zeros, or with
 * its high bits dropped; the resulting bits are then read with this node's signedness. Of equal width it is a cast.
 */
export interface BoundResize extends BoundNodeBase {
  readonly kind: 'resize';
  readonly operand: BoundNode;
}

/** Bits `low` to `low + width - 1` of the operand, unsigned; they exist. */
export interface BoundSlice extends BoundNodeBase {
  readonly kind: 'slice';
  readonly operand: BoundNode;
  readonly low: number;
}

/** The bits of the operands side by side, the first in the high bits, unsigned. */
export interface BoundConcat extends BoundNodeBase {
  readonly kind: 'concat';
  readonly operands: readonly BoundNode[];
}

/**
 * Option number `index`; all have the result's type. An index of `options.length` or more, or below 0, is undefined in
 * hardware: the simulator gives 0 and reports it.
 */
export interface BoundSelect extends BoundNodeBase {
  readonly kind: 'select';
  readonly index: BoundNode;
  readonly options: readonly BoundNode[];
  /** What is indexed, for reports. */
  readonly name: string;
  readonly site: CallSite | undefined;
}

/** The word of a memory in the same cycle; an address of `depth` or more is undefined as above. */
export interface BoundMemoryRead extends BoundNodeBase {
  readonly kind: 'memory-read';
  readonly memory: BoundMemory;
  readonly address: BoundNode;
  readonly site: CallSite | undefined;
}

/** Bits of which nothing is known: the simulator gives others each time. */
export interface BoundUndefined extends BoundNodeBase {
  readonly kind: 'undefined';
}

/** What a black box gives in one scalar of an output. */
export interface BoundBoxOutput extends BoundNodeBase {
  readonly kind: 'box-output';
  readonly box: BoundBlackBox;
  readonly leaf: BoundLeaf;
  /** The scalars of the inputs that the output depends on, in the order of declaration. */
  readonly inputs: readonly BoundNode[];
}

export type BoundNode =
  | BoundLiteral
  | BoundRead
  | BoundUnary
  | BoundBinary
  | BoundShift
  | BoundMux
  | BoundResize
  | BoundSlice
  | BoundConcat
  | BoundSelect
  | BoundMemoryRead
  | BoundUndefined
  | BoundBoxOutput;

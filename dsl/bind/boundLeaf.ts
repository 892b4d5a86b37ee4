import type { Declaration, DeclarationRole } from '../ir/declaration.ts';
import type { BoundScope } from './boundScope.ts';

/** A scalar signal. */
export interface BoundLeaf {
  readonly index: number;
  readonly name: string;
  /** Bits, at least 1. */
  readonly width: number;
  readonly signed: boolean;
  /** An input of the top is free; an input of an instance has a driver. */
  readonly role: DeclarationRole;
  readonly declaration: Declaration;
  /** Position in the declared vec, outermost index first; empty for a scalar. */
  readonly position: readonly number[];
  readonly scope: BoundScope;
}

export interface BoundPort {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly declaration: Declaration;
  /** In the order of packing: the first leaf in the low bits. */
  readonly leaves: readonly BoundLeaf[];
}

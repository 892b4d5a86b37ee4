import type { IntExpr } from './integer.ts';
import type { Relation } from './relation.ts';

/** What an atom of a parameter expression may be: everything that is not a sum or a product. */
export type Atom = ParameterAtom | IndexAtom | OperationAtom;

/** The module that a parameter belongs to, as far as proofs need it. */
export interface ParameterOwner {
  readonly module: string;
  /** Relations that hold between the parameters: known to be true in every legal instance. */
  relations: readonly Relation[];
}

/** A parameter of a module, with the range that its declaration states. */
export interface ParameterAtom {
  readonly kind: 'parameter';
  readonly key: string;
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** It is a multiple of this; 1 where nothing is known. */
  readonly multipleOf: number;
  readonly owner: ParameterOwner;
}

/** The index of a generate loop: 0 to `count - 1`. */
export interface IndexAtom {
  readonly kind: 'index';
  readonly key: string;
  /** Where the loop's label is known first; the emitted genvar is chosen later. */
  readonly name: string;
  readonly count: IntExpr;
}

/** `floorDiv` and `mod` round towards minus infinity and need a positive divisor; `clog2(1)` is 0. */
export type IntegerOperator = 'floorDiv' | 'mod' | 'min' | 'max' | 'orWhenZero' | 'clog2' | 'pow2';

/** An operation that polynomials cannot express, over canonical arguments. */
export interface OperationAtom {
  readonly kind: 'operation';
  readonly key: string;
  readonly operator: IntegerOperator;
  readonly operands: readonly IntExpr[];
}

/** Ceiling of the base-2 logarithm, as Verilog's `$clog2`: 0 for 0 and 1. */
export function ceilingLog2(value: number): number {
  return value <= 1 ? 0 : Math.ceil(Math.log2(value) - 1e-9);
}

/** The value of an operator on numbers. */
export function applyOperator(operator: IntegerOperator, operands: readonly number[]): number {
  const [a = 0, b = 0] = operands;
  switch (operator) {
    case 'floorDiv':
      return Math.floor(a / b);
    case 'mod':
      return a - b * Math.floor(a / b);
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
    case 'orWhenZero':
      return a > 0 ? a : b;
    case 'clog2':
      return ceilingLog2(a);
    case 'pow2':
      return 2 ** a;
  }
}

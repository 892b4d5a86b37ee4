import type { StatementPlan } from './planStatements.ts';

/**
 * A random module as plain data. It is soft: references count modulo what there is, operands are brought to the type
 * that an operator needs, so that every plan describes a legal module and stays legal while it shrinks.
 */
export interface ModulePlan {
  /** The clock that it declares; undefined for a module of which nothing is said of clocks. */
  readonly clock: ClockPlan | undefined;
  readonly inputs: readonly PortPlan[];
  readonly registers: readonly RegisterPlan[];
  readonly body: readonly StatementPlan[];
  readonly outputs: readonly OutputPlan[];
  /** Modules that instances in the body refer to; they have none of their own. */
  readonly children: readonly ModulePlan[];
  /** A relation of the parameters that it states; none where 0. */
  readonly relation: number;
  /** Whether the parity of everything that can be read at the end is an output; else much of it goes nowhere. */
  readonly isObserved: boolean;
  /** Whether the last input and the first output stand in a group of ports, written from the other side. */
  readonly isGrouped: boolean;
}

/** What a declared clock is like; that of an instance takes from its parent what has to be the same. */
export interface ClockPlan {
  readonly edge: 'rising' | 'falling';
  readonly reset: 'synchronous' | 'asynchronous' | 'none';
  readonly active: 'high' | 'low';
  readonly enable: boolean;
}

/** A width: a number, or an expression of the parameters W and V (bits), N (elements). */
export type WidthPlan =
  | { readonly kind: 'literal'; readonly bits: number }
  | { readonly kind: 'W' | 'V' | 'index' | 'double' | 'sum' | 'larger' | 'power'; readonly more: number };

/** A scalar type. */
export interface ScalarPlan {
  readonly kind: 'bool' | 'uint' | 'sint';
  readonly width: WidthPlan;
}

/** How many elements: a number, or the parameter N where undefined. */
export type LengthPlan = number | undefined;

export interface TypePlan {
  readonly scalar: ScalarPlan;
  /** Lengths of a vec, the outermost first; none for a scalar. */
  readonly lengths: readonly LengthPlan[];
}

export type PortPlan = TypePlan;

export interface OutputPlan {
  readonly type: TypePlan;
  readonly value: ExpressionPlan;
}

export interface RegisterPlan {
  readonly type: TypePlan;
  readonly reset: 'none' | 'zero' | bigint;
}

/** An operator on operands, with numbers to choose variants by; or a leaf. */
export type ExpressionPlan =
  | { readonly kind: 'reference'; readonly index: number; readonly variant: number }
  | { readonly kind: 'literal'; readonly type: ScalarPlan; readonly value: bigint }
  | { readonly kind: 'parameter'; readonly index: number }
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly operands: readonly ExpressionPlan[];
      readonly variant: number;
      readonly width: WidthPlan;
      readonly constant: bigint;
    };

/** What an instance gives to the child's parameters: a number, one of the parent's, or nothing. */
export type ArgumentPlans = Readonly<Record<ParameterName, number | 'own' | 'default'>>;

export const parameterRanges = {
  W: { default: 8, min: 1, max: 40 },
  V: { default: 5, min: 1, max: 24 },
  N: { default: 4, min: 1, max: 5 },
  K: { default: 3, min: 0, max: 9 },
  S: { default: -2, min: -8, max: 7 },
} as const;
export type ParameterName = keyof typeof parameterRanges;
export type Binding = Readonly<Record<ParameterName, number>>;
export const parameterNames = ['W', 'V', 'N', 'K', 'S'] as const;

/** Bits that no value exceeds, at any binding. */
export const MOST_BITS = 130;

/** Cycles at the start in which `init` is high and everything without reset is written. */
export const INIT_CYCLES = 22;
/** Words of the deepest memory: all are written while `init` is high, the address counting. */
export const MOST_WORDS = 9;

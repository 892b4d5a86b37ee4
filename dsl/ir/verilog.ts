import type { IndexAtom } from './atom.ts';
import type { IntExpr, Width } from './integer.ts';
import type { Relation } from './relation.ts';

/**
 * The Verilog AST: IEEE 1364-2005, as far as the language emits it. The printer lays it out and infers nothing. What is
 * said in terms of parameters (`bits`, `index`, `relation`) is not printed: by it a pass sees which bits are read.
 */

/** Bits `low` to `low + width - 1`. */
export interface Bits {
  readonly low: Width;
  readonly width: Width;
}

export type UnaryOperator = '!' | '~' | '-' | '&' | '|' | '^';
export type BinaryOperator =
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '<<'
  | '>>'
  | '>>>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&'
  | '^'
  | '|'
  | '&&'
  | '||';

export type Expression =
  | { readonly kind: 'identifier'; readonly name: string }
  /** A decimal number without a size, for constant expressions. */
  | { readonly kind: 'integer'; readonly value: number }
  /** A string, for parameters of modules that are written elsewhere. */
  | { readonly kind: 'text'; readonly value: string }
  /** A sized constant, printed in decimal up to 64 bits and in hexadecimal beyond. */
  | { readonly kind: 'sized'; readonly width: number; readonly value: bigint; readonly signed: boolean }
  /** A bit of which nothing is known. */
  | { readonly kind: 'unknown-bit' }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      /** Printed without spaces: products inside constant expressions. */
      readonly tight?: boolean;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | { readonly kind: 'concat'; readonly operands: readonly Expression[] }
  | { readonly kind: 'replicate'; readonly count: Expression; readonly operand: Expression }
  /** One bit of a vector, or one word of a memory. */
  | { readonly kind: 'select'; readonly base: Expression; readonly index: Expression; readonly bits?: Bits }
  /** Bits `width - 1` to 0. */
  | { readonly kind: 'low-part'; readonly base: Expression; readonly width: Expression; readonly bits?: Bits }
  /** `width` bits from `low` up. */
  | {
      readonly kind: 'part';
      readonly base: Expression;
      readonly low: Expression;
      readonly width: Expression;
      readonly bits?: Bits;
    }
  /** `scope.name`, into a named block of a generate loop, and in which iteration. */
  | { readonly kind: 'member'; readonly scope: Expression; readonly name: string; readonly iteration: IntExpr }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] };

export type Statement =
  | {
      readonly kind: 'assign';
      readonly blocking: boolean;
      readonly target: Expression;
      readonly value: Expression;
    }
  | {
      readonly kind: 'if';
      readonly arms: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'case';
      readonly subject: Expression;
      readonly arms: readonly { readonly label: Expression; readonly body: readonly Statement[] }[];
      /** Stands behind `default`. */
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'for';
      readonly variable: string;
      readonly initial: Expression;
      readonly condition: Expression;
      readonly next: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'task'; readonly name: string; readonly operands: readonly (Expression | string)[] }
  | { readonly kind: 'property'; readonly check: 'assert' | 'assume' | 'cover'; readonly condition: Expression };

/** `true` for an attribute without a value. */
export type Attribute = readonly [name: string, value: string | number | true];

export interface Net {
  readonly kind: 'net';
  readonly keyword: 'wire' | 'reg';
  readonly signed: boolean;
  /** Undefined for a single bit without a range. */
  readonly width: Expression | undefined;
  readonly bits: Width;
  readonly name: string;
  /** Whether it stands for a value and not for a declaration of the user: it goes when nothing reads it. */
  readonly isValue?: boolean;
  /** Words, for a memory. */
  readonly depth?: Expression;
  /** Value of a wire that is declared with it. */
  readonly value?: Expression;
  readonly comment: readonly string[];
  readonly attributes: readonly Attribute[];
}

/** A variable of a procedural block or a function. */
export interface Variable {
  readonly name: string;
  readonly width: Expression | undefined;
  readonly bits: Width;
  readonly signed: boolean;
}

export interface FunctionInput {
  readonly name: string;
  /** Undefined for one bit; `integer` for a number. */
  readonly width: Expression | 'integer' | undefined;
}

export interface Connection {
  readonly port: string;
  readonly value: Expression;
  /** Whether the instance drives the value. */
  readonly isOutput?: boolean;
}

export type Item =
  | { readonly kind: 'comment'; readonly lines: readonly string[] }
  | {
      readonly kind: 'localparam';
      readonly name: string;
      /** Bits of a constant that is a value; an integer without. */
      readonly bits?: number;
      readonly value: Expression;
      readonly comment: readonly string[];
    }
  | { readonly kind: 'genvar'; readonly names: readonly string[] }
  | Net
  | { readonly kind: 'continuous'; readonly target: Expression; readonly value: Expression }
  | {
      readonly kind: 'always';
      /** The clock; undefined for a combinational block. */
      readonly clock: string | undefined;
      /** The clock's falling edge, not its rising one. */
      readonly falling?: boolean;
      /** An asynchronous reset, and the level at which it is active. */
      readonly reset?: { readonly name: string; readonly active: 'high' | 'low' };
      /** A label, where the block declares variables. */
      readonly label?: string;
      readonly integers: readonly string[];
      /** Values of the block's own, assigned with `=` before they are read. */
      readonly variables: readonly Variable[];
      readonly body: readonly Statement[];
    }
  /** Done once, before the first clock edge. */
  | {
      readonly kind: 'initial';
      /** A label, where the block declares integers. */
      readonly label?: string;
      readonly integers: readonly string[];
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'loop';
      readonly variable: string;
      readonly count: Expression;
      readonly label: string;
      readonly index: IndexAtom;
      readonly items: readonly Item[];
    }
  | { readonly kind: 'choose'; readonly branches: readonly ChooseBranch[] }
  | {
      readonly kind: 'instance';
      readonly attributes?: readonly Attribute[];
      readonly module: string;
      readonly name: string;
      readonly parameters: readonly Connection[];
      readonly connections: readonly Connection[];
    }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly width: Expression | undefined;
      readonly signed: boolean;
      readonly inputs: readonly FunctionInput[];
      readonly variables: readonly Variable[];
      readonly integers: readonly string[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'guard'; readonly condition: Expression; readonly label: string; readonly sentence: string }
  /** What a region leaves unread on purpose, and why: comes out as part of its `wire unused`. */
  | { readonly kind: 'unread'; readonly values: readonly Expression[]; readonly reason: string }
  /** Items for simulation and items for formal tools; synthesis sees neither. */
  | { readonly kind: 'verification'; readonly formal: readonly Item[]; readonly simulation: readonly Item[] };

export interface ChooseBranch {
  readonly condition: Expression | undefined;
  readonly relation?: Relation | undefined;
  readonly label: string;
  readonly items: readonly Item[];
}

export interface ParameterDeclaration {
  readonly name: string;
  readonly value: number;
  /** In place of the value: what a parameter is that takes a string. */
  readonly text?: string;
  readonly comment: readonly string[];
}

export interface PortDeclaration {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly signed: boolean;
  readonly width: Expression | undefined;
  readonly bits: Width;
  readonly comment: readonly string[];
  /** Whether a blank line stands in front: ports that belong together stand together. */
  readonly startsGroup: boolean;
}

export interface Module {
  readonly name: string;
  readonly attributes?: readonly Attribute[];
  /** The header comment, one string a paragraph line. */
  readonly comment: readonly string[];
  readonly parameters: readonly ParameterDeclaration[];
  readonly ports: readonly PortDeclaration[];
  readonly items: readonly Item[];
}

export const identifier = (name: string): Expression => ({ kind: 'identifier', name });
export const integer = (value: number): Expression => ({ kind: 'integer', value });
export const binary = (operator: BinaryOperator, left: Expression, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
});
export const unary = (operator: UnaryOperator, operand: Expression): Expression => ({
  kind: 'unary',
  operator,
  operand,
});
export const bit = (value: boolean): Expression => ({ kind: 'sized', width: 1, value: value ? 1n : 0n, signed: false });
export const signedCall = (operand: Expression): Expression => ({ kind: 'call', name: '$signed', operands: [operand] });
export const unsignedCall = (operand: Expression): Expression => ({
  kind: 'call',
  name: '$unsigned',
  operands: [operand],
});

/** A loop of `variable` from 0 to count - 1. */
export const countingLoop = (variable: string, count: Expression, body: readonly Statement[]): Statement => ({
  kind: 'for',
  variable,
  initial: integer(0),
  condition: binary('<', identifier(variable), count),
  next: binary('+', identifier(variable), integer(1)),
  body,
});

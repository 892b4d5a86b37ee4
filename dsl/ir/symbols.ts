import type { BinaryOperator } from './node.ts';

/** Operators as Verilog and most languages write them. */
export const symbols = {
  add: '+',
  sub: '-',
  mul: '*',
  and: '&',
  or: '|',
  xor: '^',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
} as const satisfies Record<BinaryOperator, string>;

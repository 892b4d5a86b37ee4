import { toExpr, type Width } from '../../ir/integer.ts';
import { bit, type Expression } from '../../ir/verilog.ts';
import type { Integers } from './integers.ts';

/** A constant of `bits` bits. */
export function constantOf(bits: Width, value: bigint, integers: Integers): Expression {
  const width = toExpr(bits);
  const { constant } = width;
  const count = integers.expression(width);
  if (constant !== undefined && !(constant > 64 && (value === 0n || value === -1n)))
    return { kind: 'sized', width: constant, value: BigInt.asUintN(constant, value), signed: false };
  if (value === 0n) return { kind: 'replicate', count, operand: bit(false) };
  if (value === -1n) return { kind: 'replicate', count, operand: bit(true) };
  const magnitude = value < 0n ? -value - 1n : value;
  const needed = magnitude.toString(2).length + (value < 0n ? 1 : 0);
  const low: Expression = { kind: 'sized', width: needed, value: BigInt.asUintN(needed, value), signed: false };
  const rest = width.minus(needed);
  return {
    kind: 'concat',
    operands: [{ kind: 'replicate', count: integers.expression(rest), operand: bit(value < 0n) }, low],
  };
}

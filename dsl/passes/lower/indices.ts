import { type IntExpr, toExpr, upperBound } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';
import { binary, bit, type Expression, identifier } from '../../ir/verilog.ts';
import type { Integers } from './integers.ts';
import type { Values } from './values.ts';

/** Whether an index is the value of an integer variable, compared without losing bits of either. */
export function isIndex(values: Values, integers: Integers, index: Node, variable: string): Expression {
  const width = toExpr(index.type.width);
  const counter = identifier(variable);
  if (width.constant === 32) return binary('==', values.expression(index), counter);
  if (upperBound(width) <= 32 || isIndexWidth(width)) return binary('==', values.extended(index, 32), counter);
  const above: Expression = { kind: 'replicate', count: integers.expression(width), operand: bit(false) };
  return binary(
    '==',
    { kind: 'concat', operands: [{ kind: 'sized', width: 32, value: 0n, signed: false }, values.expression(index)] },
    { kind: 'concat', operands: [above, counter] },
  );
}

/** Whether a width is that of an index, or one bit more: made by clog2 it stays below 32, because what it indexes does. */
export function isIndexWidth(width: IntExpr): boolean {
  const { terms } = width;
  const extra = terms.find(({ atoms }) => atoms.length === 0)?.coefficient ?? 0;
  const [index, ...others] = terms.filter(({ atoms }) => atoms.length > 0);
  const [atom] = index !== undefined && index.coefficient === 1 && index.atoms.length === 1 ? index.atoms : [];
  if (others.length > 0 || extra > 1 || atom?.kind !== 'operation') return false;
  if (atom.operator === 'clog2') return true;
  return atom.operator === 'max' && atom.operands.every(each => each.constant === 1 || isIndexWidth(each));
}

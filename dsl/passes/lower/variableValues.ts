import { atomExpr, type IntExpr, toExpr } from '../../ir/integer.ts';
import { binary, type Expression, unary } from '../../ir/verilog.ts';

/**
 * The value of an expression in which the variable of a procedural loop is, `i + 1` say: no localparam can be made of it
 * whose bits are taken. Sums and products of the low bits have the same low bits, so that each part is taken by itself.
 *
 * @param part an atom or a number as a value of the width that is wanted
 */
export function valueOfParts(value: IntExpr, part: (of: IntExpr) => Expression): Expression {
  const terms = [...value.terms.values()].sort((a, b) => b.coefficient - a.coefficient);
  const [sum = part(toExpr(0))] = terms.reduce<readonly Expression[]>(([before], { coefficient, atoms }) => {
    const size = Math.abs(coefficient);
    const factors = [
      ...(size === 1 && atoms.length > 0 ? [] : [toExpr(size)]),
      ...atoms.map(atom => atomExpr(atom)),
    ].map(part);
    const [first = part(toExpr(1)), ...others] = factors;
    const product = others.reduce((left, right) => binary('*', left, right), first);
    if (before !== undefined) return [binary(coefficient < 0 ? '-' : '+', before, product)];
    return [coefficient < 0 ? unary('-', product) : product];
  }, []);
  return sum;
}

import { fail } from '../diagnostics/diagnostic.ts';
import { CallSite } from '../source/location.ts';
import { applyOperator, type IntegerOperator } from './atom.ts';
import { lowerBound, provablyNonNegative } from './bounds.ts';
import { atomExpr, checked, IntExpr, printInteger, type Tree, toExpr, type Width } from './integer.ts';
import { scaled, type Term, termOf } from './term.ts';

/** Sums, products and operations of parameter expressions, as simple as they can be. */

/** The terms of a product. */
export function multiplyTerms(left: IntExpr, right: IntExpr): Term[] {
  const products: Term[] = [];
  for (const a of left.terms)
    for (const b of right.terms) {
      const coefficient = a.coefficient * b.coefficient;
      checked(coefficient, () => `${printInteger(left)}*${printInteger(right)}`);
      products.push(termOf(coefficient, a.atoms.length === 0 ? b.atoms : [...a.atoms, ...b.atoms]));
    }
  return products;
}

/** What is no more than one atom or a number is written as that: `A + W - A` is `W`. */
function simplest(expression: IntExpr): IntExpr {
  const { constant } = expression;
  if (constant !== undefined) return toExpr(constant);
  const [term, ...others] = expression.terms;
  if (term === undefined || others.length > 0) return expression;
  const [atom] = term.coefficient === 1 && term.atoms.length === 1 ? term.atoms : [];
  return atom === undefined ? expression : atomExpr(atom, expression.site);
}

/** A sum, difference or product, as simple as it can be written. */
export function binary(kind: 'sum' | 'difference' | 'product', left: IntExpr, right: IntExpr): IntExpr {
  return simplest(combine(kind, left, right));
}

function combine(kind: 'sum' | 'difference' | 'product', left: IntExpr, right: IntExpr): IntExpr {
  const a = left.constant;
  const b = right.constant;
  if (a !== undefined && b !== undefined) return toExpr(kind === 'sum' ? a + b : kind === 'difference' ? a - b : a * b);
  if (kind === 'sum') {
    if (a === 0) return right;
    if (b === 0) return left;
    if (b !== undefined && b < 0) return combine('difference', left, toExpr(-b));
    return new IntExpr([...left.terms, ...right.terms], tidy({ kind, left, right }), new CallSite());
  }
  if (kind === 'difference') {
    if (b === 0) return left;
    if (b !== undefined && b < 0) return combine('sum', left, toExpr(-b));
    return new IntExpr(differenceOf(left, right), tidy({ kind, left, right }), new CallSite());
  }
  if (a === 1) return right;
  if (b === 1) return left;
  if (a === 0 || b === 0) return toExpr(0);
  return new IntExpr(multiplyTerms(left, right), { kind, left, right }, new CallSite());
}

/** `(x + 1) - 1` is written `x`, `(x + 2) - 1` is written `x + 1`: constants gather at the end. */
function tidy(tree: Tree & { readonly left: IntExpr; readonly right: IntExpr }): Tree {
  const sign = tree.kind === 'difference' ? -1 : 1;
  const inner = tree.left.tree;
  const outer = tree.right.constant;
  if (outer === undefined || (inner.kind !== 'sum' && inner.kind !== 'difference')) return tree;
  const innerConstant = inner.right.constant;
  if (innerConstant === undefined) return tree;
  const total = (inner.kind === 'sum' ? innerConstant : -innerConstant) + sign * outer;
  if (total === 0) return inner.left.tree;
  return { kind: total > 0 ? 'sum' : 'difference', left: inner.left, right: toExpr(Math.abs(total)) };
}

/** A divisor, or a diagnostic where it may be 0 or less. */
export function positive(divisor: Width, name: string): IntExpr {
  const expression = toExpr(divisor);
  if (lowerBound(expression) >= 1 || provablyNonNegative(expression.minus(1))) return expression;
  return fail(
    'type-mismatch',
    {
      operation: name,
      expected: 'a positive divisor',
      actual: `\`${printInteger(expression)}\`, which may be ${lowerBound(expression)}`,
      suggestion: 'State a range with `min: 1`, or use `.max(1)`.',
    },
    [{ location: new CallSite().location, message: '' }],
  );
}

/** The quotient where one term divides every other: `8*LANES` by 8, `LANES*WIDTH` by WIDTH. */
function exactQuotient(dividend: IntExpr, divisor: IntExpr): IntExpr | undefined {
  const [only, ...more] = divisor.terms;
  if (only === undefined || more.length > 0 || only.coefficient < 1) return undefined;
  let sum = toExpr(0);
  for (const { coefficient, atoms } of dividend.terms) {
    const rest = [...atoms];
    for (const atom of only.atoms) {
      const place = rest.findIndex(({ key }) => key === atom.key);
      if (place < 0) return undefined;
      rest.splice(place, 1);
    }
    if (coefficient % only.coefficient !== 0) return undefined;
    const factor = toExpr(coefficient / only.coefficient);
    sum = sum.plus(rest.reduce((product, atom) => product.times(atomExpr(atom)), factor));
  }
  return sum;
}

/** An operator of parameter expressions, worked out or undone where that is known. */
export function operation(operator: IntegerOperator, operands: readonly IntExpr[]): IntExpr {
  const constants = operands.map(operand => operand.constant);
  if (constants.every(value => value !== undefined))
    return toExpr(checked(applyOperator(operator, constants), () => `${operator}(${constants.join(', ')})`));
  const [left, right] = operands;
  if (left !== undefined && right !== undefined) {
    if (left === right && (operator === 'max' || operator === 'min')) return left;
    if (operator === 'max' || operator === 'min') {
      const [first, second] = operator === 'max' ? [left, right] : [right, left];
      if (provablyNonNegative(difference(first, second))) return left;
      if (provablyNonNegative(difference(second, first))) return right;
    }
    if (operator === 'floorDiv' && right.constant === 1) return left;
    const quotient = operator === 'floorDiv' ? exactQuotient(left, right) : undefined;
    if (quotient !== undefined) return quotient;
    if (operator === 'mod' && right.constant === 1) return toExpr(0);
  }
  const keys = operands.map(operand => operand.key);
  const canonical = operator === 'max' || operator === 'min' ? [...keys].sort() : keys;
  return atomExpr(
    { kind: 'operation', key: `${operator}(${canonical.join(',')})`, operator, operands },
    new CallSite(),
  );
}

const differenceOf = (left: IntExpr, right: IntExpr): readonly Term[] => [
  ...left.terms,
  ...right.terms.map(term => scaled(term, -1)),
];

/** `left - right`, without a call site of its own: for proofs. */
export function difference(left: IntExpr, right: IntExpr): IntExpr {
  if (left === right) return toExpr(0);
  return new IntExpr(differenceOf(left, right), { kind: 'difference', left, right });
}

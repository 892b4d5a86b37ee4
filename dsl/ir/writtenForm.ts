import { multiplyTerms } from './arithmetic.ts';
import type { Atom } from './atom.ts';
import { atomExpr, IntExpr, toExpr } from './integer.ts';
import { type Term, termOf } from './term.ts';

/** Parameters, indices and numbers in the normal form of an expression. */
export function normalSize(expression: IntExpr): number {
  let size = 0;
  for (const { coefficient, atoms } of expression.terms)
    size += atoms.length + (atoms.length === 0 || Math.abs(coefficient) !== 1 ? 1 : 0);
  return size;
}

const joined = (
  kind: 'sum' | 'difference' | 'product',
  terms: readonly Term[],
  left: IntExpr,
  right: IntExpr,
): IntExpr => new IntExpr(terms, { kind, left, right });

/** A product of atoms as one writes it, the number last: `ROWS*WIDTH*2`. */
function writtenTerm(coefficient: number, atoms: readonly Atom[]): IntExpr {
  const [first, ...rest] = atoms.map(atom => atomExpr(atom));
  if (first === undefined) return toExpr(coefficient);
  const factors = coefficient === 1 ? rest : [...rest, toExpr(coefficient)];
  return factors.reduce((product, factor) => joined('product', multiplyTerms(product, factor), product, factor), first);
}

/** First what is added, then what is taken away, the number last. */
const rank = ({ coefficient, atoms }: Term): number => (atoms.length === 0 ? 2 : coefficient > 0 ? 0 : 1);

/** The normal form of an expression as one writes it: `A + W + W - A` is `W*2`. Undefined where all of it is negative. */
export function normalForm(expression: IntExpr): IntExpr | undefined {
  const terms = [...expression.terms].sort((a, b) => rank(a) - rank(b));
  const [first, ...rest] = terms[0]?.coefficient === undefined || terms[0].coefficient > 0 ? terms : terms.reverse();
  if (first === undefined || first.coefficient < 0) return undefined;
  let sum = writtenTerm(first.coefficient, first.atoms);
  for (const { coefficient, atoms } of rest) {
    const all = [...sum.terms, termOf(coefficient, atoms)];
    sum = joined(coefficient > 0 ? 'sum' : 'difference', all, sum, writtenTerm(Math.abs(coefficient), atoms));
  }
  return sum;
}

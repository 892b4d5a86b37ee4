import type { Atom } from './atom.ts';

/** One product of a polynomial: `coefficient` times the atoms, which are sorted by key. */
export interface Term {
  /** Equal for products of the same atoms; empty for a number. */
  readonly key: string;
  readonly coefficient: number;
  readonly atoms: readonly Atom[];
}

const byKey = (one: Atom, other: Atom): number => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);

/** A product of atoms in any order. */
export function termOf(coefficient: number, atoms: readonly Atom[]): Term {
  const [first, second, third] = atoms;
  if (first === undefined) return { key: '', coefficient, atoms };
  if (second === undefined) return { key: first.key, coefficient, atoms };
  if (third === undefined && first.key <= second.key) return { key: `${first.key}*${second.key}`, coefficient, atoms };
  const sorted = atoms.toSorted(byKey);
  return { key: sorted.map(({ key }) => key).join('*'), coefficient, atoms: sorted };
}

export const scaled = ({ key, coefficient, atoms }: Term, factor: number): Term => ({
  key,
  coefficient: coefficient * factor,
  atoms,
});

/** The sum of terms, with one term for each product of atoms and none that is zero. */
export function sumOf(terms: readonly Term[]): readonly Term[] {
  const sum: Term[] = [];
  for (const term of terms) {
    const place = sum.findIndex(({ key }) => key === term.key);
    const known = sum[place];
    if (known === undefined) {
      if (term.coefficient !== 0) sum.push(term);
    } else if (known.coefficient + term.coefficient === 0) sum.splice(place, 1);
    else sum[place] = { key: term.key, coefficient: known.coefficient + term.coefficient, atoms: known.atoms };
  }
  return sum;
}

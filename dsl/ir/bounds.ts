import { withoutPlaces } from '../source/location.ts';
import { type Atom, applyOperator, type ParameterOwner } from './atom.ts';
import { atomExpr, difference, IntExpr, toExpr } from './integer.ts';
import { scaled as scaledTerm, type Term } from './term.ts';

interface Interval {
  readonly low: number;
  readonly high: number;
}

const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

function multiply(a: Interval, b: Interval): Interval {
  const corners = [product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)];
  return { low: Math.min(...corners), high: Math.max(...corners) };
}

function atomInterval(atom: Atom): Interval {
  switch (atom.kind) {
    case 'parameter':
      return { low: atom.minimum, high: atom.maximum };
    case 'index':
      return { low: 0, high: Math.max(0, interval(atom.count).high - 1) };
    case 'operation': {
      const [a = { low: 0, high: 0 }, b = { low: 0, high: 0 }] = atom.operands.map(interval);
      switch (atom.operator) {
        case 'floorDiv': {
          // A divisor is positive, whether its range says so or a relation does.
          const least = Math.max(1, b.low);
          return a.low >= 0
            ? { low: Number.isFinite(b.high) ? Math.floor(a.low / b.high) : 0, high: Math.floor(a.high / least) }
            : { low: a.low, high: Math.max(a.high, 0) };
        }
        case 'mod':
          return { low: 0, high: b.high - 1 };
        case 'min':
          return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) };
        case 'max':
          return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) };
        case 'orWhenZero':
          return { low: Math.min(Math.max(a.low, 1), b.low), high: Math.max(a.high, b.high) };
        case 'clog2':
        case 'pow2': {
          const at = (value: number): number =>
            value === Number.POSITIVE_INFINITY ? value : applyOperator(atom.operator, [Math.max(0, value)]);
          return { low: at(a.low), high: at(a.high) };
        }
      }
    }
  }
}

function termInterval(term: Term): Interval {
  let result: Interval = { low: term.coefficient, high: term.coefficient };
  for (const atom of term.atoms) result = multiply(result, atomInterval(atom));
  return result;
}

function interval(expression: IntExpr): Interval {
  let low = 0;
  let high = 0;
  for (const term of expression.terms) {
    const bounds = termInterval(term);
    low += bounds.low;
    high += bounds.high;
  }
  return { low, high };
}

/** A number that the expression never falls below, from the ranges of its parameters; may be minus infinity. */
export function lowerBound(expression: IntExpr): number {
  return interval(expression).low;
}

/** A number that the expression never exceeds, from the ranges of its parameters; may be infinity. */
export function upperBound(expression: IntExpr): number {
  return interval(expression).high;
}

/** `fact` times what stands before `atom` in the terms of `expression`, where that is zero or more. */
function scaled(fact: IntExpr, atom: Atom, expression: IntExpr): IntExpr[] {
  return expression.terms
    .filter(({ coefficient, atoms }) => coefficient < 0 && (coefficient < -1 || atoms.length > 1))
    .filter(term => term.atoms.some(other => other.key === atom.key))
    .map(term => {
      const rest = [...term.atoms];
      rest.splice(
        rest.findIndex(other => other.key === atom.key),
        1,
      );
      return rest.reduce((product, other) => product.times(atomExpr(other)), toExpr(-term.coefficient));
    })
    .filter(factor => lowerBound(factor) >= 0)
    .map(factor => fact.times(factor));
}

function atomFacts(atom: Atom, expression: IntExpr): IntExpr[] {
  if (atom.kind === 'index') {
    const below = difference(difference(atom.count, toExpr(1)), atomExpr(atom));
    return [below, ...scaled(below, atom, expression)];
  }
  if (atom.kind !== 'operation') return [];
  const [first, second] = atom.operands;
  if (first === undefined) return [];
  if (atom.operator === 'floorDiv' && second !== undefined) return [difference(first, atomExpr(atom).times(second))];
  if (atom.operator === 'max' && second !== undefined)
    return [difference(atomExpr(atom), first), difference(atomExpr(atom), second)];
  if (atom.operator === 'min' && second !== undefined)
    return [difference(first, atomExpr(atom)), difference(second, atomExpr(atom))];
  if (atom.operator === 'pow2') return powerFacts(atom, first);
  return [];
}

/** `pow2(clog2(n) + k) >= n * 2^k` for a constant k of 0 or more, and the same with `indexWidth(n)`. */
function powerFacts(power: Atom, exponent: IntExpr): IntExpr[] {
  const extra = exponent.terms.find(({ key }) => key === '')?.coefficient ?? 0;
  const [inner, ...others] = exponent.terms.filter(term => term.atoms.length > 0);
  if (others.length > 0 || extra < 0 || extra > 20) return [];
  const [atom] = inner !== undefined && inner.coefficient === 1 && inner.atoms.length === 1 ? inner.atoms : [];
  if (atom?.kind !== 'operation') return [];
  const arguments_ =
    atom.operator === 'clog2' ? atom.operands : atom.operator === 'max' ? atom.operands.flatMap(clog2Operand) : [];
  return arguments_.map(argument => difference(atomExpr(power), multiple(argument, 2 ** extra)));
}

/** `factor` times an expression, in proofs only: it may leave 32 bits, which an expression of the user's may not. */
function multiple(expression: IntExpr, factor: number): IntExpr {
  return new IntExpr(
    expression.terms.map(term => scaledTerm(term, factor)),
    expression.tree,
  );
}

function clog2Operand(expression: IntExpr): readonly IntExpr[] {
  const [term] = expression.terms.length === 1 ? expression.terms : [];
  const [atom] = term !== undefined && term.atoms.length === 1 && term.coefficient === 1 ? term.atoms : [];
  return atom?.kind === 'operation' && atom.operator === 'clog2' ? atom.operands : [];
}

/** Every atom in an expression, those inside operations and in the bounds of loop indices included. */
function allAtoms(expression: IntExpr, found = new Map<string, Atom>()): ReadonlyMap<string, Atom> {
  for (const term of expression.terms)
    for (const atom of term.atoms) {
      if (found.has(atom.key)) continue;
      found.set(atom.key, atom);
      if (atom.kind === 'operation') for (const operand of atom.operands) allAtoms(operand, found);
      if (atom.kind === 'index') allAtoms(atom.count, found);
    }
  return found;
}

/** Expressions known to be zero or more: declared relations, bounds of loop indices, and laws of the operators. */
function facts(expression: IntExpr): IntExpr[] {
  const found: IntExpr[] = [];
  const owners = new Set<ParameterOwner>();
  for (const atom of allAtoms(expression).values()) {
    found.push(...atomFacts(atom, expression));
    if (atom.kind === 'parameter') owners.add(atom.owner);
  }
  for (const owner of owners) for (const relation of owner.relations) found.push(...relation.nonNegative());
  return found;
}

/**
 * Whether an expression is zero or more for every legal value of its parameters and indices. Sound, not complete: it
 * tries the ranges alone, then with one and with two of the known facts taken off.
 */
export function provablyNonNegative(expression: IntExpr): boolean {
  if (lowerBound(expression) >= 0) return true;
  if (expression.constant !== undefined) return false;
  return withoutPlaces(() => followsFromFacts(expression));
}

function followsFromFacts(expression: IntExpr): boolean {
  const known = facts(expression);
  return known.some((fact, first) => {
    const rest = difference(expression, fact);
    if (lowerBound(rest) >= 0) return true;
    return known.some((other, second) => second > first && lowerBound(difference(rest, other)) >= 0);
  });
}

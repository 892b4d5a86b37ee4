import { fail } from '../diagnostics/diagnostic.ts';
import { refuse } from '../given.ts';
import { CallSite } from '../source/location.ts';
import { type Atom, applyOperator, type IntegerOperator } from './atom.ts';
import { lowerBound, provablyNonNegative, upperBound } from './bounds.ts';
import { type Comparison, Relation } from './relation.ts';
import { scaled, sumOf, type Term, termOf } from './term.ts';

/** A whole number that is known now, or an expression of parameters and loop indices that is kept in the output. */
export type Width = number | IntExpr;

/** The form in which an expression was written, which is the form that a reader wants to see again. */
export type Tree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'sum' | 'difference' | 'product'; readonly left: IntExpr; readonly right: IntExpr };

/** What Verilog's `integer` holds. */
const fitsInteger = (value: number): boolean => Number.isSafeInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;

function checked(value: number, expression: string): number {
  if (!fitsInteger(value))
    fail('parameter-overflow', { expression, detail: '' }, [{ location: new CallSite().location, message: '' }]);
  return value;
}

/**
 * An expression over parameters and loop indices: a polynomial over atoms, with the tree as which it was written.
 * Two expressions with one `key` are equal for every value of the parameters.
 */
export class IntExpr {
  readonly valueKind = 'symbolic';
  readonly terms: readonly Term[];
  readonly tree: Tree;
  readonly site: CallSite | undefined;
  /** The value, where it depends on nothing. */
  readonly constant: number | undefined;
  #key: string | undefined;
  #atoms: ReadonlyMap<string, Atom> | undefined;
  #usesIndex: boolean | undefined;

  constructor(terms: readonly Term[], tree: Tree, site?: CallSite) {
    this.terms = sumOf(terms);
    this.tree = tree;
    this.site = site;
    const [first, second] = this.terms;
    this.constant = first === undefined ? 0 : second === undefined && first.key === '' ? first.coefficient : undefined;
  }

  /** The normal form: equal for equal expressions. */
  get key(): string {
    this.#key ??= this.terms
      .map(({ key, coefficient }) => `${coefficient}*${key}`)
      .sort()
      .join('+');
    return this.#key;
  }

  /** All parameters and indices that the expression depends on, by their keys. */
  get atoms(): ReadonlyMap<string, Atom> {
    this.#atoms ??= this.constant === undefined ? gatherAtoms(this.terms, new Map()) : noAtoms;
    return this.#atoms;
  }

  /** Whether it depends on the index of a generate loop. */
  get usesIndex(): boolean {
    this.#usesIndex ??= [...this.atoms.values()].some(({ kind }) => kind === 'index');
    return this.#usesIndex;
  }

  plus(other: Width): IntExpr {
    return binary('sum', this, toExpr(other));
  }

  minus(other: Width): IntExpr {
    return binary('difference', this, toExpr(other));
  }

  times(other: Width): IntExpr {
    return binary('product', this, toExpr(other));
  }

  /** Quotient rounded towards minus infinity; the divisor must be positive. */
  floorDiv(divisor: Width): IntExpr {
    return operation('floorDiv', [this, positive(divisor, 'floorDiv')]);
  }

  /** Quotient rounded up; the divisor must be positive. */
  ceilDiv(divisor: Width): IntExpr {
    return this.plus(divisor).minus(1).floorDiv(divisor);
  }

  /** Remainder with the divisor's sign; the divisor must be positive. */
  mod(divisor: Width): IntExpr {
    return operation('mod', [this, positive(divisor, 'mod')]);
  }

  min(other: Width): IntExpr {
    return operation('min', [this, toExpr(other)]);
  }

  max(other: Width): IntExpr {
    return operation('max', [this, toExpr(other)]);
  }

  /** The value where it is positive, `other` where it is not: for a parameter whose 0 means "none". */
  orWhenZero(other: Width): IntExpr {
    return operation('orWhenZero', [this, toExpr(other)]);
  }

  eq(other: Width): Relation {
    return this.#compare('==', other);
  }

  ne(other: Width): Relation {
    return this.#compare('!=', other);
  }

  atLeast(other: Width): Relation {
    return this.#compare('>=', other);
  }

  atMost(other: Width): Relation {
    return this.#compare('<=', other);
  }

  lessThan(other: Width): Relation {
    return this.#compare('<', other);
  }

  greaterThan(other: Width): Relation {
    return this.#compare('>', other);
  }

  #compare(comparison: Comparison, other: Width): Relation {
    return Relation.compare(comparison, this, toExpr(other));
  }

  /** JavaScript asks for this in `<`, `+` and template strings, none of which a symbolic value can answer. */
  valueOf(): never {
    return fail('symbolic-value', { expression: `\`${printInteger(this)}\`` }, [
      { location: new CallSite().location, message: '' },
    ]);
  }

  toString(): string {
    return printInteger(this);
  }
}

/** Numbers as expressions: a design has few, and uses each many times. */
const numbers = new Map<number, IntExpr>();
const MOST_NUMBERS = 1024;

function refuseNumber(given: unknown): never {
  return refuse(
    'A width, a length, an index or a count',
    'a whole number or a parameter expression',
    given,
    given === undefined ? '' : 'It is known while the module is described.',
  );
}

/** The expression of a number or an expression. */
export function toExpr(value: Width): IntExpr {
  if (typeof value !== 'number') return value instanceof IntExpr ? value : refuseNumber(value);
  const known = numbers.get(value);
  if (known !== undefined) return known;
  if (!Number.isSafeInteger(value)) refuseNumber(value);
  checked(value, String(value));
  const made = new IntExpr([termOf(value, [])], { kind: 'number', value });
  if (numbers.size < MOST_NUMBERS) numbers.set(value, made);
  return made;
}

/** An expression of one atom. */
export function atomExpr(atom: Atom, site?: CallSite): IntExpr {
  return new IntExpr([termOf(1, [atom])], { kind: 'atom', atom }, site);
}

/** The terms of a product. */
export function multiplyTerms(left: IntExpr, right: IntExpr): Term[] {
  const products: Term[] = [];
  for (const a of left.terms)
    for (const b of right.terms) {
      const coefficient = a.coefficient * b.coefficient;
      if (!fitsInteger(coefficient)) checked(coefficient, `${printInteger(left)}*${printInteger(right)}`);
      products.push(termOf(coefficient, [...a.atoms, ...b.atoms]));
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

function binary(kind: 'sum' | 'difference' | 'product', left: IntExpr, right: IntExpr): IntExpr {
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

function positive(divisor: Width, name: string): IntExpr {
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

function operation(operator: IntegerOperator, operands: readonly IntExpr[]): IntExpr {
  const constants = operands.map(operand => operand.constant);
  if (constants.every(value => value !== undefined))
    return toExpr(checked(applyOperator(operator, constants), `${operator}(${constants.join(', ')})`));
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

/** Ceiling of the base-2 logarithm: bits needed to count to `n - 1`; 0 for n = 1. */
export function clog2(n: Width): IntExpr {
  return operation('clog2', [toExpr(n)]);
}

/** Two to the power of `n`. */
export function pow2(n: Width): IntExpr {
  return operation('pow2', [toExpr(n)]);
}

/** Bits of an index below `n`: `clog2(n)`, but 1 for n = 1, because no value has zero bits. */
export function indexWidth(n: Width): IntExpr {
  return clog2(n).max(1);
}

/** The larger of two widths. */
export function maxWidth(a: Width, b: Width): IntExpr {
  return toExpr(a).max(b);
}

/** Values of parameters and indices, by the key of their atoms. */
export interface Binding {
  get(key: string): number | undefined;
}

/** The value of an expression where every atom in it has a value. */
export function evaluate(expression: Width, binding: Binding): number {
  if (typeof expression === 'number') return expression;
  const sum = evaluateUnbounded(expression, binding);
  if (!fitsInteger(sum))
    fail('parameter-overflow', { expression: `\`${printInteger(expression)}\``, detail: `: it is ${sum}` }, [
      { location: expression.site?.location, message: '' },
    ]);
  return sum;
}

/** The same without a limit of 32 bits, for comparisons only: `N < pow2(W)` is right for any W. */
export function evaluateUnbounded(expression: IntExpr, binding: Binding): number {
  let sum = 0;
  for (const term of expression.terms) {
    let product = term.coefficient;
    for (const atom of term.atoms) product *= evaluateAtom(atom, binding);
    sum += product;
  }
  return sum;
}

function evaluateAtom(atom: Atom, binding: Binding): number {
  if (atom.kind === 'operation')
    return applyOperator(
      atom.operator,
      atom.operands.map(operand => evaluate(operand, binding)),
    );
  const value = binding.get(atom.key);
  if (value === undefined && atom.kind === 'parameter')
    return fail(
      'foreign-value',
      { what: `Parameter \`${atom.name}\``, owner: `\`${atom.owner.module}\``, user: 'another module' },
      [{ location: new CallSite().location, message: `\`${atom.name}\` is no parameter there` }],
    );
  if (value === undefined) return fail('internal', { problem: `\`${atom.name}\` has no value where one is needed` });
  return value;
}

/** The expression with atoms replaced by others: how a child's widths read in its parent. */
export function substitute(expression: IntExpr, replacement: ReadonlyMap<string, IntExpr>): IntExpr {
  const { tree } = expression;
  switch (tree.kind) {
    case 'number':
      return expression;
    case 'atom': {
      const { atom } = tree;
      if (atom.kind !== 'operation') return replacement.get(atom.key) ?? expression;
      return operation(
        atom.operator,
        atom.operands.map(operand => substitute(operand, replacement)),
      );
    }
    default:
      return binary(tree.kind, substitute(tree.left, replacement), substitute(tree.right, replacement));
  }
}

/** All parameters and indices that an expression depends on. */
export const atomsOf = ({ atoms }: IntExpr): ReadonlyMap<string, Atom> => atoms;

const noAtoms: ReadonlyMap<string, Atom> = new Map();

function gatherAtoms(terms: readonly Term[], found: Map<string, Atom>): ReadonlyMap<string, Atom> {
  for (const { atoms } of terms)
    for (const atom of atoms) {
      if (atom.kind === 'operation') for (const operand of atom.operands) gatherAtoms(operand.terms, found);
      else found.set(atom.key, atom);
    }
  return found;
}

const precedence = { sum: 1, difference: 1, product: 2, number: 3, atom: 3 } as const;

/** The expression as one would write it. */
export function printInteger(expression: IntExpr, level = 0): string {
  const { tree } = expression;
  switch (tree.kind) {
    case 'number':
      return String(tree.value);
    case 'atom':
      return tree.atom.kind === 'operation'
        ? `${tree.atom.operator}(${tree.atom.operands.map(operand => printInteger(operand)).join(', ')})`
        : tree.atom.name;
    default: {
      const own = precedence[tree.kind];
      const sign = tree.kind === 'product' ? '*' : tree.kind === 'sum' ? ' + ' : ' - ';
      const text = `${printInteger(tree.left, own)}${sign}${printInteger(tree.right, tree.kind === 'sum' ? own : own + 1)}`;
      return own < level ? `(${text})` : text;
    }
  }
}

export { lowerBound, provablyNonNegative, upperBound };

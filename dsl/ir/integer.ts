import { fail } from '../diagnostics/diagnostic.ts';
import { refuse } from '../given.ts';
import { CallSite } from '../source/location.ts';
import { binary, difference, operation, positive } from './arithmetic.ts';
import { type Atom, applyOperator } from './atom.ts';
import { lowerBound, provablyNonNegative, upperBound } from './bounds.ts';
import { type Comparison, Relation } from './relation.ts';
import { sumOf, type Term, termOf } from './term.ts';

/** A whole number that is known now, or an expression of parameters and loop indices that is kept in the output. */
export type Width = number | IntExpr;

/** The form in which an expression was written, which is the form that a reader wants to see again. */
export type Tree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'sum' | 'difference' | 'product'; readonly left: IntExpr; readonly right: IntExpr };

/** What Verilog's `integer` holds. */
const fitsInteger = (value: number): boolean => Number.isSafeInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;

/** The value, or a diagnostic where Verilog's `integer` does not hold it. */
export function checked(value: number, expression: () => string): number {
  if (!fitsInteger(value))
    fail('parameter-overflow', { expression: expression(), detail: '' }, [
      { location: new CallSite().location, message: '' },
    ]);
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
    this.#key ??= keyOf(this.terms);
    return this.#key;
  }

  /** All parameters and indices that the expression depends on, by their keys. */
  get atoms(): ReadonlyMap<string, Atom> {
    this.#atoms ??= this.constant === undefined ? gatherAtoms(this.terms, new Map()) : noAtoms;
    return this.#atoms;
  }

  /** Whether it depends on the index of a generate loop. */
  get usesIndex(): boolean {
    this.#usesIndex ??= this.terms.some(({ atoms }) => atoms.some(dependsOnIndex));
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

function keyOf(terms: readonly Term[]): string {
  const [first, second] = terms;
  if (first === undefined) return '';
  if (second === undefined) return `${first.coefficient}*${first.key}`;
  const keys = terms.map(({ key, coefficient }) => `${coefficient}*${key}`);
  return keys.sort().join('+');
}

const dependsOnIndex = (atom: Atom): boolean =>
  atom.kind === 'index' || (atom.kind === 'operation' && atom.operands.some(({ usesIndex }) => usesIndex));

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
  checked(value, () => String(value));
  const made = new IntExpr([termOf(value, [])], { kind: 'number', value });
  if (numbers.size < MOST_NUMBERS) numbers.set(value, made);
  return made;
}

/** An expression of one atom. */
export function atomExpr(atom: Atom, site?: CallSite): IntExpr {
  return new IntExpr([termOf(1, [atom])], { kind: 'atom', atom }, site);
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

export { difference, lowerBound, provablyNonNegative, upperBound };

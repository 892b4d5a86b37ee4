import type { Atom } from '../../ir/atom.ts';
import type { Region } from '../../ir/hwModule.ts';
import {
  atomExpr,
  atomsOf,
  type IntExpr,
  lowerBound,
  printInteger,
  provablyNonNegative,
  toExpr,
  upperBound,
  type Width,
} from '../../ir/integer.ts';
import type { Relation } from '../../ir/relation.ts';
import { type BinaryOperator, binary, type Expression, type Item, identifier, integer } from '../../ir/verilog.ts';
import { normalForm, normalSize } from '../../ir/writtenForm.ts';
import type { EnumType } from '../../types.ts';
import { Enumerations } from './enumerations.ts';
import type { Names } from './names.ts';

interface LocalParameter {
  readonly name: string;
  readonly value: Expression;
}

/**
 * Parameter expressions as Verilog constant expressions. Those that the source holds in a `const` come out as
 * localparams of that name, and so do those that are needed as a named constant.
 */
export class Integers {
  readonly #names: Names;
  readonly #root: Region;
  readonly #regionOfIndex: (key: string) => Region | undefined;
  readonly #locals = new Map<string, LocalParameter>();
  /** In the order in which they are needed. */
  readonly #byRegion = new Map<Region, LocalParameter[]>();
  readonly #enumerations: Enumerations;
  /** In the header of a module no localparam is known yet. */
  #inHeader = false;

  constructor(names: Names, root: Region, regionOfIndex: (key: string) => Region | undefined) {
    this.#names = names;
    this.#root = root;
    this.#enumerations = new Enumerations((name, label) =>
      names.scopes.allocate(label === '' || names.scopes.isFree(name, root) ? name : `${label}_${name}`, root),
    );
    this.#regionOfIndex = regionOfIndex;
  }

  /** Localparams of a region, in the order in which they are needed. */
  localsOf(region: Region): Item[] {
    const own = this.#byRegion.get(region) ?? [];
    const integers = own.map(({ name, value }): Item => ({ kind: 'localparam', name, value, comment: [] }));
    return region === this.#root ? [...integers, ...this.#enumerations.items()] : integers;
  }

  /** A value of an enumeration, by its name. */
  enumerator(type: EnumType, code: bigint): Expression {
    return this.#enumerations.expression(type, code);
  }

  /** The innermost region in which everything in the expression is known. */
  #home(expression: IntExpr): Region {
    let home = this.#root;
    for (const [key, atom] of atomsOf(expression)) {
      const region = atom.kind === 'index' ? this.#regionOfIndex(key) : undefined;
      if (region !== undefined && isInside(region, home)) home = region;
    }
    return home;
  }

  #declare(expression: IntExpr, base: string): LocalParameter {
    const region = this.#home(expression);
    const name = this.#names.scopes.allocate(base, region);
    // Its definition uses what is declared by now, and so stands after it.
    const local = { name, value: this.#structure(expression, true) };
    this.#locals.set(expression.key, local);
    const own = this.#byRegion.get(region);
    if (own === undefined) this.#byRegion.set(region, [local]);
    else own.push(local);
    return local;
  }

  /** Prints without localparams while `body` runs. */
  inHeader<R>(body: () => R): R {
    this.#inHeader = true;
    const result = body();
    this.#inHeader = false;
    return result;
  }

  /** Whether the variable of a procedural loop is in it, which no localparam can be made of. */
  usesVariable(expression: IntExpr): boolean {
    if (!expression.usesIndex) return false;
    return [...atomsOf(expression)].some(([key, { kind }]) => kind === 'index' && this.#names.isVariable(key));
  }

  #localFor(expression: IntExpr): LocalParameter | undefined {
    const { tree } = expression;
    if (this.#inHeader || (tree.kind === 'atom' && tree.atom.kind === 'index')) return undefined;
    if (this.usesVariable(expression)) return undefined;
    const known = this.#locals.get(expression.key);
    if (known !== undefined) return known;
    const isNamed = tree.kind !== 'number' && !(tree.kind === 'atom' && tree.atom.kind !== 'operation');
    const given = isNamed ? this.#names.givenConstant(expression) : undefined;
    if (given !== undefined) return this.#declare(expression, given);
    // Long, and wherever an index is: `(N > 1) ? $clog2(N) : 1`.
    const indexed = isNamed ? indexedLength(expression) : undefined;
    return indexed === undefined ? undefined : this.#declare(expression, `${constantName(indexed)}_INDEX_WIDTH`);
  }

  /** The expression as a name: a parameter, a genvar, or a localparam made for it. */
  named(expression: IntExpr): string {
    const { tree } = expression;
    if (tree.kind === 'atom' && tree.atom.kind === 'parameter') return tree.atom.name;
    // The variable of a procedural loop, of which bits can be taken; a genvar needs a localparam.
    if (tree.kind === 'atom' && tree.atom.kind === 'index' && this.#names.isVariable(tree.atom.key))
      return this.#names.index(tree.atom.key, tree.atom.name);
    const known = this.#localFor(expression) ?? this.#locals.get(expression.key);
    return (known ?? this.#declare(expression, constantName(expression))).name;
  }

  /** The expression in the output's terms. */
  expression(value: Width): Expression {
    const expression = toExpr(value);
    if (expression.constant !== undefined) return integer(expression.constant);
    const { tree } = expression;
    // No localparam is made of a parameter alone.
    if (tree.kind === 'atom' && tree.atom.kind === 'parameter') return identifier(tree.atom.name);
    const local = this.#localFor(expression);
    return local === undefined ? this.#structure(expression, false) : identifier(local.name);
  }

  /** The form that was written, or the normal form where that is shorter; parts that have a name keep it. */
  #shortest(expression: IntExpr): IntExpr {
    const { size, hasNames } = this.#written(expression);
    if (size <= 2) return expression;
    const named = hasNames ? this.#withNames(expression) : expression;
    return normalSize(named) < size ? (normalForm(named) ?? expression) : expression;
  }

  /** How many names and numbers it has as it is written, and whether some stand for more. */
  #written({ tree }: IntExpr): { readonly size: number; readonly hasNames: boolean } {
    if (tree.kind === 'number' || tree.kind === 'atom') return { size: 1, hasNames: false };
    const parts = [tree.left, tree.right].map(part =>
      this.#hasName(part) ? { size: 1, hasNames: true } : this.#written(part),
    );
    return {
      size: parts.reduce((sum, part) => sum + part.size, 0),
      hasNames: parts.some(part => part.hasNames),
    };
  }

  /** The same with its named parts as names, of which nothing is known. */
  #withNames(expression: IntExpr): IntExpr {
    const { tree } = expression;
    if (tree.kind === 'number' || tree.kind === 'atom') return expression;
    const [left, right] = [tree.left, tree.right].map(part =>
      this.#hasName(part) ? opaque(this.named(part)) : this.#withNames(part),
    );
    if (left === undefined || right === undefined) return expression;
    if (tree.kind === 'product') return left.times(right);
    return tree.kind === 'sum' ? left.plus(right) : left.minus(right);
  }

  #hasName(expression: IntExpr): boolean {
    const { tree } = expression;
    const isPlain = tree.kind === 'number' || (tree.kind === 'atom' && tree.atom.kind !== 'operation');
    if (isPlain || this.#inHeader || this.usesVariable(expression)) return false;
    return (
      this.#locals.has(expression.key) ||
      this.#names.hasGivenConstant(expression) ||
      indexedLength(expression) !== undefined
    );
  }

  #structure(expression: IntExpr, isDefinition: boolean): Expression {
    if (!isDefinition && expression.constant !== undefined) return integer(expression.constant);
    const { tree } = this.#shortest(expression);
    switch (tree.kind) {
      case 'number':
        return integer(tree.value);
      case 'atom':
        return this.#atom(tree.atom);
      case 'product':
        return {
          kind: 'binary',
          operator: '*',
          tight: true,
          left: this.expression(tree.left),
          right: this.expression(tree.right),
        };
      default:
        return binary(tree.kind === 'sum' ? '+' : '-', this.expression(tree.left), this.expression(tree.right));
    }
  }

  #atom(atom: Atom): Expression {
    if (atom.kind === 'parameter') return identifier(atom.name);
    if (atom.kind === 'index') return identifier(this.#names.index(atom.key, atom.name));
    const [first = toExpr(0), second = toExpr(0)] = atom.operands;
    const a = this.expression(first);
    const b = this.expression(second);
    const tight = (operator: BinaryOperator): Expression => ({
      kind: 'binary',
      operator,
      left: a,
      right: b,
      tight: true,
    });
    switch (atom.operator) {
      case 'clog2':
        return { kind: 'call', name: '$clog2', operands: [a] };
      case 'pow2':
        return binary('<<', integer(1), a);
      case 'max':
        return this.#larger(first, second);
      case 'orWhenZero':
        return { kind: 'conditional', condition: binary('>', a, integer(0)), whenTrue: a, whenFalse: b };
      case 'min':
        return { kind: 'conditional', condition: binary('<', a, b), whenTrue: a, whenFalse: b };
      case 'floorDiv':
        if (lowerBound(first) >= 0 || provablyNonNegative(first)) return tight('/');
        return {
          kind: 'conditional',
          condition: binary('>=', a, integer(0)),
          whenTrue: tight('/'),
          whenFalse: binary('-', integer(0), binary('/', binary('-', binary('-', b, integer(1)), a), b)),
        };
      case 'mod':
        if (lowerBound(first) >= 0 || provablyNonNegative(first)) return binary('%', a, b);
        return binary('%', binary('+', binary('%', a, b), b), b);
    }
  }

  /** `max(clog2(n), 1)` reads best by its meaning: one bit for n = 1. */
  #larger(first: IntExpr, second: IntExpr): Expression {
    const n = second.constant === 1 ? lengthOf(first) : undefined;
    if (n !== undefined) {
      return {
        kind: 'conditional',
        condition: binary('>', this.expression(n), integer(1)),
        whenTrue: this.expression(first),
        whenFalse: integer(1),
      };
    }
    const a = this.expression(first);
    const b = this.expression(second);
    return { kind: 'conditional', condition: binary('>', a, b), whenTrue: a, whenFalse: b };
  }

  /** A relation between parameters and indices as a constant condition. */
  condition(relation: Relation): Expression {
    const { tree } = relation;
    if (tree.kind === 'comparison') {
      const plain = binary(tree.comparison, this.expression(tree.left), this.expression(tree.right));
      const exponent = powerBeyondInteger(tree.right);
      if (exponent === undefined) return plain;
      // 2^31 and more wraps in Verilog's integers: every one of them is below that.
      const within = this.expression(exponent);
      if (tree.comparison === '>=') return binary('&&', binary('<', within, integer(31)), plain);
      return tree.comparison === '<' ? binary('||', binary('>=', within, integer(31)), plain) : plain;
    }
    return binary(tree.kind === 'and' ? '&&' : '||', this.condition(tree.left), this.condition(tree.right));
  }
}

/** `n` of `clog2(n)`. */
function lengthOf({ tree }: IntExpr): IntExpr | undefined {
  const atom = tree.kind === 'atom' ? tree.atom : undefined;
  return atom?.kind === 'operation' && atom.operator === 'clog2' ? atom.operands[0] : undefined;
}

/** `n` of `indexWidth(n)`, which is the larger of `clog2(n)` and 1. */
function indexedLength({ tree }: IntExpr): IntExpr | undefined {
  const atom = tree.kind === 'atom' ? tree.atom : undefined;
  if (atom?.kind !== 'operation' || atom.operator !== 'max') return undefined;
  const [first, second] = atom.operands;
  return first === undefined || second?.constant !== 1 ? undefined : lengthOf(first);
}

/** A name of the output, as an expression of which nothing is known. */
const opaque = (name: string): IntExpr =>
  atomExpr({
    kind: 'parameter',
    key: `@${name}`,
    name,
    minimum: -(2 ** 31),
    maximum: 2 ** 31 - 1,
    multipleOf: 1,
    owner: { module: name, relations: [] },
  });

/** The exponent of a power of two that may be 2^31 or more. */
function powerBeyondInteger({ tree }: IntExpr): IntExpr | undefined {
  if (tree.kind !== 'atom' || tree.atom.kind !== 'operation' || tree.atom.operator !== 'pow2') return undefined;
  const [exponent] = tree.atom.operands;
  return exponent === undefined || upperBound(exponent) < 31 ? undefined : exponent;
}

function isInside(inner: Region, outer: Region): boolean {
  for (let region: Region | undefined = inner; region !== undefined; region = region.parent)
    if (region === outer) return true;
  return false;
}

/** A name for a constant that the source gives none: `DEPTH - 1` becomes `DEPTH_MINUS_1`. */
function constantName(expression: IntExpr): string {
  return wordsOf(printInteger(expression)).toUpperCase();
}

/** An expression in words, as far as an identifier can hold them. */
export function wordsOf(text: string): string {
  return text
    .replaceAll(' - ', '_minus_')
    .replaceAll(' + ', '_plus_')
    .replaceAll('*', '_times_')
    .replaceAll(' >= ', '_at_least_')
    .replaceAll(' <= ', '_at_most_')
    .replaceAll(' == ', '_equals_')
    .replaceAll(' != ', '_differs_from_')
    .replaceAll(' < ', '_below_')
    .replaceAll(' > ', '_above_')
    .replace(/-(?=\d)/g, 'minus_')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/_+/g, '_')
    .replace(/^_+|_+$/g, '');
}

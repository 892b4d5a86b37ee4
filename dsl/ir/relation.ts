import { fail } from '../diagnostics/diagnostic.ts';
import { CallSite } from '../source/location.ts';
import { type Binding, difference, evaluateUnbounded, type IntExpr, printInteger, toExpr } from './integer.ts';

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type RelationTree =
  | { readonly kind: 'comparison'; readonly comparison: Comparison; readonly left: IntExpr; readonly right: IntExpr }
  | { readonly kind: 'and'; readonly left: Relation; readonly right: Relation }
  | { readonly kind: 'or'; readonly left: Relation; readonly right: Relation };

const opposite: Readonly<Record<Comparison, Comparison>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** A statement about parameters and loop indices: what `where` lists and what `genIf` chooses by. */
export class Relation {
  readonly valueKind = 'symbolic';
  readonly tree: RelationTree;
  readonly site: CallSite | undefined;

  private constructor(tree: RelationTree, site?: CallSite) {
    this.tree = tree;
    this.site = site;
  }

  static compare(comparison: Comparison, left: IntExpr, right: IntExpr): Relation {
    return new Relation({ kind: 'comparison', comparison, left, right }, new CallSite());
  }

  and(other: Relation): Relation {
    return new Relation({ kind: 'and', left: this, right: other }, new CallSite());
  }

  or(other: Relation): Relation {
    return new Relation({ kind: 'or', left: this, right: other }, new CallSite());
  }

  not(): Relation {
    const { tree } = this;
    if (tree.kind === 'comparison') return Relation.compare(opposite[tree.comparison], tree.left, tree.right);
    return new Relation(
      { kind: tree.kind === 'and' ? 'or' : 'and', left: tree.left.not(), right: tree.right.not() },
      new CallSite(),
    );
  }

  /** Expressions that are zero or more where the relation holds. */
  nonNegative(): IntExpr[] {
    const { tree } = this;
    if (tree.kind === 'and') return [...tree.left.nonNegative(), ...tree.right.nonNegative()];
    if (tree.kind === 'or') return [];
    const forward = difference(tree.left, tree.right);
    const backward = difference(tree.right, tree.left);
    switch (tree.comparison) {
      case '>=':
        return [forward];
      case '>':
        return [difference(forward, toExpr(1))];
      case '<=':
        return [backward];
      case '<':
        return [difference(backward, toExpr(1))];
      case '==':
        return [forward, backward];
      case '!=':
        return [];
    }
  }

  /** Whether the relation depends on the index of a generate loop. */
  usesIndex(): boolean {
    const { tree } = this;
    if (tree.kind !== 'comparison') return tree.left.usesIndex() || tree.right.usesIndex();
    return tree.left.usesIndex || tree.right.usesIndex;
  }

  /** Whether the relation holds where every parameter and index has a value. */
  holds(binding: Binding): boolean {
    const { tree } = this;
    if (tree.kind === 'and') return tree.left.holds(binding) && tree.right.holds(binding);
    if (tree.kind === 'or') return tree.left.holds(binding) || tree.right.holds(binding);
    const left = evaluateUnbounded(tree.left, binding);
    const right = evaluateUnbounded(tree.right, binding);
    switch (tree.comparison) {
      case '==':
        return left === right;
      case '!=':
        return left !== right;
      case '<':
        return left < right;
      case '<=':
        return left <= right;
      case '>':
        return left > right;
      case '>=':
        return left >= right;
    }
  }

  valueOf(): never {
    return fail('symbolic-value', { expression: `\`${this.toString()}\`` }, [
      { location: new CallSite().location, message: '' },
    ]);
  }

  toString(): string {
    const { tree } = this;
    return tree.kind === 'comparison'
      ? `${printInteger(tree.left)} ${tree.comparison} ${printInteger(tree.right)}`
      : `(${tree.left.toString()}) ${tree.kind} (${tree.right.toString()})`;
  }
}

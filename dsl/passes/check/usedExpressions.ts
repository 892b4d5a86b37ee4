import type { ParameterOwner } from '../../ir/atom.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { IntExpr, type Width } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';
import type { Relation } from '../../ir/relation.ts';
import type { Statement } from '../../ir/statement.ts';
import type { CallSite } from '../../source/location.ts';
import type { HwType } from '../../types.ts';

/** An expression of parameters or loop indices, and where it stands. */
export interface UsedExpression {
  readonly expression: IntExpr;
  readonly region: Region;
  readonly site: CallSite | undefined;
}

/** Gathers the expressions of one region; what a type depends on may be known in one region and not in another. */
class RegionExpressions {
  readonly #region: Region;
  readonly #owner: ParameterOwner;
  readonly #found: UsedExpression[];
  readonly #types = new Set<HwType>();

  constructor(region: Region, owner: ParameterOwner, found: UsedExpression[]) {
    this.#region = region;
    this.#owner = owner;
    this.#found = found;
  }

  gather(): void {
    const { signals, memories, nodes, statements } = this.#region;
    for (const { type, site } of signals) this.#type(type, site);
    for (const { type, depth, site } of memories) {
      this.#type(type, site);
      this.#width(depth, site);
    }
    for (const node of nodes) this.#node(node);
    for (const statement of statements) this.#statement(statement);
  }

  #width(width: Width, site: CallSite | undefined): void {
    // What depends on nothing is known everywhere.
    if (typeof width === 'number' || width.constant !== undefined) return;
    this.#found.push({ expression: width, region: this.#region, site });
  }

  #type(type: HwType, site: CallSite | undefined): void {
    if (typeof type.width === 'number' && type.kind !== 'vec') return;
    if (this.#types.has(type)) return;
    // What may be wrong is told wherever it stands.
    if (this.#isOwn(type.width)) this.#types.add(type);
    this.#width(type.width, site);
    if (type.kind !== 'vec') return;
    this.#width(type.length, site);
    this.#type(type.element, site);
  }

  /** Whether a width depends on nothing but parameters of the module. */
  #isOwn(width: Width): boolean {
    if (typeof width === 'number' || width.constant !== undefined) return true;
    for (const atom of width.atoms.values()) if (atom.kind !== 'parameter' || atom.owner !== this.#owner) return false;
    return true;
  }

  #node(node: Node): void {
    this.#type(node.type, node.site);
    if (node.kind === 'parameter') this.#width(node.value, node.site);
    else if (node.kind === 'slice') this.#width(node.low, node.site);
    else if ((node.kind === 'element' || node.kind === 'neighbour') && node.index instanceof IntExpr)
      this.#width(node.index, node.site);
  }

  #relation({ tree, site }: Relation): void {
    if (tree.kind === 'comparison') {
      this.#width(tree.left, site);
      this.#width(tree.right, site);
    } else {
      this.#relation(tree.left);
      this.#relation(tree.right);
    }
  }

  #inner(region: Region): void {
    new RegionExpressions(region, this.#owner, this.#found).gather();
  }

  #statement(statement: Statement): void {
    if (statement.kind === 'loop') {
      this.#width(statement.count, statement.site);
      this.#inner(statement.region);
    } else if (statement.kind === 'choose')
      for (const { condition, region } of statement.branches) {
        if (condition !== undefined) this.#relation(condition);
        this.#inner(region);
      }
    else if (statement.kind === 'instance')
      for (const argument of statement.arguments.values()) this.#width(argument, statement.site);
  }
}

/** The expressions of parameters and indices that a module is made of: in types, nodes, loops, choices, arguments. */
export function expressionsOf({ root, owner }: HwModule): readonly UsedExpression[] {
  const found: UsedExpression[] = [];
  new RegionExpressions(root, owner, found).gather();
  return found;
}

/** Names of the parameters on which something in a module depends. */
export function parametersIn(expressions: readonly UsedExpression[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { expression } of expressions)
    for (const [key, { kind }] of expression.atoms) if (kind === 'parameter') used.add(key);
  return used;
}

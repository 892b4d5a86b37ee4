import type { HwModule, Region } from '../../ir/hwModule.ts';
import { IntExpr } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { operands as operandsOf, regionsOf, valuesOf } from '../../ir/visit.ts';
import { isSamePlace } from '../../source/location.ts';
import type { Names } from './names.ts';

/** Whether the node is, in the output, a name or a selection from one. */
export function isPlace(node: Node, isWire: (node: Node) => boolean): boolean {
  if (node.kind === 'read' || node.kind === 'neighbour' || isWire(node)) return true;
  if (node.kind === 'element') return node.index instanceof IntExpr && isPlace(node.vector, isWire);
  if (node.kind === 'slice' || node.kind === 'cast') return isPlace(node.operand, isWire);
  return node.kind === 'resize' && node.direction === 'truncate' && isPlace(node.operand, isWire);
}

/** Whether the output must name the operand, because it selects bits of it. */
function selectsFrom(node: Node): boolean {
  if (node.kind === 'slice') return true;
  if (node.kind === 'element') return true;
  if (node.kind !== 'resize') return false;
  return node.direction !== 'extend' || (node.operand.type.kind === 'sint' && !isConstant(node.operand));
}

/** What is written anew, at the width that is needed, wherever it is used. */
const isConstant = (node: Node): boolean => node.kind === 'literal' || node.kind === 'parameter';

/**
 * Which nodes the output needs, and which of them get a wire of their own: those that the source names, those that are
 * used more than once, those from which bits are selected, and those whose form is a block.
 */
export class Usage {
  readonly wires = new Set<Node>();
  readonly #uses = new Map<Node, number>();
  readonly #selected = new Set<Node>();
  /** Nodes that a call of the language made on the way to its result; the name belongs to the result. */
  readonly #inner = new Set<Node>();
  readonly #names: Names;
  readonly #needed: { has(node: Node): boolean };

  /** @param needed nodes that need a wire where they are used at all */
  constructor(module: HwModule, names: Names, needed: { has(node: Node): boolean }) {
    this.#needed = needed;
    this.#names = names;
    this.#count(module.root);
    for (const [node, uses] of this.#uses) if (this.#wantsWire(node, uses)) this.wires.add(node);
  }

  /** Whether the node is only a step towards the result of the user's call. */
  isInner(node: Node): boolean {
    return this.#inner.has(node);
  }

  #wantsWire(node: Node, uses: number): boolean {
    if (isConstant(node)) return this.#selected.has(node);
    if (isPlace(node, other => other !== node && this.#mustBeWire(other)))
      return node.kind === 'slice' && !this.#inner.has(node) && this.#names.isHeldByConst(node);
    if (this.#mustBeWire(node)) return true;
    const { hint } = node;
    if ((!this.#inner.has(node) && this.#names.given(node) !== undefined) || (hint !== undefined && uses > 0))
      return true;
    return uses > 1 && node.kind !== 'cast' && node.kind !== 'vec';
  }

  /** Forms that are not expressions, and operands of a selection. */
  #mustBeWire(node: Node): boolean {
    if (this.#needed.has(node)) return true;
    if (node.kind === 'element') return !(node.index instanceof IntExpr) || this.#selectedExpression(node);
    if (node.kind === 'resize' && node.direction === 'any') return true;
    if (node.kind === 'shift' && node.direction === 'right' && node.type.kind === 'sint') return true;
    return this.#selectedExpression(node);
  }

  #selectedExpression(node: Node): boolean {
    return this.#selected.has(node) && !isPlace(node, other => other !== node && this.wires.has(other));
  }

  #count(region: Region): void {
    for (const statement of region.statements) this.#countStatement(statement);
  }

  #countStatement(statement: Statement): void {
    for (const node of valueNodes(statement)) this.#countNode(node);
    for (const inner of innerStatements(statement)) this.#countStatement(inner);
    for (const region of regionsOf(statement)) this.#count(region);
  }

  #countNode(node: Node): void {
    const before = this.#uses.get(node) ?? 0;
    this.#uses.set(node, before + 1);
    if (before > 0) return;
    for (const operand of operandsOf(node)) {
      if (isSamePlace(node.site, operand.site)) this.#inner.add(operand);
      if (selectsFrom(node) && operand === operandsOf(node)[0]) this.#markSelected(operand);
      this.#countNode(operand);
    }
  }

  /** Casts are transparent: what is selected is the value behind them. */
  #markSelected(node: Node): void {
    this.#selected.add(node);
    if (node.kind === 'cast') this.#markSelected(node.operand);
  }
}

/** Nodes that a statement refers to, targets included. */
export function valueNodes(statement: Statement): readonly Node[] {
  if (statement.kind === 'assign') return [...indexNodes(statement.target), statement.value];
  return readNodes(statement);
}

/** Dynamic indices within an assignment's target. */
function indexNodes(target: Node): readonly Node[] {
  if (target.kind !== 'element') return [];
  return [...(target.index instanceof IntExpr ? [] : [target.index]), ...indexNodes(target.vector)];
}

/** Nodes that a statement reads. */
export function readNodes(statement: Statement): readonly Node[] {
  switch (statement.kind) {
    case 'assign':
      return [statement.value, ...indexNodes(statement.target)];
    case 'when':
      return statement.arms.map(({ condition }) => condition);
    case 'memory-write':
      return [statement.address, statement.value];
    case 'instance':
      return [
        ...statement.connections.flatMap(({ port, value }) =>
          value === undefined ? [] : port.role === 'input' ? [value] : indexNodes(value),
        ),
        ...(statement.alsoReset === undefined ? [] : [statement.alsoReset]),
      ];
    case 'assertion':
      return [statement.condition];
    case 'display':
      return valuesOf(statement);
    case 'unused':
      return statement.values;
    case 'loop':
    case 'choose':
      return [];
  }
}

export function innerStatements(statement: Statement): readonly Statement[] {
  if (statement.kind !== 'when') return [];
  return [...statement.arms.flatMap(({ body }) => body), ...statement.otherwise];
}

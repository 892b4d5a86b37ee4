import type { HwModule, Region } from '../../ir/hwModule.ts';
import { IdSet } from '../../ir/idSet.ts';
import { IntExpr } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { dynamicIndices, isCertainBit } from '../../ir/target.ts';
import { armStatements, operands as operandsOf, regionsOf, valuesOf } from '../../ir/visit.ts';
import { isSamePlace } from '../../source/location.ts';
import type { Names } from './names.ts';

/** Whether the node is, in the output, a name or a selection from one, whether or not it has a wire itself. */
function isPlace(node: Node, isWire: (node: Node) => boolean): boolean {
  if (node.kind === 'read' || node.kind === 'neighbour') return true;
  if (node.kind === 'element') return node.index instanceof IntExpr && isNamed(node.vector, isWire);
  if (node.kind === 'slice' || node.kind === 'cast') return isNamed(node.operand, isWire);
  return node.kind === 'resize' && node.direction === 'truncate' && isNamed(node.operand, isWire);
}

const isNamed = (node: Node, isWire: (node: Node) => boolean): boolean => isWire(node) || isPlace(node, isWire);

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
  readonly #wires = new IdSet();
  readonly #used: Node[] = [];
  /** By the id of a node, how often it is used. */
  #uses = new Int32Array(1024);
  readonly #selected = new IdSet();
  /** Nodes that a call of the language made on the way to its result; the name belongs to the result. */
  readonly #inner = new IdSet();
  readonly #isWire = (node: Node): boolean => this.#wires.has(node.id);
  readonly #isForced = (node: Node): boolean => this.#mustBeWire(node);
  readonly #names: Names;
  readonly #needed: { has(node: Node): boolean };

  /** @param needed nodes that need a wire where they are used at all */
  constructor(module: HwModule, names: Names, needed: { has(node: Node): boolean }) {
    this.#needed = needed;
    this.#names = names;
    this.#count(module.root);
    for (const node of this.#used) if (this.#wantsWire(node, this.#uses[node.id] ?? 0)) this.#wires.add(node.id);
  }

  /** Whether the node is only a step towards the result of the user's call. */
  isInner(node: Node): boolean {
    return this.#inner.has(node.id);
  }

  hasWire(node: Node): boolean {
    return this.#wires.has(node.id);
  }

  /** The nodes that have a wire, in the order in which they were made. */
  get wires(): readonly Node[] {
    const byId = new Array<Node>(this.#uses.length);
    for (const node of this.#used) if (this.#wires.has(node.id)) byId[node.id] = node;
    // Holes are left out.
    return byId.filter(() => true);
  }

  #wantsWire(node: Node, uses: number): boolean {
    if (isConstant(node)) return this.#selected.has(node.id);
    if (isPlace(node, this.#isForced))
      return node.kind === 'slice' && !this.#inner.has(node.id) && this.#names.isHeldByConst(node);
    if (this.#mustBeWire(node)) return true;
    const { hint } = node;
    if ((!this.#inner.has(node.id) && this.#names.given(node) !== undefined) || (hint !== undefined && uses > 0))
      return true;
    return uses > 1 && node.kind !== 'cast' && node.kind !== 'vec';
  }

  /** Forms that are not expressions, and operands of a selection. */
  #mustBeWire(node: Node): boolean {
    if (this.#needed.has(node)) return true;
    if (node.kind === 'element')
      return (!(node.index instanceof IntExpr) && !isCertainBit(node)) || this.#selectedExpression(node);
    if (node.kind === 'resize' && node.direction === 'any') return true;
    if (node.kind === 'shift' && node.direction === 'right' && node.type.kind === 'sint') return true;
    return this.#selectedExpression(node);
  }

  #selectedExpression(node: Node): boolean {
    return this.#selected.has(node.id) && !isPlace(node, this.#isWire);
  }

  #count(region: Region): void {
    for (const statement of region.statements) this.#countStatement(statement);
  }

  #countStatement(statement: Statement): void {
    for (const node of valueNodes(statement)) this.#countNode(node);
    for (const inner of armStatements(statement)) this.#countStatement(inner);
    for (const region of regionsOf(statement)) this.#count(region);
  }

  #countNode(node: Node): void {
    const { id } = node;
    if (id >= this.#uses.length) {
      const longer = new Int32Array(2 * id);
      longer.set(this.#uses);
      this.#uses = longer;
    }
    const before = this.#uses[id] ?? 0;
    this.#uses[id] = before + 1;
    if (before > 0) return;
    this.#used.push(node);
    const operands = operandsOf(node);
    const selects = selectsFrom(node);
    for (const operand of operands) {
      if (isSamePlace(node.site, operand.site)) this.#inner.add(operand.id);
      if (selects && operand === operands[0]) this.#markSelected(operand);
      this.#countNode(operand);
    }
  }

  /** Casts are transparent: what is selected is the value behind them. */
  #markSelected(node: Node): void {
    this.#selected.add(node.id);
    if (node.kind === 'cast') this.#markSelected(node.operand);
  }
}

/** Nodes that a statement refers to, targets included. */
export function valueNodes(statement: Statement): readonly Node[] {
  if (statement.kind === 'assign') return [...dynamicIndices(statement.target), statement.value];
  return readNodes(statement);
}

/** Nodes that a statement reads. */
export function readNodes(statement: Statement): readonly Node[] {
  switch (statement.kind) {
    case 'assign':
      return [statement.value, ...dynamicIndices(statement.target)];
    case 'when':
      return statement.arms.map(({ condition }) => condition);
    case 'memory-write':
      return [statement.address, statement.value];
    case 'instance':
      return [
        ...statement.connections.flatMap(({ port, value }) =>
          value === undefined ? [] : port.role === 'input' ? [value] : dynamicIndices(value),
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

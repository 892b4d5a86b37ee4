import type { BinaryOperator, UnaryOperator } from '../ir/node.ts';
import type { CallSite } from '../source/location.ts';
import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundLiteral, BoundNode } from './boundNode.ts';
import type { BoundBlackBox, BoundMemory } from './design.ts';

/** Makes bound nodes; an id is a position in `all`. */
export class NodeFactory {
  readonly all: BoundNode[] = [];
  readonly #literals = new Map<string, BoundLiteral>();

  #add<N extends BoundNode>(node: N): N {
    this.all.push(node);
    return node;
  }

  get #id(): number {
    return this.all.length;
  }

  /** The constant of the low `width` bits of `value`. */
  literal(value: bigint, width: number, signed: boolean): BoundLiteral {
    const inRange = signed ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
    const key = `${width}${signed ? 's' : 'u'}${inRange}`;
    const known = this.#literals.get(key);
    if (known !== undefined) return known;
    const node = this.#add({ kind: 'literal', id: this.#id, width, signed, value: inRange } as const);
    this.#literals.set(key, node);
    return node;
  }

  signal(leaf: BoundLeaf): BoundNode {
    return this.#add({ kind: 'signal', id: this.#id, width: leaf.width, signed: leaf.signed, leaf });
  }

  unary(operator: UnaryOperator, operand: BoundNode): BoundNode {
    const reduces = operator !== 'not' && operator !== 'negate';
    const { width, signed } = reduces ? { width: 1, signed: false } : operand;
    return this.#add({ kind: 'unary', id: this.#id, width, signed, operator, operand });
  }

  /** Arithmetic and bitwise operators: the result has the operands' type. */
  binary(operator: BinaryOperator, left: BoundNode, right: BoundNode): BoundNode {
    const { width, signed } = comparisons.includes(operator) ? { width: 1, signed: false } : left;
    return this.#add({ kind: 'binary', id: this.#id, width, signed, operator, left, right });
  }

  and(left: BoundNode | undefined, right: BoundNode): BoundNode {
    return left === undefined ? right : this.binary('and', left, right);
  }

  not(operand: BoundNode): BoundNode {
    return this.unary('not', operand);
  }

  shift(direction: 'left' | 'right', operand: BoundNode, amount: BoundNode): BoundNode {
    const { width, signed } = operand;
    return this.#add({ kind: 'shift', id: this.#id, width, signed, direction, operand, amount });
  }

  mux(condition: BoundNode, whenTrue: BoundNode, whenFalse: BoundNode): BoundNode {
    if (whenTrue === whenFalse) return whenTrue;
    const { width, signed } = whenTrue;
    return this.#add({ kind: 'mux', id: this.#id, width, signed, condition, whenTrue, whenFalse });
  }

  resize(operand: BoundNode, width: number, signed: boolean): BoundNode {
    if (operand.width === width && operand.signed === signed) return operand;
    if (operand.kind === 'literal') return this.literal(operand.value, width, signed);
    return this.#add({ kind: 'resize', id: this.#id, width, signed, operand });
  }

  slice(operand: BoundNode, low: number, width: number): BoundNode {
    if (low === 0 && width === operand.width) return this.resize(operand, width, false);
    return this.#add({ kind: 'slice', id: this.#id, width, signed: false, operand, low });
  }

  /** The first operand has the high bits. */
  concat(operands: readonly BoundNode[]): BoundNode {
    const [only] = operands;
    if (only !== undefined && operands.length === 1) return this.resize(only, only.width, false);
    const width = operands.reduce((sum, operand) => sum + operand.width, 0);
    return this.#add({ kind: 'concat', id: this.#id, width, signed: false, operands });
  }

  select(index: BoundNode, options: readonly BoundNode[], name: string, site: CallSite | undefined): BoundNode {
    const [first] = options;
    const { width, signed } = first ?? { width: 1, signed: false };
    return this.#add({ kind: 'select', id: this.#id, width, signed, index, options, name, site });
  }

  memoryRead(memory: BoundMemory, address: BoundNode, site: CallSite | undefined): BoundNode {
    const { width, signed } = memory;
    return this.#add({ kind: 'memory-read', id: this.#id, width, signed, memory, address, site });
  }

  boxOutput(box: BoundBlackBox, leaf: BoundLeaf, inputs: readonly BoundNode[]): BoundNode {
    const { width, signed } = leaf;
    return this.#add({ kind: 'box-output', id: this.#id, width, signed, box, leaf, inputs });
  }

  undefined(width: number, signed: boolean): BoundNode {
    return this.#add({ kind: 'undefined', id: this.#id, width, signed });
  }
}

const comparisons: readonly BinaryOperator[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

/** The nodes that a node reads directly. */
export function boundOperands(node: BoundNode): readonly BoundNode[] {
  switch (node.kind) {
    case 'literal':
    case 'signal':
    case 'undefined':
      return [];
    case 'unary':
    case 'resize':
    case 'slice':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'shift':
      return [node.operand, node.amount];
    case 'mux':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'concat':
      return node.operands;
    case 'select':
      return [node.index, ...node.options];
    case 'memory-read':
      return [node.address];
    case 'box-output':
      return node.inputs;
  }
}

import { assign } from './assignment.ts';
import { checkScope, describeType, nodeName, requireType, sameFields } from './conformance.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { chosenBit, element, elementNodes, hotBit } from './elements.ts';
import { IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { BinaryOperator, Node } from './ir/node.ts';
import * as narrow from './narrowing.ts';
import * as op from './operations.ts';
import { readOnly } from './readOnly.ts';
import type { Operand, Rounding, Signal } from './signal.ts';
import { type Entry, inOneCall } from './source/location.ts';
import { type AnySource, isOperand, operandNode, sourceNode, sourceNodes } from './sources.ts';
import { isComposite, leavesOf } from './struct.ts';
import { bool, type HwType, type StructType, sint, uint, type VecType } from './types.ts';

const orders: readonly BinaryOperator[] = ['lt', 'le', 'gt', 'ge'];

/** The one implementation behind `Signal<T>`: the type decides which of these a user can see. */
class HardwareValue implements Operand<HwType> {
  // None of these is a property of its own: `{ ...packet, last: true }` copies the fields of a struct, and nothing else.
  readonly #type: HwType;
  readonly #nodes: readonly Node[];

  constructor(node: Node | readonly Node[], type?: HwType) {
    const nodes = 'kind' in node ? [node] : node;
    const [first] = nodes;
    this.#nodes = nodes;
    this.#type = type ?? first?.type ?? bool;
    if (this.#type.kind === 'struct') defineFields(this, this.#type);
  }

  get valueKind(): 'hardware' {
    return 'hardware';
  }

  get type(): HwType {
    return this.#type;
  }

  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  get node(): Node {
    const [node] = this.nodes;
    if (node !== undefined && !isComposite(this.type)) return node;
    return fail(
      'type-mismatch',
      {
        operation: 'an operation on one value',
        expected: 'a bool or a number',
        actual: describeType(this.type),
        suggestion: 'Take a field of it, or `pack` it into a number.',
      },
      [callLabel()],
    );
  }

  /** The node where it is used: as an operand of its own methods a value must be known there too. */
  get #here(): Node {
    const { node } = this;
    checkScope(node);
    return node;
  }

  #source(other: AnySource): Node {
    return sourceNode(other, this.type);
  }

  #amount(amount: Width | Operand<HwType>): Node {
    return isOperand(amount) ? operandNode(amount) : narrow.amountNode(amount);
  }

  #compare(operator: BinaryOperator, other: AnySource): Node {
    const constant = other instanceof IntExpr || typeof other === 'number' || typeof other === 'bigint';
    if (!constant || !orders.includes(operator) || this.type.kind === 'bool')
      return op.compare(operator, this.#here, this.#source(other));
    return narrow.compareOrderWithConstant(operator, this.#here, sourceNode, other);
  }

  set(value: AnySource): void {
    inOneCall(this.set, () => this.#set(value));
  }

  #set(value: AnySource): void {
    const { diagnostics } = context('set');
    const before = diagnostics.length;
    const nodes = isComposite(this.type) ? sourceNodes(value, this.type) : [this.#source(value)];
    if (diagnostics.length > before) return;
    if (isOperand(value) && !sameFields(this.type, value.type)) {
      requireType('set', this.type, value.type);
      return;
    }
    for (const [position, target] of this.nodes.entries()) {
      const node = nodes[position];
      if (node !== undefined) assign(target, node);
    }
  }

  /** All fields compared, and the results joined. */
  #compareFields(operator: 'eq' | 'ne', other: AnySource): Node {
    const nodes = sourceNodes(other, this.type);
    if (isOperand(other)) requireType(operator, this.type, other.type);
    const results = this.nodes.map((node, position) => op.compare(operator, node, nodes[position] ?? node));
    return results.reduce((all, result) => op.bitwise(operator === 'eq' ? 'and' : 'or', all, result));
  }

  /** A name of a one-hot enumeration is one bit. */
  #equal(operator: 'eq' | 'ne', other: AnySource): Node {
    if (isComposite(this.type)) return this.#compareFields(operator, other);
    if (typeof other !== 'string' || this.type.kind !== 'enum' || !this.type.oneHot)
      return this.#compare(operator, other);
    const bit = hotBit(this.#here, this.type, other);
    return operator === 'eq' ? bit : op.unary('not', bit);
  }

  eq(other: AnySource): HardwareValue {
    return made(this.eq, () => this.#equal('eq', other));
  }
  ne(other: AnySource): HardwareValue {
    return made(this.ne, () => this.#equal('ne', other));
  }
  is(name: string): HardwareValue {
    return made(this.is, () => this.#equal('eq', name));
  }
  lt(other: AnySource): HardwareValue {
    return made(this.lt, () => this.#compare('lt', other));
  }
  le(other: AnySource): HardwareValue {
    return made(this.le, () => this.#compare('le', other));
  }
  gt(other: AnySource): HardwareValue {
    return made(this.gt, () => this.#compare('gt', other));
  }
  ge(other: AnySource): HardwareValue {
    return made(this.ge, () => this.#compare('ge', other));
  }

  add(other: AnySource): HardwareValue {
    return made(this.add, () => op.add(this.#here, this.#source(other)));
  }
  sub(other: AnySource): HardwareValue {
    return made(this.sub, () => op.sub(this.#here, this.#source(other)));
  }
  mul(other: AnySource): HardwareValue {
    return made(this.mul, () => op.mul(this.#here, this.#source(other)));
  }
  addWrap(other: AnySource): HardwareValue {
    return made(this.addWrap, () => op.addWrap(this.#here, this.#source(other)));
  }
  subWrap(other: AnySource): HardwareValue {
    return made(this.subWrap, () => op.subWrap(this.#here, this.#source(other)));
  }
  negate(): HardwareValue {
    return made(this.negate, () => narrow.negate(this.#here));
  }
  inc(): HardwareValue {
    return made(this.inc, () => narrow.increment(this.#here));
  }
  dec(): HardwareValue {
    return made(this.dec, () => narrow.decrement(this.#here));
  }
  incMod(modulus: Width): HardwareValue {
    const last = toExpr(modulus).minus(1);
    return made(this.incMod, () => op.mux(this.eq(last).node, this.#source(0), this.inc().node));
  }
  min(other: AnySource): HardwareValue {
    return made(this.min, () => {
      const right = this.#source(other);
      return op.mux(op.compare('lt', this.#here, right), this.#here, right);
    });
  }
  max(other: AnySource): HardwareValue {
    return made(this.max, () => {
      const right = this.#source(other);
      return op.mux(op.compare('lt', this.#here, right), right, this.#here);
    });
  }

  and(other: AnySource): HardwareValue {
    return made(this.and, () => op.bitwise('and', this.#here, this.#source(other)));
  }
  or(other: AnySource): HardwareValue {
    return made(this.or, () => op.bitwise('or', this.#here, this.#source(other)));
  }
  xor(other: AnySource): HardwareValue {
    return made(this.xor, () => op.bitwise('xor', this.#here, this.#source(other)));
  }
  not(): HardwareValue {
    return made(this.not, () => op.unary('not', this.#here));
  }
  reduceAnd(): HardwareValue {
    return made(this.reduceAnd, () => op.unary('reduceAnd', this.#here));
  }
  reduceOr(): HardwareValue {
    return made(this.reduceOr, () => op.unary('reduceOr', this.#here));
  }
  reduceXor(): HardwareValue {
    return made(this.reduceXor, () => op.unary('reduceXor', this.#here));
  }

  extend(width: Width): HardwareValue {
    return made(this.extend, () => {
      op.requireOrder(width, this.type.width, 'extend', this.#here);
      return op.resize(this.#here, width);
    });
  }
  truncate(width: Width): HardwareValue {
    return made(this.truncate, () => {
      op.requireOrder(this.type.width, width, 'truncate', this.#here);
      return op.resize(this.#here, width);
    });
  }
  fit(width: Width): HardwareValue {
    return made(this.fit, () => op.resize(this.#here, width));
  }
  saturate(width: Width): HardwareValue {
    return made(this.saturate, () => narrow.saturate(this.#here, width));
  }
  shiftRightRound(amount: Width, rounding: Rounding): HardwareValue {
    return made(this.shiftRightRound, () => narrow.shiftRightRound(this.#here, amount, rounding));
  }
  shiftLeftBy(amount: Width): HardwareValue {
    return made(this.shiftLeftBy, () => narrow.shiftLeftBy(this.#here, amount));
  }
  shiftRightBy(amount: Width): HardwareValue {
    return made(this.shiftRightBy, () => narrow.shiftRightBy(this.#here, amount));
  }
  shiftLeft(amount: Width | Operand<HwType>): HardwareValue {
    return made(this.shiftLeft, () => narrow.shift('left', this.#here, this.#amount(amount)));
  }
  shiftRight(amount: Width | Operand<HwType>): HardwareValue {
    return made(this.shiftRight, () => narrow.shift('right', this.#here, this.#amount(amount)));
  }

  shiftIn(bit: Operand<HwType>): HardwareValue {
    return made(this.shiftIn, () => narrow.shiftIn(this.#here, operandNode(bit)));
  }

  bit(index: Width | Operand<HwType>): HardwareValue {
    return made(this.bit, () =>
      isOperand(index) ? chosenBit(this.#here, operandNode(index)) : op.cast(op.slice(this.#here, index, 1), bool),
    );
  }
  slice(low: Width, width: Width): HardwareValue {
    return made(this.slice, () => op.slice(this.#here, low, width));
  }
  asUint(): HardwareValue {
    return made(this.asUint, () => op.cast(this.#here, uint(this.type.width)));
  }
  asSint(): HardwareValue {
    return made(this.asSint, () => op.cast(this.#here, sint(this.type.width)));
  }
  asBool(): HardwareValue {
    return made(this.asBool, () => {
      requireType('asBool', uint(1), this.type);
      return op.cast(this.#here, bool);
    });
  }
  toSint(): HardwareValue {
    return made(this.toSint, () => {
      const wider = op.resize(this.#here, toExpr(this.type.width).plus(1));
      return op.cast(wider, sint(wider.type.width));
    });
  }

  at(index: Width | Operand<HwType>): HardwareValue {
    if (!isComposite(this.type) || this.type.kind !== 'vec') return made(this.at, () => element(this.#here, index));
    const nodes = inOneCall(this.at, () => elementNodes(this.nodes, index));
    return new HardwareValue(nodes, this.type.element);
  }

  /** JavaScript asks for this in `<`, `+` and template strings, none of which hardware can answer. */
  valueOf(): never {
    return this.#refuseHost();
  }
  toString(): never {
    return this.#refuseHost();
  }
  toJSON(): never {
    return this.#refuseHost();
  }

  #refuseHost(): never {
    const [node] = this.nodes;
    return fail('hardware-value', { expression: node === undefined ? 'value' : nodeName(node) }, [callLabel()]);
  }
}

/** The value that one operation of a user makes, of however many nodes. */
const made = (entry: Entry, make: () => Node): HardwareValue => new HardwareValue(inOneCall(entry, make));

/** Gives a struct's value its fields as properties. */
function defineFields(value: HardwareValue, type: StructType): void {
  let first = 0;
  for (const [name, field] of Object.entries<HwType>(type.fields)) {
    const count = leavesOf(field).length;
    const nodes = value.nodes.slice(first, first + count);
    first += count;
    readOnly(value, name, new HardwareValue(nodes, field));
  }
}

/** An element of a vec of any type. */
export function elementOf<E extends HwType>(vector: Operand<VecType<E>>, index: Width | Operand<HwType>): Signal<E> {
  return signalOfNodes(vector.type.element, elementNodes(vector.nodes, index));
}

/** An element of a value of which types do not say that it is a vec. */
export function elementAt(vector: Operand<HwType>, index: Width | Operand<HwType>): Operand<HwType> {
  return new HardwareValue(vector.nodes, vector.type).at(index);
}

/** The public face of a node. */
export function signalOf<T extends HwType>(type: T, node: Node): Signal<T>;
export function signalOf(_: HwType, node: Node): unknown {
  return new HardwareValue(node);
}

/** The public face of the nodes that a value is made of. */
export function signalOfNodes<T extends HwType>(type: T, nodes: readonly Node[]): Signal<T>;
export function signalOfNodes(type: HwType, nodes: readonly Node[]): unknown {
  return isComposite(type) ? new HardwareValue(nodes, type) : nodes.map(node => new HardwareValue(node))[0];
}

import { checkScope, describeType, nodeName, requireType, sameFields } from './conformance.ts';
import { literal, namedLiteral, parameterValue, regionOfIndices } from './constants.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import type { BinaryOperator, Declaration, FieldOfStruct, Node } from './ir/hw.ts';
import { IntExpr, toExpr, type Width } from './ir/integer.ts';
import * as narrow from './narrowing.ts';
import * as op from './operations.ts';
import type { Operand, Rounding, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { isComposite, leafName, leavesOf } from './struct.ts';
import { bool, type EnumType, type HwType, type StructType, sint, uint, type VecType } from './types.ts';

/** A struct given field by field. */
interface SourceRecord {
  readonly [field: string]: AnySource;
}

/** What a user may give where a value is expected; which of these fit a type is checked here, not by types. */
export type AnySource = Operand<HwType> | number | bigint | boolean | string | IntExpr | SourceRecord;

export const isOperand = (source: unknown): source is Operand<HwType> =>
  typeof source === 'object' && source !== null && 'valueKind' in source && source.valueKind === 'hardware';

/** The node behind a value, or that of a constant of type `type`, which has no struct in it. */
export function sourceNode(source: AnySource, type: HwType): Node {
  if (typeof source === 'string') return namedLiteral(type, source);
  if (typeof source === 'number' || typeof source === 'bigint') return literal(type, whole(source));
  if (typeof source === 'boolean') return literal(type, source ? 1n : 0n);
  if (source instanceof IntExpr) return parameterValue(type, source);
  if (isOperand(source)) return operandNode(source);
  return fail(
    'type-mismatch',
    { operation: 'a record of fields', expected: describeType(type), actual: 'a struct', suggestion: notAStruct },
    [callLabel()],
  );
}

const notAStruct = 'Only a struct can be given field by field.';

/** The nodes that a value of `type` is made of, or those of a constant. */
export function sourceNodes(source: AnySource, type: HwType): readonly Node[] {
  if (isOperand(source)) return operandNodes(source);
  if (type.kind === 'struct' && typeof source === 'object' && !(source instanceof IntExpr))
    return fieldNodes(source, type);
  if (isComposite(type))
    fail(
      'type-mismatch',
      {
        operation: 'a constant',
        expected: describeType(type),
        actual: 'one value',
        suggestion: type.kind === 'struct' ? 'Give a record with a value for every field.' : 'Use `vecOf`.',
      },
      [callLabel()],
    );
  return [sourceNode(source, type)];
}

/** The nodes of a struct that is given field by field: every field, and no other. */
function fieldNodes(source: SourceRecord, type: StructType): readonly Node[] {
  const fields = Object.entries<HwType>(type.fields);
  const wrong = [...Object.keys(source).filter(name => !(name in type.fields)), ...missing(source, fields)];
  if (wrong.length > 0)
    fail(
      'type-mismatch',
      {
        operation: 'a record of fields',
        expected: describeType(type),
        actual: `a record with the fields ${Object.keys(source).join(', ')}`,
        suggestion: 'Give a value for every field, and for nothing else.',
      },
      [callLabel()],
    );
  return fields.flatMap(([name, field]) => {
    const value = source[name];
    if (value === undefined) return [];
    if (isOperand(value)) requireType('a field', field, value.type, name);
    return sourceNodes(value, field);
  });
}

const missing = (source: SourceRecord, fields: readonly (readonly [string, HwType])[]): string[] =>
  fields.map(([name]) => name).filter(name => source[name] === undefined);

function whole(value: number | bigint): bigint {
  if (typeof value === 'bigint') return value;
  if (!Number.isSafeInteger(value))
    fail('constant-out-of-range', { value: String(value), type: 'a whole number', low: '-2^53', high: '2^53' }, [
      callLabel(),
    ]);
  return BigInt(value);
}

/** The node behind a value, after a check that it may be used here. */
export function operandNode(operand: Operand<unknown>): Node {
  checkScope(operand.node);
  return operand.node;
}

/** The nodes that a value is made of, after a check that it may be used here. */
export function operandNodes(operand: Operand<unknown>): readonly Node[] {
  for (const node of operand.nodes) checkScope(node);
  return operand.nodes;
}

const orders: readonly BinaryOperator[] = ['lt', 'le', 'gt', 'ge'];

/** The one implementation behind `Signal<T>`: the type decides which of these a user can see. */
class HardwareValue implements Operand<HwType> {
  readonly valueKind = 'hardware';
  readonly type: HwType;
  readonly nodes: readonly Node[];

  constructor(node: Node | readonly Node[], type?: HwType) {
    const nodes = 'kind' in node ? [node] : node;
    const [first] = nodes;
    this.nodes = nodes;
    this.type = type ?? first?.type ?? bool;
    if (this.type.kind === 'struct') defineFields(this, this.type);
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

  #source(other: AnySource): Node {
    return sourceNode(other, this.type);
  }

  #compare(operator: BinaryOperator, other: AnySource): HardwareValue {
    const constant = other instanceof IntExpr || typeof other === 'number' || typeof other === 'bigint';
    if (!constant || !orders.includes(operator) || this.type.kind === 'bool')
      return new HardwareValue(op.compare(operator, this.node, this.#source(other)));
    return new HardwareValue(narrow.compareOrderWithConstant(operator, this.node, sourceNode, other));
  }

  set(value: AnySource): void {
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
  #compareFields(operator: 'eq' | 'ne', other: AnySource): HardwareValue {
    const nodes = sourceNodes(other, this.type);
    if (isOperand(other)) requireType(operator, this.type, other.type);
    const results = this.nodes.map((node, position) => op.compare(operator, node, nodes[position] ?? node));
    return new HardwareValue(
      results.reduce((all, result) => op.bitwise(operator === 'eq' ? 'and' : 'or', all, result)),
    );
  }

  eq(other: AnySource): HardwareValue {
    return isComposite(this.type) ? this.#compareFields('eq', other) : this.#equal(other);
  }
  ne(other: AnySource): HardwareValue {
    if (isComposite(this.type)) return this.#compareFields('ne', other);
    return this.#isOneHotName(other) ? this.#equal(other).not() : this.#compare('ne', other);
  }
  is(name: string): HardwareValue {
    return this.#equal(name);
  }

  #isOneHotName(other: AnySource): other is string {
    return typeof other === 'string' && this.type.kind === 'enum' && this.type.oneHot;
  }

  /** A name of a one-hot enumeration is one bit. */
  #equal(other: AnySource): HardwareValue {
    if (!this.#isOneHotName(other) || this.type.kind !== 'enum') return this.#compare('eq', other);
    return new HardwareValue(hotBit(this.node, this.type, other));
  }
  lt(other: AnySource): HardwareValue {
    return this.#compare('lt', other);
  }
  le(other: AnySource): HardwareValue {
    return this.#compare('le', other);
  }
  gt(other: AnySource): HardwareValue {
    return this.#compare('gt', other);
  }
  ge(other: AnySource): HardwareValue {
    return this.#compare('ge', other);
  }

  add(other: AnySource): HardwareValue {
    return new HardwareValue(op.add(this.node, this.#source(other)));
  }
  sub(other: AnySource): HardwareValue {
    return new HardwareValue(op.sub(this.node, this.#source(other)));
  }
  mul(other: AnySource): HardwareValue {
    return new HardwareValue(op.mul(this.node, this.#source(other)));
  }
  addWrap(other: AnySource): HardwareValue {
    return new HardwareValue(op.addWrap(this.node, this.#source(other)));
  }
  subWrap(other: AnySource): HardwareValue {
    return new HardwareValue(op.subWrap(this.node, this.#source(other)));
  }
  negate(): HardwareValue {
    return new HardwareValue(narrow.negate(this.node));
  }
  inc(): HardwareValue {
    return new HardwareValue(narrow.increment(this.node));
  }
  dec(): HardwareValue {
    return new HardwareValue(narrow.decrement(this.node));
  }
  incMod(modulus: Width): HardwareValue {
    const last = toExpr(modulus).minus(1);
    return new HardwareValue(op.mux(this.eq(last).node, this.#source(0), this.inc().node));
  }
  min(other: AnySource): HardwareValue {
    const right = this.#source(other);
    return new HardwareValue(op.mux(op.compare('lt', this.node, right), this.node, right));
  }
  max(other: AnySource): HardwareValue {
    const right = this.#source(other);
    return new HardwareValue(op.mux(op.compare('lt', this.node, right), right, this.node));
  }

  and(other: AnySource): HardwareValue {
    return new HardwareValue(op.bitwise('and', this.node, this.#source(other)));
  }
  or(other: AnySource): HardwareValue {
    return new HardwareValue(op.bitwise('or', this.node, this.#source(other)));
  }
  xor(other: AnySource): HardwareValue {
    return new HardwareValue(op.bitwise('xor', this.node, this.#source(other)));
  }
  not(): HardwareValue {
    return new HardwareValue(op.unary('not', this.node));
  }
  reduceAnd(): HardwareValue {
    return new HardwareValue(op.unary('reduceAnd', this.node));
  }
  reduceOr(): HardwareValue {
    return new HardwareValue(op.unary('reduceOr', this.node));
  }
  reduceXor(): HardwareValue {
    return new HardwareValue(op.unary('reduceXor', this.node));
  }

  extend(width: Width): HardwareValue {
    op.requireOrder(width, this.type.width, 'extend', this.node);
    return this.fit(width);
  }
  truncate(width: Width): HardwareValue {
    op.requireOrder(this.type.width, width, 'truncate', this.node);
    return this.fit(width);
  }
  fit(width: Width): HardwareValue {
    return new HardwareValue(op.resize(this.node, width));
  }
  saturate(width: Width): HardwareValue {
    return new HardwareValue(narrow.saturate(this.node, width));
  }
  shiftRightRound(amount: Width, rounding: Rounding): HardwareValue {
    return new HardwareValue(narrow.shiftRightRound(this.node, amount, rounding));
  }
  shiftLeftBy(amount: Width): HardwareValue {
    return new HardwareValue(narrow.shiftLeftBy(this.node, amount));
  }
  shiftRightBy(amount: Width): HardwareValue {
    return new HardwareValue(narrow.shiftRightBy(this.node, amount));
  }
  shiftLeft(amount: Operand<HwType>): HardwareValue {
    return new HardwareValue(narrow.shift('left', this.node, operandNode(amount)));
  }
  shiftRight(amount: Operand<HwType>): HardwareValue {
    return new HardwareValue(narrow.shift('right', this.node, operandNode(amount)));
  }

  shiftIn(bit: Operand<HwType>): HardwareValue {
    return new HardwareValue(narrow.shiftIn(this.node, operandNode(bit)));
  }

  bit(index: Width): HardwareValue {
    return new HardwareValue(op.cast(op.slice(this.node, index, 1), bool));
  }
  slice(low: Width, width: Width): HardwareValue {
    return new HardwareValue(op.slice(this.node, low, width));
  }
  asUint(): HardwareValue {
    return new HardwareValue(op.cast(this.node, uint(this.type.width)));
  }
  asSint(): HardwareValue {
    return new HardwareValue(op.cast(this.node, sint(this.type.width)));
  }
  asBool(): HardwareValue {
    requireType('asBool', uint(1), this.type);
    return new HardwareValue(op.cast(this.node, bool));
  }
  toSint(): HardwareValue {
    const wider = op.resize(this.node, toExpr(this.type.width).plus(1));
    return new HardwareValue(op.cast(wider, sint(wider.type.width)));
  }

  at(index: Width | Operand<HwType>): HardwareValue {
    if (!isComposite(this.type) || this.type.kind !== 'vec') return new HardwareValue(element(this.node, index));
    return new HardwareValue(elementNodes(this.nodes, index), this.type.element);
  }

  /** JavaScript asks for this in `<`, `+` and template strings, none of which hardware can answer. */
  valueOf(): never {
    return fail('hardware-value', { expression: nodeName(this.node) }, [callLabel()]);
  }
}

/** Gives a struct's value its fields as properties. */
function defineFields(value: HardwareValue, type: StructType): void {
  let first = 0;
  for (const [name, field] of Object.entries<HwType>(type.fields)) {
    const count = leavesOf(field).length;
    const nodes = value.nodes.slice(first, first + count);
    first += count;
    Object.defineProperty(value, name, { value: new HardwareValue(nodes, field), enumerable: true });
  }
}

/** The bit of a one-hot enumeration that stands for a name. */
export function hotBit(node: Node, type: EnumType, name: string): Node {
  const literalNode = namedLiteral(type, name);
  const position = type.names.indexOf(name);
  if (position < 0) return op.compare('eq', node, literalNode);
  return op.cast(op.slice(op.cast(node, uint(type.width)), position, 1), bool);
}

/** An element of each of the vecs that a vec of structs is made of. */
const elementNodes = (vectors: readonly Node[], index: Width | Operand<HwType>): readonly Node[] =>
  vectors.map(vector => element(vector, index));

/** An element of a vec of any type. */
export function elementOf<E extends HwType>(vector: Operand<VecType<E>>, index: Width | Operand<HwType>): Signal<E> {
  return signalOfNodes(vector.type.element, elementNodes(vector.nodes, index));
}

/** An element of a value of which types do not say that it is a vec. */
export function elementAt(vector: Operand<HwType>, index: Width | Operand<HwType>): Operand<HwType> {
  return new HardwareValue(vector.nodes, vector.type).at(index);
}

function element(vector: Node, index: Width | Operand<HwType>): Node {
  const ctx = context('at');
  const { type } = vector;
  if (type.kind !== 'vec')
    return fail(
      'type-mismatch',
      {
        operation: 'at',
        expected: 'a vec',
        actual: describeType(type),
        suggestion: '`bit` and `slice` reach into a number.',
      },
      [callLabel()],
    );
  if (typeof index === 'object' && !(index instanceof IntExpr)) {
    const dynamic = operandNode(index);
    op.numberType(dynamic, 'at');
    return ctx.node({ kind: 'element', type: type.element, vector, index: dynamic });
  }
  const position = toExpr(index);
  const constant = position.constant;
  const length = toExpr(type.length).constant;
  if (constant !== undefined && (constant < 0 || (length !== undefined && constant >= length)))
    fail(
      'index-out-of-range',
      { index: String(constant), name: nodeName(vector), length: toExpr(type.length).toString(), detail: '' },
      [callLabel()],
    );
  regionOfIndices(position);
  return ctx.node({ kind: 'element', type: type.element, vector, index: position });
}

/** The declaration that an assignment's target is, or is an element of. */
export function targetSignal(target: Node): Declaration | undefined {
  if (target.kind === 'read') return target.signal;
  return target.kind === 'element' ? targetSignal(target.vector) : undefined;
}

/** Notes `target.set(value)`. */
export function assign(target: Node, value: Node): void {
  const ctx = context('set');
  checkScope(target);
  const signal = targetSignal(target);
  if (signal === undefined) fail('assignment-to-value', {}, [callLabel()]);
  if (signal.role === 'input')
    ctx.report('assignment-to-input', { name: signal.key, module: ctx.moduleName }, [
      callLabel(),
      { location: signal.site?.location, message: 'declared here' },
    ]);
  else requireType('set', target.type, value.type, nodeName(target), signal.site, value);
  ctx.statements.push({ kind: 'assign', id: ctx.nextId(), target, signal, value, site: new CallSite() });
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

/**
 * Declares a value of any type: one signal, or one for every field.
 *
 * @param declare makes the signal of a leaf, given its name, its type without structs, and what field it is
 */
export function declareValue<T extends HwType>(
  key: string,
  type: T,
  declare: (name: string, type: HwType, field: FieldOfStruct | undefined) => Declaration,
): Signal<T> {
  if (!isComposite(type)) return read(type, declare(key, type, undefined));
  const nodes = leavesOf(type).map((leaf, position) => {
    const declaration = declare(leafName(key, leaf), leaf.type, {
      of: key,
      whole: type,
      path: leaf.path,
      position,
    });
    return readNode(declaration);
  });
  return signalOfNodes(type, nodes);
}

/** The public face of a declared value: what reading it gives. */
export function read<T extends HwType>(type: T, declaration: Declaration): Signal<T> {
  return signalOf(type, readNode(declaration));
}

/** What reading a declared signal gives. */
export function readNode(declaration: Declaration): Node {
  const { type, region, site } = declaration;
  return context('a declaration').node({ kind: 'read', type, signal: declaration }, region, site);
}

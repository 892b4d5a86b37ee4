import { checkScope, describeType, nodeName, requireType } from './conformance.ts';
import { literal, parameterValue, regionOfIndices } from './constants.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import type { BinaryOperator, Declaration, Node } from './ir/hw.ts';
import { IntExpr, toExpr, type Width } from './ir/integer.ts';
import * as narrow from './narrowing.ts';
import * as op from './operations.ts';
import type { Operand, Rounding, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { bool, type HwType, sint, uint } from './types.ts';

type AnySource = Operand<HwType> | number | bigint | boolean | IntExpr;

/** The node behind a value, or that of a constant of type `type`. */
export function sourceNode(source: AnySource, type: HwType): Node {
  if (typeof source === 'number' || typeof source === 'bigint') return literal(type, whole(source));
  if (typeof source === 'boolean') return literal(type, source ? 1n : 0n);
  if (source instanceof IntExpr) return parameterValue(type, source);
  return operandNode(source);
}

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

const orders: readonly BinaryOperator[] = ['lt', 'le', 'gt', 'ge'];

/** The one implementation behind `Signal<T>`: the type decides which of these a user can see. */
class HardwareValue implements Operand<HwType> {
  readonly valueKind = 'hardware';
  readonly type: HwType;
  readonly node: Node;

  constructor(node: Node) {
    this.type = node.type;
    this.node = node;
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
    assign(this.node, this.#source(value));
  }

  eq(other: AnySource): HardwareValue {
    return this.#compare('eq', other);
  }
  ne(other: AnySource): HardwareValue {
    return this.#compare('ne', other);
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
    return this.addWrap(1);
  }
  dec(): HardwareValue {
    return this.subWrap(1);
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
    return new HardwareValue(element(this.node, index));
  }

  /** JavaScript asks for this in `<`, `+` and template strings, none of which hardware can answer. */
  valueOf(): never {
    return fail('hardware-value', { expression: nodeName(this.node) }, [callLabel()]);
  }
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
  else requireType('set', target.type, value.type, nodeName(target), signal.site);
  ctx.statements.push({ kind: 'assign', id: ctx.nextId(), target, signal, value, site: new CallSite() });
}

/** The public face of a node. */
export function signalOf<T extends HwType>(type: T, node: Node): Signal<T>;
export function signalOf(_: HwType, node: Node): unknown {
  return new HardwareValue(node);
}

/** The public face of a declared value: what reading it gives. */
export function read<T extends HwType>(type: T, declaration: Declaration): Signal<T> {
  return signalOf(type, context('a declaration').node({ kind: 'read', type, signal: declaration }, declaration.region));
}

import type { BoundLeaf } from '../../dsl/bind/boundLeaf.ts';
import type { BoundBinary, BoundNode } from '../../dsl/bind/boundNode.ts';
import type { BoundDesign } from '../../dsl/bind/design.ts';

/** The numbers that a value can be, both ends included. */
interface Range {
  readonly low: bigint;
  readonly high: bigint;
}

type Typed = Pick<BoundNode, 'width' | 'signed'>;

const exactly = (value: bigint): Range => ({ low: value, high: value });
const anyBit: Range = { low: 0n, high: 1n };

function rangeOfType({ width, signed }: Typed): Range {
  const count = 1n << BigInt(width);
  return signed ? { low: -(count >> 1n), high: (count >> 1n) - 1n } : { low: 0n, high: count - 1n };
}

/** A range as numbers of a type: what lies outside wraps, and of wrapped ranges nothing is known. */
function within(type: Typed, { low, high }: Range): Range {
  const own = rangeOfType(type);
  if (low >= own.low && high <= own.high) return { low, high };
  if (low !== high) return own;
  return exactly(type.signed ? BigInt.asIntN(type.width, low) : BigInt.asUintN(type.width, low));
}

/** `Math.min` and `Math.max` take no bigint. */
function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}
function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

/** All that lies in one of some ranges, and between them. */
const union = (ranges: readonly Range[]): Range => ({
  low: ranges.map(({ low }) => low).reduce(smaller),
  high: ranges.map(({ high }) => high).reduce(larger),
});

/** The bits of a range as a number without a sign. */
const bitsOf = (node: Typed, range: Range): Range => within({ width: node.width, signed: false }, range);

const bit = (value: boolean | undefined): Range => (value === undefined ? anyBit : exactly(value ? 1n : 0n));

/** All ones, as long as a number is. */
const ones = (value: bigint): bigint => (value === 0n ? 0n : (1n << BigInt(value.toString(2).length)) - 1n);

/** What a comparison gives for all numbers of both sides. */
function outcome(operator: BoundBinary['operator'], left: Range, right: Range): boolean | undefined {
  const decided = (always: boolean, never: boolean): boolean | undefined => (always ? true : never ? false : undefined);
  const [less, more] = [left.high < right.low, left.low > right.high];
  const isEqual = left.low === left.high && right.low === right.high && left.low === right.low;
  if (operator === 'lt') return decided(less, left.low >= right.high);
  if (operator === 'ge') return decided(left.low >= right.high, less);
  if (operator === 'gt') return decided(more, left.high <= right.low);
  if (operator === 'le') return decided(left.high <= right.low, more);
  if (operator === 'eq') return decided(isEqual, less || more);
  return decided(less || more, isEqual);
}

const orders = ['lt', 'le', 'gt', 'ge'] as const;
export type Order = (typeof orders)[number];
const comparisons: readonly BoundBinary['operator'][] = [...orders, 'eq', 'ne'];
const isOrder = (operator: BoundBinary['operator']): operator is Order => orders.some(order => order === operator);

/** What the values of a design can be, by the constants in it and the widths of what they are made from. */
class Ranges {
  readonly #drivers: ReadonlyMap<BoundLeaf, BoundNode>;
  readonly #known = new Map<BoundNode, Range>();

  constructor({ drivers }: BoundDesign) {
    this.#drivers = new Map(drivers.map(({ leaf, value }) => [leaf, value]));
  }

  of(node: BoundNode): Range {
    const before = this.#known.get(node);
    if (before !== undefined) return before;
    const range = within(node, this.#rangeOf(node));
    this.#known.set(node, range);
    return range;
  }

  #rangeOf(node: BoundNode): Range {
    switch (node.kind) {
      case 'literal':
        return exactly(node.value);
      case 'signal': {
        const driver = this.#drivers.get(node.leaf);
        return driver === undefined ? rangeOfType(node) : this.of(driver);
      }
      case 'unary':
        return this.#unary(node.operator, node.operand, node);
      case 'binary':
        return this.#binary(node);
      case 'shift':
        return this.#shift(node);
      case 'mux': {
        const condition = this.of(node.condition);
        if (condition.low === condition.high) return this.of(condition.low === 0n ? node.whenFalse : node.whenTrue);
        return union([this.of(node.whenTrue), this.of(node.whenFalse)]);
      }
      case 'resize': {
        const range = this.of(node.operand);
        const own = rangeOfType(node);
        if (node.width >= node.operand.width || (range.low >= own.low && range.high <= own.high)) return range;
        return bitsOf(node, range);
      }
      case 'slice': {
        const { low, high } = bitsOf(node.operand, this.of(node.operand));
        return { low: low >> BigInt(node.low), high: high >> BigInt(node.low) };
      }
      case 'concat':
        return node.operands.reduce<Range>((all, operand) => {
          const { low, high } = bitsOf(operand, this.of(operand));
          const by = BigInt(operand.width);
          return { low: (all.low << by) + low, high: (all.high << by) + high };
        }, exactly(0n));
      case 'select': {
        const index = this.of(node.index);
        const chosen = node.options.slice(Number(index.low), Number(index.high) + 1);
        // Beyond the end, every bit is 0.
        return union([...chosen.map(option => this.of(option)), exactly(0n)]);
      }
      default:
        return rangeOfType(node);
    }
  }

  #unary(operator: 'not' | 'negate' | 'reduceAnd' | 'reduceOr' | 'reduceXor', operand: BoundNode, node: Typed): Range {
    const { low, high } = this.of(operand);
    if (operator === 'negate') return { low: -high, high: -low };
    const bits = bitsOf(operand, { low, high });
    const most = (1n << BigInt(operand.width)) - 1n;
    if (operator === 'not')
      return node.signed ? { low: -1n - high, high: -1n - low } : { low: most - high, high: most - low };
    if (operator === 'reduceAnd') return bit(bits.low === most ? true : bits.high < most ? false : undefined);
    if (operator === 'reduceOr') return bit(bits.low > 0n ? true : bits.high === 0n ? false : undefined);
    if (bits.low !== bits.high) return anyBit;
    return bit(bits.low.toString(2).replaceAll('0', '').length % 2 === 1);
  }

  #binary(node: BoundBinary): Range {
    const { operator, left, right } = node;
    const [a, b] = [this.of(left), this.of(right)];
    if (comparisons.includes(operator)) {
      if (isSame(left, right)) return bit(operator === 'eq' || operator === 'le' || operator === 'ge');
      return bit(outcome(operator, a, b));
    }
    if (operator === 'add') return { low: a.low + b.low, high: a.high + b.high };
    if (operator === 'sub') return isSame(left, right) ? exactly(0n) : { low: a.low - b.high, high: a.high - b.low };
    if (operator === 'mul') {
      const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
      return union(ends.map(exactly));
    }
    if (operator === 'xor' && isSame(left, right)) return exactly(0n);
    const [x, y] = [bitsOf(left, a), bitsOf(right, b)];
    if (x.low === x.high && y.low === y.high)
      return exactly(operator === 'and' ? x.low & y.low : operator === 'or' ? x.low | y.low : x.low ^ y.low);
    if (operator === 'and') return { low: 0n, high: smaller(x.high, y.high) };
    const most = ones(larger(x.high, y.high));
    return { low: operator === 'xor' ? 0n : larger(x.low, y.low), high: most };
  }

  #shift({ direction, operand, amount, width }: BoundNode & { readonly kind: 'shift' }): Range {
    const [value, by] = [this.of(operand), this.of(amount)];
    const most = BigInt(width);
    const [least, greatest] = [smaller(by.low, most), smaller(by.high, most)];
    if (direction === 'left')
      return least === greatest ? { low: value.low << least, high: value.high << least } : this.#left(value, greatest);
    const ends = [value.low >> least, value.low >> greatest, value.high >> least, value.high >> greatest];
    return union(ends.map(exactly));
  }

  #left({ low, high }: Range, most: bigint): Range {
    return union([exactly(low), exactly(high), exactly(low << most), exactly(high << most), exactly(0n)]);
  }
}

/** Whether two nodes are one value. */
function isSame(left: BoundNode, right: BoundNode): boolean {
  if (left === right) return true;
  return left.kind === 'signal' && right.kind === 'signal' && left.leaf === right.leaf;
}

/** The orders of a design of which some comparison gives the same for all values. */
export function constantOrders(design: BoundDesign): ReadonlySet<Order> {
  const ranges = new Ranges(design);
  const found = new Set<Order>();
  for (const node of design.nodes) {
    if (node.kind !== 'binary' || !isOrder(node.operator)) continue;
    const { low, high } = ranges.of(node);
    if (low === high) found.add(node.operator);
  }
  return found;
}

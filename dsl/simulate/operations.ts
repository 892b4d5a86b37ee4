import type { BoundNode } from '../bind/boundNode.ts';
import type { BinaryOperator, UnaryOperator } from '../ir/node.ts';
import { type Bits, fitsWord, hull, isExact, lies, type Range, rangeOf, representation } from './representation.ts';

/** An expression of JavaScript that gives a node's value, exact and in the range of the node's type. */
export interface Compiled extends Bits {
  readonly text: string;
  /** Values that it can have, often fewer than its type allows: what need not be wrapped. */
  readonly range: Range;
  /** The same as a condition, where that is simpler than comparing with 1. */
  readonly condition?: string;
}

type Combinational = Exclude<BoundNode, { kind: 'signal' | 'select' | 'memory-read' | 'undefined' | 'box-output' }>;

const isBig = (bits: Bits): boolean => representation(bits) === 'big';
const size = ({ width }: Bits): number => 2 ** width;

/** A constant of the program. */
export const constantText = (value: bigint, bits: Bits): string => {
  const text = isBig(bits) ? `${value}n` : String(value);
  return value < 0n ? `(${text})` : text;
};

const asBig = (value: Compiled): string => (isBig(value) ? value.text : `BigInt(${value.text})`);

/** What holds of `condition`, as a condition of JavaScript. */
export const conditionText = ({ condition, text }: Compiled): string => condition ?? `${text} === 1`;

/** A double that is a whole number, taken modulo 2^width into the range of `bits`; `bits` fit a double. */
function wrapNumber(text: string, range: Range, bits: Bits): Compiled {
  const target = rangeOf(bits);
  if (lies(range, target)) return { ...bits, text, range };
  const { width, signed } = bits;
  const shift = 32 - width;
  let wrapped: string;
  if (width > 32) wrapped = `${signed ? 'wrapSigned' : 'wrapUnsigned'}(${text}, ${size(bits)})`;
  else if (signed) wrapped = shift === 0 ? `(${text} | 0)` : `(${text} << ${shift} >> ${shift})`;
  else wrapped = shift === 0 ? `(${text} >>> 0)` : `(${text} & ${size(bits) - 1})`;
  return { ...bits, text: wrapped, range: target };
}

/** A BigInt taken modulo 2^width into the range and the representation of `bits`. */
function wrapBig(text: string, range: Range, bits: Bits): Compiled {
  const target = rangeOf(bits);
  const fits = lies(range, target);
  const wrapped = fits ? text : `BigInt.${bits.signed ? 'asIntN' : 'asUintN'}(${bits.width}, ${text})`;
  return { ...bits, text: isBig(bits) ? wrapped : `Number(${wrapped})`, range: fits ? range : target };
}

/** The value taken modulo 2^width into `bits`. */
function convert(value: Compiled, bits: Bits): Compiled {
  if (!isBig(value) && !isBig(bits)) return wrapNumber(value.text, value.range, bits);
  return wrapBig(asBig(value), value.range, bits);
}

const bit = (condition: string): Compiled => ({
  width: 1,
  signed: false,
  text: `(${condition} ? 1 : 0)`,
  condition: `(${condition})`,
  range: { low: 0n, high: 1n },
});

function productRange(a: Range, b: Range): Range {
  return hull([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]);
}

const rawRange = {
  add: (a: Range, b: Range): Range => ({ low: a.low + b.low, high: a.high + b.high }),
  sub: (a: Range, b: Range): Range => ({ low: a.low - b.high, high: a.high - b.low }),
  mul: productRange,
};
const sign = { add: '+', sub: '-', mul: '*' } as const;
const int32: Range = { low: -(2n ** 31n), high: 2n ** 31n - 1n };

function arithmetic(operator: 'add' | 'sub' | 'mul', a: Compiled, b: Compiled, bits: Bits): Compiled {
  const raw = rawRange[operator](a.range, b.range);
  if (isBig(bits)) return wrapBig(`(${a.text} ${sign[operator]} ${b.text})`, raw, bits);
  if (operator === 'mul' && bits.width <= 32)
    return wrapNumber(`Math.imul(${a.text}, ${b.text})`, lies(raw, int32) ? raw : int32, bits);
  // `+ 0` makes 0 of the -0 that a product of 0 and a negative number is.
  if (isExact(raw))
    return wrapNumber(`(${a.text} ${sign[operator]} ${b.text}${operator === 'mul' ? ' + 0' : ''})`, raw, bits);
  return wrapBig(`(${asBig(a)} ${sign[operator]} ${asBig(b)})`, raw, bits);
}

const bitSign = { and: '&', or: '|', xor: '^' } as const;
const logicSign = { and: '&&', or: '||', xor: '!==' } as const;

function bitwise(operator: 'and' | 'or' | 'xor', a: Compiled, b: Compiled, bits: Bits): Compiled {
  const text = `(${a.text} ${bitSign[operator]} ${b.text})`;
  const range = rangeOf(bits);
  if (bits.width === 1 && !bits.signed) {
    // In brackets of their own: `a === 1 !== b === 1` is something else.
    const condition = `((${conditionText(a)}) ${logicSign[operator]} (${conditionText(b)}))`;
    return { ...bits, text, range, condition };
  }
  if (representation(bits) === 'int' || isBig(bits)) return { ...bits, text, range };
  if (bits.width === 32) return { ...bits, text: `(${text} >>> 0)`, range };
  return { ...bits, text: `Number(BigInt(${a.text}) ${bitSign[operator]} BigInt(${b.text}))`, range };
}

const comparison = { eq: '===', ne: '!==', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

function binary(operator: BinaryOperator, left: Compiled, right: Compiled, bits: Bits): Compiled {
  switch (operator) {
    case 'add':
    case 'sub':
    case 'mul':
      return arithmetic(operator, left, right, bits);
    case 'and':
    case 'or':
    case 'xor':
      return bitwise(operator, left, right, bits);
    default:
      return bit(`${left.text} ${comparison[operator]} ${right.text}`);
  }
}

function complement(a: Compiled): Compiled {
  const { width, signed, text } = a;
  const range = rangeOf(a);
  if (width === 1 && !signed)
    return { width, signed, text: `(${text} ^ 1)`, range, condition: `!(${conditionText(a)})` };
  const highest = constantText(signed ? -1n : range.high, a);
  return { width, signed, text: `(${highest} - ${text})`, range };
}

function negate(a: Compiled, bits: Bits): Compiled {
  const range = { low: -a.range.high, high: -a.range.low };
  return isBig(a) ? wrapBig(`(-${a.text})`, range, bits) : wrapNumber(`(0 - ${a.text})`, range, bits);
}

function parity(a: Compiled): Compiled {
  const unsigned = convert(a, { width: a.width, signed: false });
  const helper = { int: 'parityWord', float: 'parityFloat', big: 'parityBig' }[representation(unsigned)];
  return { width: 1, signed: false, text: `${helper}(${unsigned.text})`, range: { low: 0n, high: 1n } };
}

function unary(operator: UnaryOperator, a: Compiled, bits: Bits): Compiled {
  switch (operator) {
    case 'not':
      return complement(a);
    case 'negate':
      return negate(a, bits);
    case 'reduceAnd':
      return bit(`${a.text} === ${constantText(a.signed ? -1n : rangeOf(a).high, a)}`);
    case 'reduceOr':
      return bit(`${a.text} !== ${constantText(0n, a)}`);
    case 'reduceXor':
      return parity(a);
  }
}

/** Amounts from the width on give 0, or the sign: `limit` is where they are cut off. */
function shift(direction: 'left' | 'right', a: Compiled, amount: Compiled): Compiled {
  const { width, signed, text } = a;
  const bits: Bits = { width, signed };
  const beyond = amount.range.high >= BigInt(width);
  const count = isBig(amount) ? `Number(${amount.text})` : amount.text;
  const kind = representation(a);
  const range = rangeOf(bits);
  if (direction === 'right') {
    const limit = kind === 'int' ? Math.min(width, 31) : width;
    const by = beyond ? `Math.min(${count}, ${limit})` : count;
    if (kind === 'int') return { ...bits, text: `(${text} >> ${by})`, range };
    if (kind === 'float') return { ...bits, text: `Math.floor(${text} / powers[${by}])`, range };
    return { ...bits, text: `(${text} >> BigInt(${by}))`, range };
  }
  const shifted =
    kind === 'int'
      ? wrapNumber(`(${text} << ${count})`, int32, bits)
      : kind === 'float'
        ? wrapNumber(`(${text} * powers[${count}])`, { low: -(1n << 200n), high: 1n << 200n }, bits)
        : wrapBig(`(${text} << BigInt(${count}))`, { low: -1n - range.high, high: range.high * 2n + 2n }, bits);
  return {
    ...bits,
    text: beyond ? `(${count} < ${width} ? ${shifted.text} : ${constantText(0n, bits)})` : shifted.text,
    range,
  };
}

function slice(a: Compiled, low: number, bits: Bits): Compiled {
  const range = { low: a.range.low >> BigInt(low), high: a.range.high >> BigInt(low) };
  if (isBig(a)) return wrapBig(low === 0 ? a.text : `(${a.text} >> ${low}n)`, range, bits);
  if (low === 0) return wrapNumber(a.text, a.range, bits);
  if (representation(a) === 'int') return wrapNumber(`(${a.text} >> ${Math.min(low, 31)})`, range, bits);
  if (low < 32 && fitsWord(a.range) && a.range.low >= 0n) return wrapNumber(`(${a.text} >>> ${low})`, range, bits);
  return wrapNumber(`Math.floor(${a.text} / ${2 ** low})`, range, bits);
}

function concat(operands: readonly Compiled[], bits: Bits): Compiled {
  const kind = representation(bits);
  let above = bits.width;
  const parts = operands.map(operand => {
    above -= operand.width;
    const unsigned = convert(operand, { width: operand.width, signed: false });
    if (kind === 'int') return above === 0 ? unsigned.text : `${unsigned.text} << ${above}`;
    if (kind === 'float') return above === 0 ? unsigned.text : `${unsigned.text} * ${2 ** above}`;
    return above === 0 ? asBig(unsigned) : `(${asBig(unsigned)} << ${above}n)`;
  });
  return { ...bits, text: `(${parts.join(kind === 'float' ? ' + ' : ' | ')})`, range: rangeOf(bits) };
}

function mux(condition: Compiled, a: Compiled, b: Compiled): Compiled {
  const range = hull([a.range.low, a.range.high, b.range.low, b.range.high]);
  return { width: a.width, signed: a.signed, text: `(${conditionText(condition)} ? ${a.text} : ${b.text})`, range };
}

/** The expression for a node; `operand` gives that of one it reads. */
export function compileOperation(node: Combinational, operand: (node: BoundNode) => Compiled): Compiled {
  const bits: Bits = { width: node.width, signed: node.signed };
  switch (node.kind) {
    case 'literal':
      return { ...bits, text: constantText(node.value, bits), range: { low: node.value, high: node.value } };
    case 'unary':
      return unary(node.operator, operand(node.operand), bits);
    case 'binary':
      return binary(node.operator, operand(node.left), operand(node.right), bits);
    case 'shift':
      return shift(node.direction, operand(node.operand), operand(node.amount));
    case 'mux':
      return mux(operand(node.condition), operand(node.whenTrue), operand(node.whenFalse));
    case 'resize':
      return convert(operand(node.operand), bits);
    case 'slice':
      return slice(operand(node.operand), node.low, bits);
    case 'concat':
      return concat(node.operands.map(operand), bits);
  }
}

/** Functions that the expressions call. */
export const helpers = {
  powers: Float64Array.from({ length: 54 }, (_, exponent) => 2 ** exponent),
  wrapUnsigned: (value: number, modulus: number): number => value - Math.floor(value / modulus) * modulus,
  wrapSigned: (value: number, modulus: number): number => {
    const rest = value - Math.floor(value / modulus) * modulus;
    return rest >= modulus / 2 ? rest - modulus : rest;
  },
  parityWord: (value: number): number => {
    let bits = value ^ (value >>> 16);
    bits ^= bits >>> 8;
    bits ^= bits >>> 4;
    return (0x6996 >>> (bits & 15)) & 1;
  },
  parityFloat: (value: number): number => helpers.parityWord((value >>> 0) ^ Math.floor(value / 2 ** 32)),
  parityBig: (value: bigint): number => {
    let parity = 0;
    for (let rest = value; rest > 0n; rest >>= 32n) parity ^= helpers.parityWord(Number(BigInt.asUintN(32, rest)));
    return parity;
  },
};

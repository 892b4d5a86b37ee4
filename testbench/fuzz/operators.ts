import { cat, mux, unpack, vec } from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import { constantOf, isBool, isVec, literal, packed, toBool, toKind, toNumber, toUint } from './coerce.ts';
import {
  amount,
  choose,
  holding,
  indexBits,
  numbers,
  type Operator,
  parameter,
  shiftAmount,
  sign,
  sum,
} from './operands.ts';
import { call, integer, typeText } from './scribe.ts';
import { chooseVec, elementBy, elementOfVec, reduce, vectorOf } from './vectors.ts';

const ofTwo =
  (method: string, most?: number): Operator =>
  given => {
    const [left, right] = numbers(given, most);
    return call(left, method, right);
  };

const ofOne =
  (method: string): Operator =>
  ({ a }) =>
    call(toNumber(a), method);

/** Two numbers with a sign as numbers without one. */
const ofTwoCast =
  (method: string): Operator =>
  ({ a, b, variant }) => {
    const left = toKind(a, 'sint', variant);
    const right = b === a ? call(left, 'not') : toKind(b, 'sint', variant >> 1);
    return call(call(left, 'asUint'), method, call(right, 'asUint'));
  };

/** With a constant of the operand's type on the right. */
const withConstant =
  (method: string, most?: number): Operator =>
  ({ scribe, a, constant }) => {
    const left = scribe.limited(toNumber(a), most);
    return call(left, method, constantOf(left.said.type, constant));
  };

/** An order takes a constant of one bit more than the operand. */
const orderWithConstant =
  (method: string): Operator =>
  ({ a, constant }) => {
    const left = toNumber(a);
    return call(left, method, constantOf(left.said.type, constant, 1));
  };

/** With a parameter or a loop index on the right, which needs up to six bits and a sign. */
const withParameter =
  (method: string): Operator =>
  ({ scribe, a, variant }) => {
    const left = call(toNumber(a), 'fit', integer(7 + (variant % 4)));
    return call(left, method, parameter(scribe, variant >> 2));
  };

/** Bitwise: bools as they are, numbers at the first one's width. */
const bitwise =
  (method: string): Operator =>
  given => {
    const { a, b, variant } = given;
    if (isBool(a.said)) return call(a, method, toBool(b, variant));
    return call(a, method, call(toKind(b, sign(a), variant), 'fit', integer(a.said.type.width)));
  };

export const operators: Readonly<Record<string, Operator>> = {
  add: ofTwo('add'),
  sub: ofTwo('sub'),
  mul: ofTwo('mul', 65),
  addWrap: ofTwo('addWrap'),
  subWrap: ofTwo('subWrap'),
  min: ofTwo('min'),
  max: ofTwo('max'),
  eq: ofTwo('eq'),
  ne: ofTwo('ne'),
  lt: ofTwo('lt'),
  le: ofTwo('le'),
  gt: ofTwo('gt'),
  ge: ofTwo('ge'),
  ltCast: ofTwoCast('lt'),
  geCast: ofTwoCast('ge'),
  gtCast: ofTwoCast('gt'),
  maxCast: ofTwoCast('max'),
  eqCast: ofTwoCast('eq'),
  addConstant: withConstant('add'),
  subConstant: withConstant('sub'),
  mulConstant: withConstant('mul', 65),
  addWrapConstant: withConstant('addWrap'),
  subWrapConstant: withConstant('subWrap'),
  minConstant: withConstant('min'),
  maxConstant: withConstant('max'),
  eqConstant: withConstant('eq'),
  neConstant: withConstant('ne'),
  ltConstant: orderWithConstant('lt'),
  leConstant: orderWithConstant('le'),
  gtConstant: orderWithConstant('gt'),
  geConstant: orderWithConstant('ge'),
  andConstant: withConstant('and'),
  orConstant: withConstant('or'),
  xorConstant: withConstant('xor'),
  addParameter: withParameter('add'),
  subParameter: withParameter('sub'),
  eqParameter: withParameter('eq'),
  ltParameter: withParameter('lt'),
  geParameter: withParameter('ge'),
  maxParameter: withParameter('max'),
  negate: ofOne('negate'),
  inc: ofOne('inc'),
  dec: ofOne('dec'),
  reduceAnd: ofOne('reduceAnd'),
  reduceOr: ofOne('reduceOr'),
  reduceXor: ofOne('reduceXor'),
  not: ({ a }) => call(a, 'not'),
  and: bitwise('and'),
  or: bitwise('or'),
  xor: bitwise('xor'),
  eqBool: ({ a, b, variant }) => call(toBool(a, variant), variant % 2 === 0 ? 'eq' : 'ne', toBool(b, variant >> 2)),
  notBool: ({ a, variant }) => call(toBool(a, variant), 'not'),
  andBool: ({ a, b, variant }) => call(toBool(a, variant), 'and', toBool(b, variant >> 2)),
  orBool: ({ a, b, variant }) => call(toBool(a, variant), 'or', toBool(b, variant >> 2)),
  fit: ({ a, width }) => call(toNumber(a), 'fit', integer(width)),
  extend: ({ a, variant }) => {
    const number = toNumber(a);
    return call(number, 'extend', integer(sum(number.said.type.width, variant % 9)));
  },
  extendTo: given =>
    call(call(toNumber(given.a), 'fit', integer(given.width)), 'extend', integer(sum(given.width, amount(given, 0)))),
  truncate: given => call(holding(given, given.width), 'truncate', integer(given.width)),
  saturate: given => {
    const { a, variant, width } = given;
    const wide = call(toNumber(a), 'fit', integer(sum(width, 1 + (variant % 9))));
    return call(wide, 'saturate', integer(width));
  },
  shiftRightRound: given => {
    const by = amount(given, 1);
    const rounding = given.constant % 2n === 0n ? 'half-up' : 'half-even';
    return call(holding(given, sum(by, 1)), 'shiftRightRound', integer(by), { said: rounding, text: `'${rounding}'` });
  },
  shiftRightBy: given => {
    const by = amount(given, given.constant % 2n === 0n ? 0 : 1);
    return call(holding(given, sum(by, 1)), 'shiftRightBy', integer(by));
  },
  shiftLeftBy: given => call(given.scribe.limited(toNumber(given.a), 80), 'shiftLeftBy', integer(amount(given, 1))),
  shiftLeft: ({ scribe, a, b, variant }) => call(toNumber(a), 'shiftLeft', shiftAmount(scribe, b, variant)),
  shiftRight: ({ scribe, a, b, variant }) => call(toNumber(a), 'shiftRight', shiftAmount(scribe, b, variant)),
  shiftIn: ({ a, b, variant }) => call(toUint(a), 'shiftIn', toBool(b, variant)),
  bit: given => {
    const index = given.variant % 2 === 0 ? given.scribe.indices.at(-1) : undefined;
    if (index !== undefined) return call(holding(given, index.count), 'bit', index);
    const at = amount(given, 0);
    return call(holding(given, sum(at, 1)), 'bit', integer(at));
  },
  highestBit: ({ a }) => {
    const number = toNumber(a);
    return call(number, 'bit', integer(toExpr(number.said.type.width).minus(1)));
  },
  slice: given => {
    const index = given.scribe.indices.at(-1);
    if (index !== undefined && given.variant % 2 === 0) {
      const bits = 1 + (given.variant % 7);
      const whole = call(toNumber(given.a), 'fit', integer(toExpr(index.count).times(bits)));
      const low = index.said.times(bits);
      return call(
        whole,
        'slice',
        { said: low, text: bits === 1 ? index.text : `${index.text}.times(${bits})` },
        integer(bits),
      );
    }
    const low = amount(given, 0);
    return call(holding(given, sum(low, given.width)), 'slice', integer(low), integer(given.width));
  },
  asUint: ({ a }) => toUint(a),
  asSint: ({ a, variant }) => toKind(a, 'sint', variant),
  asBool: ({ a }) => call(toUint(a, 1), 'asBool'),
  incMod: ({ scribe, a, variant, constant }) => {
    const { N } = scribe.parameters;
    if (variant % 3 === 0) return call(toUint(a, indexBits(N.said)), 'incMod', N);
    const bits = 1 + (variant % 9);
    const modulus = Number(BigInt.asUintN(bits, constant)) + 1;
    return call(toUint(a, bits), 'incMod', integer(modulus));
  },
  mux: given => {
    const { b, c, variant } = given;
    const condition = toBool(given.a, variant);
    if (isBool(b.said)) {
      const other = toBool(c, variant >> 2);
      return {
        said: mux(condition.said, b.said, other.said),
        text: `mux(${condition.text}, ${b.text}, ${other.text})`,
      };
    }
    const [left, right] = numbers({ ...given, a: b, b: c });
    return choose(condition, left, right);
  },
  muxConstant: ({ a, b, variant, constant }) => {
    const condition = toBool(a, variant);
    const left = toNumber(b);
    return choose(condition, left, literal(left.said.type, constant));
  },
  cat: ({ scribe, a, b, c, variant }) => {
    const parts = [a, b, c].slice(0, 1 + (variant % 3)).map(part => scribe.limited(part, 80));
    return { said: cat(...parts.map(({ said }) => said)), text: `cat(${parts.map(({ text }) => text).join(', ')})` };
  },
  unpack: given => {
    const { scribe, a, b, variant } = given;
    const length = variant % 2 === 0 ? 1 + (variant % 5) : scribe.parameters.N.said;
    const element = scribe.limited(toUint(b, given.width), 26).said.type;
    const type = vec(length, element);
    const bits = toUint(a, type.width);
    const vector = { said: unpack(type, bits.said), text: `unpack(${typeText(type)}, ${bits.text})` };
    return elementBy(scribe, scribe.named(vector), length, b);
  },
  vecOf: ({ scribe, a, b, c, variant }) => elementOfVec(scribe, scribe.named(vectorOf([a, b, c], variant)), c),
  chooseVec,
  reduce,
  pack: ({ scribe, a, variant }) => {
    const known = scribe.values.filter(({ said }) => isVec(said));
    return packed(known[variant % Math.max(1, known.length)] ?? a);
  },
};

import {
  bool,
  cat,
  constant,
  type HwType,
  input,
  int,
  module,
  mux,
  type Operand,
  output,
  type Params,
  pack,
  type Signal,
  sint,
  type UnprovedWidth,
  uint,
  unpack,
  vec,
  vecOf,
  zero,
} from '../../../dsl/index.ts';
import type { PortSpec } from '../../../dsl/ports.ts';

type U = Signal<{ readonly kind: 'uint'; readonly width: UnprovedWidth }>;
type S = Signal<{ readonly kind: 'sint'; readonly width: UnprovedWidth }>;

const specs = {
  /** Bits of the first operands. */
  W: int(8, { min: 1 }),
  /** Bits of the other operand. */
  V: int(5, { min: 1 }),
  /** Bits of a shift amount. */
  A: int(4, { min: 1, max: 16 }),
  /** A number to compare with. */
  K: int(3, { min: 0 }),
};
type P = Params<typeof specs>;

/** What the operators work on: a, b, x, y of W bits, c, z of V bits, x, y, z signed, n of A bits, f, g of 5 bits. */
export interface Operands {
  readonly a: U;
  readonly b: U;
  readonly c: U;
  readonly n: U;
  readonly f: U;
  readonly x: S;
  readonly y: S;
  readonly z: S;
  readonly g: S;
  readonly p: Signal<typeof bool>;
  readonly q: Signal<typeof bool>;
}

/** The same as numbers: a bool is 0 or 1, a signed value is negative where its top bit is set. */
export type OperandValues = { readonly [K in keyof Operands]: bigint };
export type ParameterNumbers = { readonly [K in keyof typeof specs]: number };

/** One operator: its description, and what it is by definition (of which the result's bits count). */
export interface OperatorCase {
  readonly type: (p: P) => HwType;
  readonly hardware: (v: Operands, p: P) => Operand<HwType>;
  readonly value: (v: OperandValues, p: ParameterNumbers) => bigint;
}

const bit = (condition: boolean): bigint => (condition ? 1n : 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const power = (n: number | bigint): bigint => 1n << BigInt(n);
const low = (value: bigint, width: number): bigint => BigInt.asUintN(width, value);
const ones = (value: bigint): number => [...value.toString(2)].filter(digit => digit === '1').length;
const max = (p: P) => p.W.max(p.V);

const boolCase = (hardware: OperatorCase['hardware'], value: (v: OperandValues, p: ParameterNumbers) => boolean) => ({
  type: () => bool,
  hardware,
  value: (v: OperandValues, p: ParameterNumbers) => bit(value(v, p)),
});

/** Every operator on operands of symbolic and of literal widths. */
export const operatorCases: Readonly<Record<string, OperatorCase>> = {
  add: { type: p => uint(max(p).plus(1)), hardware: v => v.a.add(v.c), value: v => v.a + v.c },
  add_signed: { type: p => sint(max(p).plus(1)), hardware: v => v.x.add(v.z), value: v => v.x + v.z },
  add_one: { type: p => uint(p.W.plus(1)), hardware: v => v.a.add(1), value: v => v.a + 1n },
  add_parameter: {
    type: p => uint(p.W.plus(3)),
    hardware: (v, p) => v.a.extend(p.W.plus(2)).add(p.K),
    value: (v, p) => v.a + BigInt(p.K),
  },
  add_fixed: { type: () => uint(6), hardware: v => v.f.add(7), value: v => v.f + 7n },
  add_fixed_signed: { type: () => sint(6), hardware: v => v.g.add(-16), value: v => v.g - 16n },
  add_mixed: { type: p => uint(p.W.max(5).plus(1)), hardware: v => v.f.add(v.a), value: v => v.f + v.a },
  sub: { type: p => sint(max(p).plus(1)), hardware: v => v.a.sub(v.c), value: v => v.a - v.c },
  sub_signed: { type: p => sint(max(p).plus(1)), hardware: v => v.x.sub(v.z), value: v => v.x - v.z },
  sub_fixed: { type: () => sint(6), hardware: v => v.f.sub(9), value: v => v.f - 9n },
  mul: { type: p => uint(p.W.plus(p.V)), hardware: v => v.a.mul(v.c), value: v => v.a * v.c },
  mul_signed: { type: p => sint(p.W.plus(p.V)), hardware: v => v.x.mul(v.z), value: v => v.x * v.z },
  mul_fixed: { type: () => sint(10), hardware: v => v.g.mul(-3), value: v => v.g * -3n },
  mul_square: { type: p => sint(p.W.times(2)), hardware: v => v.x.mul(v.x), value: v => v.x * v.x },
  multiply_add: {
    type: p => sint(p.W.times(2).plus(1)),
    hardware: v => v.x.mul(v.y).add(v.x.mul(v.x)),
    value: v => v.x * v.y + v.x * v.x,
  },
  negate: { type: p => sint(p.W.plus(1)), hardware: v => v.a.negate(), value: v => -v.a },
  negate_signed: { type: p => sint(p.W.plus(1)), hardware: v => v.x.negate(), value: v => -v.x },
  add_wrap: { type: p => uint(max(p)), hardware: v => v.a.addWrap(v.c), value: v => v.a + v.c },
  add_wrap_signed: { type: p => sint(max(p)), hardware: v => v.x.addWrap(v.z), value: v => v.x + v.z },
  sub_wrap: { type: p => uint(p.W), hardware: v => v.a.subWrap(v.b), value: v => v.a - v.b },
  sub_wrap_signed: { type: p => sint(max(p)), hardware: v => v.x.subWrap(v.z), value: v => v.x - v.z },
  sub_of_sum: { type: p => uint(p.W), hardware: v => v.a.subWrap(v.b.addWrap(v.a.subWrap(v.b))), value: v => 0n * v.a },
  inc: { type: p => uint(p.W), hardware: v => v.a.inc(), value: v => v.a + 1n },
  inc_fixed: { type: () => uint(5), hardware: v => v.f.inc(), value: v => v.f + 1n },
  dec: { type: p => uint(p.W), hardware: v => v.a.dec(), value: v => v.a - 1n },
  dec_fixed_signed: { type: () => sint(5), hardware: v => v.g.dec(), value: v => v.g - 1n },
  inc_mod: {
    type: () => uint(5),
    hardware: v => v.f.incMod(23),
    value: v => (v.f === 22n ? 0n : v.f + 1n),
  },
  min: { type: p => uint(max(p)), hardware: v => v.a.min(v.c), value: v => least(v.a, v.c) },
  min_signed: { type: p => sint(max(p)), hardware: v => v.x.min(v.z), value: v => least(v.x, v.z) },
  max: { type: p => uint(max(p)), hardware: v => v.a.max(v.c), value: v => most(v.a, v.c) },
  max_signed: { type: p => sint(max(p)), hardware: v => v.x.max(v.z), value: v => most(v.x, v.z) },
  max_zero: { type: p => sint(p.W), hardware: v => v.x.max(0), value: v => most(v.x, 0n) },
  and: { type: p => uint(p.W), hardware: v => v.a.and(v.b), value: v => v.a & v.b },
  or: { type: p => sint(p.W), hardware: v => v.x.or(v.y), value: v => v.x | v.y },
  xor: { type: p => uint(p.W), hardware: v => v.a.xor(v.b).xor(v.a.not()), value: v => v.a ^ v.b ^ ~v.a },
  and_constant: { type: () => uint(5), hardware: v => v.f.and(0b10110), value: v => v.f & 0b10110n },
  not: { type: p => uint(p.W), hardware: v => v.a.not(), value: v => ~v.a },
  not_signed: { type: p => sint(p.W), hardware: v => v.x.not(), value: v => ~v.x },
  not_of_sum: { type: p => uint(p.W.plus(1)), hardware: v => v.a.add(v.b).not(), value: v => ~(v.a + v.b) },
  reduce_and: boolCase(
    v => v.a.reduceAnd(),
    (v, p) => v.a === power(p.W) - 1n,
  ),
  reduce_or: boolCase(
    v => v.x.reduceOr(),
    v => v.x !== 0n,
  ),
  reduce_xor: boolCase(
    v => v.a.reduceXor(),
    v => ones(v.a) % 2 === 1,
  ),
  reduce_of_expression: boolCase(
    v => v.a.xor(v.b).reduceOr().not(),
    v => v.a === v.b,
  ),
  extend: { type: p => uint(p.W.plus(p.V)), hardware: (v, p) => v.a.extend(p.W.plus(p.V)), value: v => v.a },
  extend_signed: { type: p => sint(p.W.plus(3)), hardware: (v, p) => v.x.extend(p.W.plus(3)), value: v => v.x },
  extend_one: { type: p => sint(p.W.plus(1)), hardware: (v, p) => v.x.extend(p.W.plus(1)), value: v => v.x },
  extend_sum: {
    type: p => sint(p.W.plus(4)),
    hardware: (v, p) => v.x.add(v.y).extend(p.W.plus(4)),
    value: v => v.x + v.y,
  },
  extend_wide: { type: () => uint(100), hardware: v => v.f.extend(100), value: v => v.f },
  extend_wide_signed: { type: () => sint(100), hardware: v => v.g.extend(100), value: v => v.g },
  fit: { type: p => uint(p.V), hardware: (v, p) => v.a.fit(p.V), value: v => v.a },
  fit_signed: { type: p => sint(p.V), hardware: (v, p) => v.x.fit(p.V), value: v => v.x },
  fit_of_sum: { type: p => sint(p.V), hardware: (v, p) => v.x.add(v.y).fit(p.V), value: v => v.x + v.y },
  fit_fixed: { type: p => sint(p.V), hardware: (v, p) => v.g.fit(p.V), value: v => v.g },
  truncate: { type: p => uint(p.W), hardware: (v, p) => v.a.add(v.b).truncate(p.W), value: v => v.a + v.b },
  truncate_to_one: { type: () => uint(1), hardware: v => v.a.truncate(1), value: v => v.a },
  truncate_fixed: { type: () => sint(2), hardware: v => v.g.truncate(2), value: v => v.g },
  saturate_fixed: { type: () => uint(3), hardware: v => v.f.saturate(3), value: v => least(v.f, 7n) },
  saturate_fixed_signed: {
    type: () => sint(3),
    hardware: v => v.g.saturate(3),
    value: v => most(-4n, least(v.g, 3n)),
  },
  saturate_sum: {
    type: p => uint(p.W),
    hardware: (v, p) => v.a.add(v.b).saturate(p.W),
    value: (v, p) => least(v.a + v.b, power(p.W) - 1n),
  },
  saturate_product: {
    type: p => sint(p.W.plus(1)),
    hardware: (v, p) => v.x.extend(p.W.plus(1)).mul(v.y).saturate(p.W.plus(1)),
    value: (v, p) => most(-power(p.W), least(v.x * v.y, power(p.W) - 1n)),
  },
  round_half_up: {
    type: () => uint(4),
    hardware: v => v.f.shiftRightRound(2, 'half-up'),
    value: v => (v.f + 2n) >> 2n,
  },
  round_half_up_signed: {
    type: () => sint(4),
    hardware: v => v.g.shiftRightRound(2, 'half-up'),
    value: v => (v.g + 2n) >> 2n,
  },
  round_half_even: {
    type: () => uint(4),
    hardware: v => v.f.shiftRightRound(2, 'half-even'),
    value: v => (v.f + 1n + ((v.f >> 2n) & 1n)) >> 2n,
  },
  round_half_even_signed: {
    type: () => sint(4),
    hardware: v => v.g.shiftRightRound(2, 'half-even'),
    value: v => (v.g + 1n + ((v.g >> 2n) & 1n)) >> 2n,
  },
  round_by_one: {
    type: () => sint(5),
    hardware: v => v.g.shiftRightRound(1, 'half-even'),
    value: v => (v.g + ((v.g >> 1n) & 1n)) >> 1n,
  },
  round_by_parameter: {
    type: p => sint(p.W.plus(1)),
    hardware: (v, p) => v.x.mul(v.y).shiftRightRound(p.W, 'half-up'),
    value: (v, p) => (v.x * v.y + power(p.W - 1)) >> BigInt(p.W),
  },
  round_half_even_by_parameter: {
    type: p => sint(p.W.plus(1)),
    hardware: (v, p) => v.x.mul(v.y).shiftRightRound(p.W, 'half-even'),
    value: (v, p) => {
      const product = v.x * v.y;
      return (product + power(p.W - 1) - 1n + ((product >> BigInt(p.W)) & 1n)) >> BigInt(p.W);
    },
  },
  shift_left_by: { type: p => uint(p.W.plus(3)), hardware: v => v.a.shiftLeftBy(3), value: v => v.a << 3n },
  shift_left_by_parameter: {
    type: p => sint(p.W.plus(p.V)),
    hardware: (v, p) => v.x.shiftLeftBy(p.V),
    value: (v, p) => v.x << BigInt(p.V),
  },
  shift_right_by: { type: () => sint(3), hardware: v => v.g.shiftRightBy(2), value: v => v.g >> 2n },
  shift_right_by_parameter: {
    type: p => sint(p.V),
    hardware: (v, p) => v.x.mul(v.z).shiftRightBy(p.W),
    value: (v, p) => (v.x * v.z) >> BigInt(p.W),
  },
  shift_left: { type: p => uint(p.W), hardware: v => v.a.shiftLeft(v.n), value: v => v.a << v.n },
  shift_left_signed: { type: p => sint(p.W), hardware: v => v.x.shiftLeft(v.n), value: v => v.x << v.n },
  shift_right: { type: p => uint(p.W), hardware: v => v.a.shiftRight(v.n), value: v => v.a >> v.n },
  shift_right_signed: { type: p => sint(p.W), hardware: v => v.x.shiftRight(v.n), value: v => v.x >> v.n },
  shift_right_fixed: { type: () => sint(5), hardware: v => v.g.shiftRight(v.f), value: v => v.g >> v.f },
  shift_sum: {
    type: p => sint(p.W.plus(1)),
    hardware: v => v.x.add(v.y).shiftRight(v.n),
    value: v => (v.x + v.y) >> v.n,
  },
  shift_in: { type: p => uint(p.W), hardware: v => v.a.shiftIn(v.p), value: v => (v.a << 1n) | v.p },
  bit_lowest: boolCase(
    v => v.x.bit(0),
    v => (v.x & 1n) === 1n,
  ),
  bit_highest: boolCase(
    (v, p) => v.a.bit(p.W.minus(1)),
    (v, p) => v.a >= power(p.W - 1),
  ),
  bit_of_sum: boolCase(
    (v, p) => v.a.add(v.b).bit(p.W),
    (v, p) => v.a + v.b >= power(p.W),
  ),
  slice_fixed: { type: () => uint(3), hardware: v => v.g.slice(1, 3), value: v => v.g >> 1n },
  slice_product: {
    type: p => uint(p.W),
    hardware: (v, p) => v.a.mul(v.c).slice(p.V, p.W),
    value: (v, p) => (v.a * v.c) >> BigInt(p.V),
  },
  slice_of_slice: { type: () => uint(2), hardware: v => v.f.slice(1, 4).slice(2, 2), value: v => v.f >> 3n },
  as_uint: { type: p => uint(p.W), hardware: v => v.x.asUint(), value: v => v.x },
  as_sint: {
    type: p => sint(p.W.plus(2)),
    hardware: (v, p) => v.a.asSint().extend(p.W.plus(2)),
    value: (v, p) => BigInt.asIntN(p.W, v.a),
  },
  to_sint: { type: p => sint(p.W.plus(4)), hardware: (v, p) => v.a.toSint().extend(p.W.plus(4)), value: v => v.a },
  bool_as_uint: { type: () => uint(3), hardware: v => v.p.asUint().extend(3), value: v => v.p },
  as_bool: boolCase(
    v => v.a.truncate(1).asBool().and(v.p),
    v => (v.a & v.p) === 1n,
  ),
  cast_compare: boolCase(
    v => v.a.add(v.b).asSint().lt(v.x),
    (v, p) => BigInt.asIntN(p.W + 1, v.a + v.b) < v.x,
  ),
  cat: {
    type: p => uint(p.W.plus(p.V).plus(1)),
    hardware: v => cat(v.p, v.x, v.c),
    value: (v, p) => (v.p << BigInt(p.W + p.V)) | (low(v.x, p.W) << BigInt(p.V)) | v.c,
  },
  cat_sum: {
    type: p => uint(p.W.plus(6)),
    hardware: v => cat(v.f, v.a.add(v.b)),
    value: (v, p) => (v.f << BigInt(p.W + 1)) | (v.a + v.b),
  },
  vec_of: {
    type: p => vec(3, sint(p.W)),
    hardware: (v, p) => vecOf(sint(p.W), [v.x, -1, v.y]),
    value: (v, p) => (low(v.y, p.W) << BigInt(2 * p.W)) | (low(-1n, p.W) << BigInt(p.W)) | low(v.x, p.W),
  },
  vec_element: {
    type: p => sint(p.W.plus(2)),
    hardware: (v, p) => vecOf(sint(p.W), [v.x, v.y]).at(1).extend(p.W.plus(2)),
    value: v => v.y,
  },
  pack_vec: {
    type: p => uint(p.W.times(2)),
    hardware: (v, p) => pack(vecOf(uint(p.W), [v.a, v.b])),
    value: (v, p) => (v.b << BigInt(p.W)) | v.a,
  },
  unpack: {
    type: p => sint(p.W),
    hardware: (v, p) => unpack(vec(2, sint(p.W)), cat(v.a, v.b)).at(1),
    value: v => v.a,
  },
  unpack_bools: boolCase(
    v => unpack(vec(5, bool), v.f).at(3),
    v => ((v.f >> 3n) & 1n) === 1n,
  ),
  mux: { type: p => uint(max(p)), hardware: v => mux(v.p, v.a, v.c), value: v => (v.p ? v.a : v.c) },
  mux_signed: { type: p => sint(p.W), hardware: v => mux(v.p, v.x, -1), value: v => (v.p ? v.x : -1n) },
  mux_nested: {
    type: () => uint(5),
    hardware: v => mux(v.p.or(v.q), mux(v.p, v.f, 3), mux(v.q.not(), v.f.not(), zero(uint(5)))),
    value: v => (v.p | v.q ? (v.p ? v.f : 3n) : v.q ? 0n : ~v.f),
  },
  mux_bool: boolCase(
    v => mux(v.p, v.q, v.a.eq(v.b)),
    v => (v.p ? v.q === 1n : v.a === v.b),
  ),
  mux_vec: {
    type: p => vec(2, uint(p.W)),
    hardware: (v, p) => mux(v.p, vecOf(uint(p.W), [v.a, v.b]), zero(vec(2, uint(p.W)))),
    value: (v, p) => (v.p ? (v.b << BigInt(p.W)) | v.a : 0n),
  },
  bool_and: boolCase(
    v => v.p.and(v.q),
    v => (v.p & v.q) === 1n,
  ),
  bool_or: boolCase(
    v => v.p.or(v.q.and(true)),
    v => (v.p | v.q) === 1n,
  ),
  bool_xor: boolCase(
    v => v.p.xor(v.q),
    v => v.p !== v.q,
  ),
  bool_not: boolCase(
    v => v.p.or(v.q).not(),
    v => (v.p | v.q) === 0n,
  ),
  bool_eq: boolCase(
    v => v.p.eq(v.q.not()),
    v => v.p !== v.q,
  ),
  bool_ne: boolCase(
    v => v.p.ne(v.q).ne(true),
    v => v.p === v.q,
  ),
  eq: boolCase(
    v => v.a.eq(v.c),
    v => v.a === v.c,
  ),
  ne: boolCase(
    v => v.x.ne(v.z),
    v => v.x !== v.z,
  ),
  lt: boolCase(
    v => v.a.lt(v.c),
    v => v.a < v.c,
  ),
  lt_signed: boolCase(
    v => v.x.lt(v.z),
    v => v.x < v.z,
  ),
  le: boolCase(
    v => v.a.le(v.c),
    v => v.a <= v.c,
  ),
  le_signed: boolCase(
    v => v.x.le(v.z),
    v => v.x <= v.z,
  ),
  gt: boolCase(
    v => v.a.gt(v.c),
    v => v.a > v.c,
  ),
  gt_signed: boolCase(
    v => v.x.gt(v.z),
    v => v.x > v.z,
  ),
  ge: boolCase(
    v => v.a.ge(v.c),
    v => v.a >= v.c,
  ),
  ge_signed: boolCase(
    v => v.x.ge(v.z),
    v => v.x >= v.z,
  ),
  lt_of_sums: boolCase(
    v => v.x.add(v.y).lt(v.z.add(v.x)),
    v => v.x + v.y < v.z + v.x,
  ),
  eq_constant: boolCase(
    v => v.f.eq(21),
    v => v.f === 21n,
  ),
  lt_lowest: boolCase(
    v =>
      v.g
        .extend(6)
        .lt(constant(sint(6), -32))
        .or(v.g.eq(-16)),
    v => v.g === -16n,
  ),
  eq_minus_one: boolCase(
    v => v.x.eq(-1),
    v => v.x === -1n,
  ),
  ne_zero: boolCase(
    v => v.a.ne(0),
    v => v.a !== 0n,
  ),
  lt_constant: boolCase(
    v => v.f.lt(32),
    v => v.f < 32n,
  ),
  ge_zero: boolCase(
    v => v.a.ge(0),
    v => v.a >= 0n,
  ),
  ge_constant: boolCase(
    v => v.f.ge(17),
    v => v.f >= 17n,
  ),
  lt_negative: boolCase(
    v => v.g.lt(-3),
    v => v.g < -3n,
  ),
  ge_zero_signed: boolCase(
    v => v.x.ge(0),
    v => v.x >= 0n,
  ),
  lt_parameter: boolCase(
    (v, p) => v.f.lt(p.K),
    (v, p) => v.f < BigInt(p.K),
  ),
  ge_parameter: boolCase(
    (v, p) => v.f.ge(p.K),
    (v, p) => v.f >= BigInt(p.K),
  ),
  le_parameter: boolCase(
    (v, p) => v.a.le(p.W),
    (v, p) => v.a <= BigInt(p.W),
  ),
  gt_parameter_signed: boolCase(
    (v, p) => v.g.gt(p.K),
    (v, p) => v.g > BigInt(p.K),
  ),
  eq_parameter: boolCase(
    (v, p) => v.f.eq(p.K),
    (v, p) => v.f === BigInt(p.K),
  ),
  constant_wide: {
    type: () => uint(70),
    hardware: v => mux(v.p, constant(uint(70), 0x2a_dead_beef_0123_4567n), constant(uint(70), 1)),
    value: v => (v.p ? 0x2a_dead_beef_0123_4567n : 1n),
  },
  constant_parameter: {
    type: () => uint(40),
    hardware: (_, p) => constant(uint(40), p.K),
    value: (_, p) => BigInt(p.K),
  },
  constant_fits: { type: p => uint(p.W.plus(2)), hardware: (_, p) => constant(uint(p.W.plus(2)), 5), value: () => 5n },
  constant_negative: {
    type: p => sint(p.W.plus(2)),
    hardware: (_, p) => constant(sint(p.W.plus(2)), -4),
    value: () => -4n,
  },
};

type Output = { set(value: Operand<HwType>): void };

/** Ports made in a loop have no names in the type. */
function outputsOf(io: object): Readonly<Record<string, Output>> {
  return Object.fromEntries(Object.entries(io).filter(([name]) => name.startsWith('out_')));
}

/** Every operator of the language, each with an output of its own. */
export const Operators = module(
  'operators',
  {
    params: specs,
    ports: p => {
      const outputs: Record<string, PortSpec<'out', HwType>> = {};
      for (const [name, { type }] of Object.entries(operatorCases)) outputs[`out_${name}`] = output(type(p));
      return {
        a: input(uint(p.W)),
        b: input(uint(p.W)),
        c: input(uint(p.V)),
        n: input(uint(p.A)),
        f: input(uint(5)),
        x: input(sint(p.W)),
        y: input(sint(p.W)),
        z: input(sint(p.V)),
        g: input(sint(5)),
        p: input(bool),
        q: input(bool),
        ...outputs,
      };
    },
  },
  (io, p) => {
    const outputs = outputsOf(io);
    for (const [name, { hardware }] of Object.entries(operatorCases)) outputs[`out_${name}`]?.set(hardware(io, p));
  },
);

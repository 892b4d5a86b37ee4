import {
  bool,
  cat,
  constant,
  genFor,
  genIf,
  input,
  int,
  module,
  mux,
  output,
  type SIntType,
  type Signal,
  sink,
  sint,
  source,
  type UIntType,
  type UnprovedWidth,
  uint,
  vec,
  when,
  zero,
} from '../../../dsl/index.ts';

/** The codes of the modes. */
const single = 1;
const double = 2;
const float = 3;

/** A number with its highest one in the highest of its 32 bits, and how many zeros stood above it, 31 for 0. */
function normalise(magnitude: Signal<UIntType<UnprovedWidth>>) {
  let normalised = magnitude;
  const empty = [];
  for (const places of [16, 8, 4, 2, 1]) {
    const none = normalised.slice(32 - places, places).eq(0);
    normalised = mux(none, cat(normalised.truncate(32 - places), zero(uint(places))), normalised);
    empty.push(none);
  }
  return { normalised, zeros: cat(...empty) };
}

/** Bits of a number of 32 bits without its sign: its magnitude, or its negation. */
const negatedIf = (negative: Signal<typeof bool>, bits: Signal<UIntType<UnprovedWidth>>) =>
  mux(negative, zero(uint(32)).subWrap(bits), bits);

/** The low five bits of a shift: places, where its sign is known. */
const places = (shift: Signal<SIntType<6>>) => shift.slice(0, 5);

/**
 * int32 sums to OUT_WIDTH bits, LANES at a time, in one of three modes, all of which end in
 * min(max(y + offset, low), high):
 *
 *   1  y = wrap32((sum * q + 2^(30-e)) >> (31-e)), q = scale, e = shift
 *   2  x = wrap32(sum << max(e, 0)), h = (x * q + 2^30) >> 31, y = h / 2^max(-e, 0), ties away from zero
 *   3  y = RNE(fround(fround(sum) * scale)), scale a float32, y clamped to 32 bits (only if FLOAT)
 *
 * q is scale without its bit 31; e, signed, is -31 to 30. One group of LANES sums a cycle. Latency: 6 + FLOAT cycles in
 * which the pipeline moves. The tag goes with the sums.
 *
 * Combinational path: out_ready to in_ready.
 */
export const Requantiser = module(
  'requantiser',
  {
    params: {
      /** Sums side by side. */
      LANES: int(4, { min: 1 }),
      /** Bits of a result. */
      OUT_WIDTH: int(8, { min: 2, max: 31 }),
      /** 1: mode 3 is there. */
      FLOAT: int(1, { min: 0, max: 1 }),
      /** Bits of the tag. */
      TAG_WIDTH: int(1, { min: 1 }),
    },
    ports: ({ LANES, OUT_WIDTH, TAG_WIDTH }) => ({
      /** Sums, lane 0 in the low bits, and how they are requantised. */
      in: sink(vec(LANES, sint(32))),
      /** Multipliers, or in mode 3 float32 numbers. */
      in_scale: input(vec(LANES, uint(32))),
      in_shift: input(vec(LANES, sint(6))),
      in_mode: input(uint(2)),
      in_offset: input(sint(OUT_WIDTH)),
      in_low: input(sint(OUT_WIDTH)),
      in_high: input(sint(OUT_WIDTH)),
      in_tag: input(uint(TAG_WIDTH)),
      /** Results, lane 0 in the low bits, and the tag of their sums. */
      out: source(vec(LANES, sint(OUT_WIDTH))),
      out_tag: output(uint(TAG_WIDTH)),
      /** Sums are on their way. */
      busy: output(bool),
    }),
  },
  (io, { LANES, OUT_WIDTH, FLOAT }, m) => {
    const LATENCY = FLOAT.plus(6);
    const MODES = FLOAT.plus(4);

    const { filled } = m.regs({
      /** Bit i: there are sums in stage i + 1. */
      filled: uint(LATENCY),
    });
    const { modes } = m.regs(
      {
        /** The modes of stages 1 to 4 + FLOAT, stage 1 in the low bits. */
        modes: uint(MODES.times(2)),
      },
      { reset: 'none' },
    );
    const advance = filled.bit(LATENCY.minus(1)).not().or(io.out.ready);

    when(advance, () => {
      filled.set(filled.shiftIn(io.in.valid));
      modes.set(cat(modes, io.in_mode).truncate(MODES.times(2)));
    });
    io.in.ready.set(advance);
    io.out.valid.set(filled.bit(LATENCY.minus(1)));
    io.busy.set(filled.ne(0));
    io.out_tag.set(m.pipe(io.in_tag, LATENCY, { enable: advance, name: 'tag' }));

    // The clamp of the sums in the last stage but one.
    const { offset, low, high } = m.wires({ offset: sint(OUT_WIDTH), low: sint(OUT_WIDTH), high: sint(OUT_WIDTH) });
    offset.set(m.pipe(io.in_offset, LATENCY.minus(1), { enable: advance, name: 'late_offset' }));
    low.set(m.pipe(io.in_low, LATENCY.minus(1), { enable: advance, name: 'late_low' }));
    high.set(m.pipe(io.in_high, LATENCY.minus(1), { enable: advance, name: 'late_high' }));
    // The modes at the multiplier's operands, its product, and the fraction.
    const leftMode = modes.slice(0, 2);
    const operandMode = modes.slice(FLOAT.plus(1).times(2), 2);
    const productMode = modes.slice(FLOAT.plus(2).times(2), 2);
    const fractionMode = modes.slice(FLOAT.plus(3).times(2), 2);

    genFor(LANES, 'lane', i => {
      const stage = m.regs(
        {
          /** Stage 1: the sum and its parameters. */
          sum: sint(32),
          scale_1: uint(32),
          shift_1: sint(6),
          /** Stage 2: shifted left, for mode 2. */
          factor: sint(32),
          scale_2: uint(32),
          shift_2: sint(6),
          /** Stage 3 + FLOAT. */
          product: sint(63),
          shift_p: sint(6),
          /** Shifted right by all but -e and one place. */
          fraction: sint(34),
          shift_v: sint(6),
          /** y. */
          scaled: sint(32),
          result: sint(OUT_WIDTH),
        },
        { reset: 'none' },
      );
      const { sum, scale_1, shift_1, factor, scale_2, shift_2, product, shift_p, fraction, shift_v } = stage;

      const placesLeft = mux(leftMode.eq(double).and(shift_1.bit(5).not()), places(shift_1), 0);

      const placesRight = mux(
        productMode.eq(single).and(shift_p.bit(5).not()),
        constant(uint(5), 30).subWrap(places(shift_p)),
        30,
      );
      const moved = product.shiftRight(placesRight);
      // Mode 2: one more place, rounded; then the correction of ties of negative numbers.
      const halfUp = moved.truncate(33).add(1);
      const lessOne = halfUp.slice(1, 33).subWrap(halfUp.bit(33).and(shift_p.bit(5)).asUint());
      const integerFraction = mux(productMode.eq(double), lessOne.asSint().shiftLeftBy(1), moved.truncate(34));

      const placesRest = mux(shift_v.bit(5), zero(uint(5)).subWrap(places(shift_v)), 0);
      const rounded = fraction.shiftRight(placesRest).inc();
      const integerY = rounded.slice(1, 32);

      const { multiplicand, multiplier, shift_m, fraction_next, y } = genIf(
        FLOAT.eq(1),
        [
          'with_float',
          () => {
            const floating = m.regs(
              {
                /** Stage 2: the magnitude with its highest one in bit 31, and the weight of that bit. */
                normal: uint(32),
                weight: uint(5),
                negative: bool,
                /** Stage 3: rounded to 24 bits, or the factor. */
                operand: sint(32),
                scale_3: uint(32),
                shift_3: sint(6),
                /** Unbiased exponent of the product before it is normalised, if it has any. */
                exponent_3: sint(10),
                negative_3: bool,
                /** Stage 4, beside the product. */
                exponent_4: sint(10),
                negative_4: bool,
                /** Stage 5: the product rounded to 24 bits is in fraction. */
                exponent_5: sint(10),
                negative_5: bool,
              },
              { reset: 'none' },
            );
            const { normal, scale_3, exponent_5, negative_5 } = floating;

            const { normalised, zeros } = normalise(negatedIf(sum.bit(31), sum.asUint()));

            const up = normal.bit(7).and(normal.bit(8).or(normal.slice(0, 7).ne(0)));
            const significand = normal.slice(8, 24).add(up.asUint());
            const carry = significand.bit(24);
            const exponent = floating.weight.add(carry.asUint()).add(scale_2.slice(23, 8)).sub(127);

            const highHalf = product.bit(47);
            const kept = mux(highHalf, product.slice(24, 24), product.slice(23, 24));
            const guard = mux(highHalf, product.bit(23), product.bit(22));
            const sticky = product
              .slice(0, 22)
              .ne(0)
              .or(highHalf.and(product.bit(22)));
            const productRounded = kept.add(guard.and(sticky.or(kept.bit(0))).asUint());

            // Stage 6: an integer.
            const tooSmall = exponent_5.lt(-1);
            const tooLarge = exponent_5.gt(30);
            const down = constant(sint(10), 30).subWrap(exponent_5);
            const point = fraction.slice(0, 25).shiftLeftBy(38).shiftRight(down.slice(0, 5));
            const integerUp = point.bit(30).and(point.bit(31).or(point.slice(0, 30).ne(0)));
            const magnitude = point.slice(31, 32).add(integerUp.asUint());
            const overflow = tooLarge.or(magnitude.slice(31, 2).ne(0));
            const extreme = mux(negative_5, constant(uint(32), 0x8000_0000), 0x7fff_ffff);
            const inside = negatedIf(negative_5, magnitude.truncate(32));
            const floatY = mux(tooSmall, 0, mux(overflow, extreme, inside));

            when(advance, () => {
              floating.normal.set(normalised);
              floating.weight.set(constant(uint(5), 31).subWrap(zeros));
              floating.negative.set(sum.bit(31).xor(scale_1.bit(31)));
              floating.operand.set(
                mux(
                  modes.slice(2, 2).eq(float),
                  mux(carry, significand.slice(1, 24), significand.truncate(24)).extend(32).asSint(),
                  factor,
                ),
              );
              floating.scale_3.set(scale_2);
              floating.shift_3.set(shift_2);
              floating.exponent_3.set(mux(normal.bit(31), exponent, -256));
              floating.negative_3.set(floating.negative);
              floating.exponent_4.set(floating.exponent_3);
              floating.negative_4.set(floating.negative_3);
              floating.exponent_5.set(floating.exponent_4.asUint().addWrap(highHalf.asUint()).asSint());
              floating.negative_5.set(floating.negative_4);
            });

            // A subnormal scale gives less than one half: as good as 0.
            const subnormal = scale_3.slice(23, 8).eq(0);
            const one = constant(uint(1), 1);
            return {
              multiplicand: floating.operand,
              multiplier: mux(
                operandMode.eq(float),
                mux(subnormal, 0, cat(one, scale_3.slice(0, 23))).extend(31),
                scale_3.slice(0, 31),
              ),
              shift_m: floating.shift_3,
              fraction_next: mux(productMode.eq(float), productRounded.extend(34).asSint(), integerFraction),
              y: mux(fractionMode.eq(float), floatY, integerY).asSint(),
            };
          },
        ],
        [
          'without_float',
          () => {
            m.unused({ sign: scale_2.bit(31) }, 'only a float32 has a sign');
            return {
              multiplicand: factor,
              multiplier: scale_2.slice(0, 31),
              shift_m: shift_2,
              fraction_next: integerFraction,
              y: integerY.asSint(),
            };
          },
        ],
      );

      const clamped = stage.scaled.add(offset).max(low).min(high);

      when(advance, () => {
        stage.sum.set(io.in.bits.at(i));
        stage.scale_1.set(io.in_scale.at(i));
        stage.shift_1.set(io.in_shift.at(i));
        stage.factor.set(sum.shiftLeft(placesLeft));
        stage.scale_2.set(scale_1);
        stage.shift_2.set(shift_1);
        stage.product.set(multiplicand.mul(multiplier.toSint()).truncate(63));
        stage.shift_p.set(shift_m);
        stage.fraction.set(fraction_next);
        stage.shift_v.set(shift_p);
        stage.scaled.set(y);
        stage.result.set(clamped.truncate(OUT_WIDTH));
      });
      io.out.bits.at(i).set(stage.result);
    });
  },
);

import fc from 'fast-check';
import type { LengthPlan, ScalarPlan, TypePlan, WidthPlan } from './plan.ts';

/** Small widths, those about the sizes at which representations change, and any up to 130. */
const bits = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 3, arbitrary: fc.constantFrom(1, 8, 15, 16, 17, 30, 31, 32, 33, 34, 52, 53, 54, 63, 64, 65, 66, 128, 129) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 130 }) },
);
export const width: fc.Arbitrary<WidthPlan> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('literal' as const), bits }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(['W', 'V', 'W', 'V', 'index', 'double', 'sum', 'larger', 'power'] satisfies WidthPlan['kind'][]),
      ),
      more: fc.integer({ min: 0, max: 3 }),
    }),
  },
);
export const scalar: fc.Arbitrary<ScalarPlan> = fc.record({
  kind: fc.constantFrom('uint', 'sint', 'uint', 'sint', 'bool'),
  width,
});
export const length: fc.Arbitrary<LengthPlan> = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(undefined));
export const type: fc.Arbitrary<TypePlan> = fc.record({
  scalar,
  lengths: fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.tuple(length) },
    { weight: 1, arbitrary: fc.tuple(length, length) },
  ),
});

/** Corners of any width, small numbers, and long random ones. */
export const constant = fc.oneof(
  fc.bigInt({ min: -3n, max: 20n }),
  fc.nat({ max: 129 }).map(at => 1n << BigInt(at)),
  fc.nat({ max: 129 }).map(at => (1n << BigInt(at)) - 1n),
  fc.bigInt({ min: -(1n << 129n), max: 1n << 129n }),
);
export const number = fc.nat({ max: 1023 });

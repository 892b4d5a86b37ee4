import { expect, it } from 'vitest';
import { input, int, module, uint } from '../../index.ts';
import { reported } from './rendered.fixture.ts';

const Pair = module(
  'pair',
  {
    params: { WIDE: int(8, { min: 1 }), NARROW: int(4, { min: 1 }) },
    where: ({ WIDE, NARROW }) => [WIDE.atLeast(NARROW.plus(1))],
    ports: ({ WIDE, NARROW }) => ({ a: input(uint(WIDE)), b: input(uint(NARROW)) }),
  },
  () => {},
);

it('refuses a configuration that violates a relation', () => {
  expect(reported(() => Pair, [{ WIDE: 4 }])).toMatchInlineSnapshot(`
    "error[relation-violated]: The parameters of \`pair\` violate its relation WIDE >= NARROW + 1: WIDE = 4, NARROW = 4.

      parameterValues.test.ts
      | where: ({ WIDE, NARROW }) => [WIDE.atLeast(NARROW.plus(1))],
      |                                    ^^^^^^^^^^^^^^^^^^^^^^^ stated here

      Choose values that satisfy the relation.
      See docs/diagnostics.md#relation-violated
    "
  `);
});

it('refuses an instance that violates a relation at some values of its parent', () => {
  const text = reported(() =>
    module(
      'outer',
      { params: { N: int(3, { min: 1 }) }, ports: ({ N }) => ({ a: input(uint(N)), b: input(uint(2)) }) },
      ({ a, b }, { N }, m) => {
        m.inst('u_pair', Pair, { WIDE: N, NARROW: 2 }, { a, b });
      },
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[illegal-instance]: Instance \`u_pair\` of \`pair\` is not legal when N = 1: its relation WIDE >= NARROW + 1 does not hold with WIDE = 1, NARROW = 2.

      parameterValues.test.ts
      | m.inst('u_pair', Pair, { WIDE: N, NARROW: 2 }, { a, b });
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      parameterValues.test.ts
      | where: ({ WIDE, NARROW }) => [WIDE.atLeast(NARROW.plus(1))],
      |                                    ^^^^^^^^^^^^^^^^^^^^^^^ stated here

      Give arguments that are legal for every value of the parameters around the instance, or rule values out with a range or a relation in \`where\`.
      See docs/diagnostics.md#illegal-instance
    "
  `);
});

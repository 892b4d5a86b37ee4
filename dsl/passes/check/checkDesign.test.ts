import { expect, it } from 'vitest';
import { genFor, input, int, module, output, uint, vec } from '../../index.ts';
import { checkDesign } from './checkDesign.ts';
import { rendered } from './rendered.fixture.ts';

const Clamp = module(
  'clamp',
  { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ d: input(uint(W)), q: output(uint(W)) }) },
  ({ d, q }, { W }) => {
    q.set(d.fit(W.min(20)));
  },
);

const Lanes = module(
  'lanes',
  {
    params: { N: int(2, { min: 1 }) },
    ports: ({ N }) => ({ x: input(vec(N, uint(30))), y: output(vec(N, uint(30))) }),
  },
  ({ x, y }, { N }, m) => {
    genFor(N, 'lane', i => {
      const { low } = m.wires({ low: uint(i.plus(10)) });
      m.inst('u_clamp', Clamp, { W: i.plus(10) }, { d: x.at(i).fit(i.plus(10)), q: low });
      y.at(i).set(low.fit(30));
    });
  },
);

it('tries a module at the values that the modules above it use', () => {
  const few = checkDesign(Lanes.elaborate());
  expect([...few].map(([{ name }, { diagnostics }]) => [name, diagnostics.length])).toEqual([
    ['lanes', 0],
    ['clamp', 0],
  ]);
  const many = checkDesign(Lanes.elaborate(), [{ N: 12 }]);
  expect(rendered([...many.values()].flatMap(({ diagnostics }) => diagnostics))).toMatchInlineSnapshot(`
    "error[unproved-width]: The sizes of \`q\`, W, and of its value, min(W, 20), differ when W = 21: 21 and 20.

      checkDesign.test.ts
      | q.set(d.fit(W.min(20)));
      |   ^^^^^^^^^^^^^^^^^^^^^
      checkDesign.test.ts
      | { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ d: input(uint(W)), q: output(uint(W)) }) },
      |                                                                                 ^^^^^^^^^^^^^^^ declared here

      Make them agree for every legal value of the parameters, or rule this one out with a range or a relation in \`where\`.
      See docs/diagnostics.md#unproved-width
    "
  `);
});

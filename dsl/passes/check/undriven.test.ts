import { expect, it } from 'vitest';
import { bool, genFor, input, int, module, output, vec } from '../../index.ts';
import { reported } from './rendered.fixture.ts';

it('names the element that has no driver, and the binding that shows it', () => {
  const text = reported(() =>
    module(
      'edges',
      { params: { N: int(8, { min: 2 }) }, ports: ({ N }) => ({ a: input(bool), y: output(vec(N, bool)) }) },
      ({ a, y }, { N }) => {
        y.at(0).set(a);
        y.at(N.minus(1)).set(a);
      },
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[partly-driven]: Output \`y\` is given a value only in part: \`y[1]\` has none when N = 3.

      undriven.test.ts
      | { params: { N: int(8, { min: 2 }) }, ports: ({ N }) => ({ a: input(bool), y: output(vec(N, bool)) }) },
      |                                                                              ^^^^^^^^^^^^^^^^^^^^ declared here

      Assign every element and every bit, for every value of the parameters; or all of it first, and then parts.
      See docs/diagnostics.md#partly-driven
    "
  `);
});

it('reports every wire and output that nothing drives in one run', () => {
  const text = reported(() =>
    module(
      'idle',
      { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ y: output(vec(N, bool)) }) },
      (_, { N }, m) => {
        genFor(N, 'lane', () => {
          m.wires({ lost: bool });
        });
      },
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[undriven]: Output \`y\` is never given a value.

      undriven.test.ts
      | { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ y: output(vec(N, bool)) }) },
      |                                                              ^^^^^^^^^^^^^^^^^^^^ declared here

      Assign it, or remove it if nothing needs it.
      See docs/diagnostics.md#undriven

    error[undriven]: Wire \`lost\` is never given a value.

      undriven.test.ts
      | m.wires({ lost: bool });
      |   ^^^^^^^^^^^^^^^^^^^^^ declared here

      Assign it, or remove it if nothing needs it.
      See docs/diagnostics.md#undriven
    "
  `);
});

it('accepts elements that a loop and the module drive side by side', () => {
  const text = reported(() =>
    module(
      'chain',
      { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ a: input(bool), y: output(vec(N, bool)) }) },
      ({ a, y }, { N }) => {
        y.at(0).set(a);
        genFor(N.minus(1), 'next', i => y.at(i.plus(1)).set(y.at(i).not()));
      },
    ),
  );
  expect(text).toBe('');
});

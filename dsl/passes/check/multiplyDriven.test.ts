import { expect, it } from 'vitest';
import { bool, genFor, input, int, module, output, vec, when } from '../../index.ts';
import { reported } from './rendered.fixture.ts';

const Buffer = module('buffer', { params: {}, ports: () => ({ d: input(bool), q: output(bool) }) }, ({ d, q }) => {
  q.set(d);
});

it('refuses a default in the module and an assignment in a loop', () => {
  const text = reported(() =>
    module(
      'twice',
      { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ x: input(vec(N, bool)), y: output(vec(N, bool)) }) },
      ({ x, y }, { N }) => {
        y.at(0).set(false);
        genFor(N, 'lane', i => y.at(i).set(x.at(i)));
      },
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[multiply-driven]: Output \`y\` has more than one driver: \`y[0]\` has one in the module itself and one in \`lane[0]\`.

      multiplyDriven.test.ts
      | genFor(N, 'lane', i => y.at(i).set(x.at(i)));
      |                                ^^^^^^^^^^^^ a driver
      multiplyDriven.test.ts
      | y.at(0).set(false);
      |         ^^^^^^^^^^ the other driver
      multiplyDriven.test.ts
      | { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ x: input(vec(N, bool)), y: output(vec(N, bool)) }) },
      |                                                                                      ^^^^^^^^^^^^^^^^^^^^ declared here

      Give it one driver: one unconditional \`set\`, one loop, or one instance output; use \`when\` or \`mux\` to choose between values.
      See docs/diagnostics.md#multiply-driven
    "
  `);
});

it('refuses an output that every iteration drives', () => {
  const text = reported(() =>
    module(
      'any',
      { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ x: input(vec(N, bool)), y: output(bool) }) },
      ({ x, y }, { N }) => {
        genFor(N, 'lane', i => y.set(x.at(i)));
      },
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[multiply-driven]: Output \`y\` has more than one driver when N = 2: \`y\` has one in \`lane[0]\` and one in \`lane[1]\`.

      multiplyDriven.test.ts
      | genFor(N, 'lane', i => y.set(x.at(i)));
      |                          ^^^^^^^^^^^^ a driver
      multiplyDriven.test.ts
      | genFor(N, 'lane', i => y.set(x.at(i)));
      |                          ^^^^^^^^^^^^ the other driver
      multiplyDriven.test.ts
      | { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ x: input(vec(N, bool)), y: output(bool) }) },
      |                                                                                      ^^^^^^^^^^^^ declared here

      Give it one driver: one unconditional \`set\`, one loop, or one instance output; use \`when\` or \`mux\` to choose between values.
      See docs/diagnostics.md#multiply-driven
    "
  `);
});

it('refuses two instances that drive one wire', () => {
  const text = reported(() =>
    module('shared', { params: {}, ports: () => ({ x: input(bool), y: output(bool) }) }, ({ x, y }, _, m) => {
      m.inst('u_one', Buffer, {}, { d: x, q: y });
      m.inst('u_two', Buffer, {}, { d: x, q: y });
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[multiply-driven]: Output \`y\` has more than one driver: \`y\` has one in instance \`u_one\` and one in instance \`u_two\`.

      multiplyDriven.test.ts
      | m.inst('u_two', Buffer, {}, { d: x, q: y });
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a driver
      multiplyDriven.test.ts
      | m.inst('u_one', Buffer, {}, { d: x, q: y });
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the other driver
      multiplyDriven.test.ts
      | module('shared', { params: {}, ports: () => ({ x: input(bool), y: output(bool) }) }, ({ x, y }, _, m) => {
      |                                                                   ^^^^^^^^^^^^ declared here

      Give it one driver: one unconditional \`set\`, one loop, or one instance output; use \`when\` or \`mux\` to choose between values.
      See docs/diagnostics.md#multiply-driven
    "
  `);
});

it('accepts several assignments in one scope: the last one wins', () => {
  const text = reported(() =>
    module('last', { params: {}, ports: () => ({ x: input(bool), y: output(bool) }) }, ({ x, y }) => {
      y.set(false);
      when(x, () => y.set(true));
      y.set(x);
    }),
  );
  expect(text).toBe('');
});

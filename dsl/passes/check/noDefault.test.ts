import { expect, it } from 'vitest';
import { bool, input, module, output, uint, when } from '../../index.ts';
import { reported } from './rendered.fixture.ts';

const ports = () => ({ a: input(bool), b: input(bool), y: output(uint(2)) });

it('refuses an output that is assigned only under a condition', () => {
  const text = reported(() =>
    module('latch', { params: {}, ports }, ({ a, b, y }) => {
      when(a, () => y.set(1)).elseWhen(b, () => y.set(2));
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[no-default]: \`y\` keeps no value, but is assigned only under a condition.

      noDefault.test.ts
      | const ports = () => ({ a: input(bool), b: input(bool), y: output(uint(2)) });
      |                                                           ^^^^^^^^^^^^^^^ declared here
      noDefault.test.ts
      | when(a, () => y.set(1)).elseWhen(b, () => y.set(2));
      |                 ^^^^^^ assigned under a condition

      Give it a default before the \`when\`, or an \`otherwise\`; use \`m.regs\` if it should keep its value.
      See docs/diagnostics.md#no-default
    "
  `);
});

it('refuses one that a nested condition leaves open', () => {
  const text = reported(() =>
    module('nested', { params: {}, ports }, ({ a, b, y }) => {
      when(a, () => {
        when(b, () => y.set(1));
      }).otherwise(() => y.set(2));
    }),
  );
  expect(text).toContain('error[no-default]: `y` keeps no value');
});

it('accepts a default in front, and an assignment in every branch', () => {
  const text = reported(() =>
    module('complete', { params: {}, ports }, ({ a, b, y }, _, m) => {
      const { z } = m.wires({ z: uint(2) });
      z.set(0);
      when(a, () => z.set(1));
      when(a, () => {
        when(b, () => y.set(1)).otherwise(() => y.set(z));
      }).otherwise(() => y.set(2));
    }),
  );
  expect(text).toBe('');
});

import { expect, it } from 'vitest';
import { bool, genFor, genIf, input, int, module, uint, vec, when } from '../../index.ts';
import { reported } from './rendered.fixture.ts';

const params = { N: int(4, { min: 1 }) };
const ports = ({ N }: { readonly N: import('../../index.ts').Param<'N'> }) => ({
  go: input(bool),
  x: input(vec(N, uint(8))),
});

it('refuses a register that two loops write', () => {
  const text = reported(() =>
    module('two_loops', { params, ports }, ({ go, x }, { N }, m) => {
      const { bank } = m.regs({ bank: vec(N, uint(8)) }, { reset: 'none' });
      genFor(N, 'load', i => bank.at(i).set(x.at(i)));
      genFor(N, 'clear', i => when(go, () => bank.at(i).set(0)));
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[register-written-in-two-ways]: Register \`bank\` is written in the loop \`load\` and in the loop \`clear\`: one register cannot belong to two blocks.

      registers.test.ts
      | genFor(N, 'load', i => bank.at(i).set(x.at(i)));
      |                                   ^^^^^^^^^^^^ written here
      registers.test.ts
      | genFor(N, 'clear', i => when(go, () => bank.at(i).set(0)));
      |                                                   ^^^^^^ and here
      registers.test.ts
      | const { bank } = m.regs({ bank: vec(N, uint(8)) }, { reset: 'none' });
      |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ declared here

      Write it in one place: declare it inside the loop, or assign all of it in that one loop.
      See docs/diagnostics.md#register-written-in-two-ways
    "
  `);
});

it('refuses a loop beside the module itself where the loop assigns what only a generate block has', () => {
  const text = reported(() =>
    module('mixed', { params, ports }, ({ go, x }, { N }, m) => {
      const { bank } = m.regs({ bank: vec(N, uint(8)) }, { reset: 'none' });
      genFor(N, 'lane', i => {
        const { next } = m.wires({ next: uint(8) });
        next.set(x.at(i));
        bank.at(i).set(next);
      });
      when(go, () => bank.at(0).set(0));
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[register-written-in-two-ways]: Register \`bank\` is written in the module itself and in the loop \`lane\`: what the loop assigns depends on \`next\`, declared in the loop.

      registers.test.ts
      | when(go, () => bank.at(0).set(0));
      |                           ^^^^^^ written here
      registers.test.ts
      | bank.at(i).set(next);
      |            ^^^^^^^^^ and here
      registers.test.ts
      | const { bank } = m.regs({ bank: vec(N, uint(8)) }, { reset: 'none' });
      |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ declared here

      Write it in one place: declare it inside the loop, or assign all of it in that one loop.
      See docs/diagnostics.md#register-written-in-two-ways
    "
  `);
});

it('accepts a register owned by a loop, written beside one simple loop, or in branches of which one exists', () => {
  const text = reported(() =>
    module('right', { params, ports }, ({ go, x }, { N }, m) => {
      const { owned, cleared, chosen } = m.regs(
        { owned: vec(N, uint(8)), cleared: vec(N, uint(8)), chosen: uint(8) },
        { reset: 'none' },
      );
      genFor(N, 'lane', i => {
        const { next } = m.wires({ next: uint(8) });
        next.set(x.at(i));
        owned.at(i).set(next);
      });
      genFor(N, 'shift', i => cleared.at(i).set(x.at(i)));
      when(go, () => cleared.at(0).set(0));
      genIf(N.eq(1), ['one', () => chosen.set(1)], ['several', () => chosen.set(2)]);
    }),
  );
  expect(text).toBe('');
});

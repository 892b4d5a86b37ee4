import { expect, it } from 'vitest';
import { bool, genFor, input, int, module, output, vec } from '../../index.ts';
import { reported } from './rendered.fixture.ts';

const Inverter = module('inverter', { params: {}, ports: () => ({ d: input(bool), q: output(bool) }) }, ({ d, q }) => {
  q.set(d.not());
});

it('follows a loop through an instance', () => {
  const text = reported(() =>
    module('ring', { params: {}, ports: () => ({ y: output(bool) }) }, ({ y }, _, m) => {
      const { back } = m.wires({ back: bool });
      m.inst('u_inverter', Inverter, {}, { d: back, q: y });
      back.set(y);
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[combinational-loop]: The value of \`y\` depends on itself without a register in between: \`y\` → \`back\` → \`u_inverter.d\` → \`u_inverter.q\` → \`y\`.

      combinationalLoops.test.ts
      | m.inst('u_inverter', Inverter, {}, { d: back, q: y });
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`y\` depends on \`u_inverter.q\`
      combinationalLoops.test.ts
      | back.set(y);
      |      ^^^^^^ \`back\` depends on \`y\`
      combinationalLoops.test.ts
      | m.inst('u_inverter', Inverter, {}, { d: back, q: y });
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`u_inverter.d\` depends on \`back\`
      combinationalLoops.test.ts
      | q.set(d.not());
      |   ^^^^^^^^^^^^ \`u_inverter.q\` depends on \`u_inverter.d\`

      Put a register into the path, or break it.
      See docs/diagnostics.md#combinational-loop
    "
  `);
});

it('names the binding where only some values close the loop', () => {
  const text = reported(() =>
    module(
      'wrapped',
      {
        params: { N: int(4, { min: 1 }), STEP: int(1, { min: 1 }) },
        ports: ({ N }) => ({ x: input(bool), y: output(vec(N, bool)) }),
      },
      ({ x, y }, { N, STEP }) => {
        genFor(N, 'lane', i => y.at(i).set(y.at(i.plus(STEP).min(N.minus(1))).xor(x)));
      },
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[combinational-loop]: The value of \`y[0]\` depends on itself without a register in between: \`y[0]\` → \`y[0]\`.

      combinationalLoops.test.ts
      | genFor(N, 'lane', i => y.at(i).set(y.at(i.plus(STEP).min(N.minus(1))).xor(x)));
      |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`y[0]\` depends on \`y[0]\`

      Put a register into the path, or break it.
      See docs/diagnostics.md#combinational-loop
    "
  `);
});

it('accepts a register in the path, and a vec whose elements depend on each other in one direction', () => {
  const text = reported(() =>
    module(
      'broken',
      { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ x: input(bool), y: output(vec(N, bool)) }) },
      ({ x, y }, { N }, m) => {
        const { held } = m.regs({ held: bool });
        held.set(held.xor(x));
        y.at(0).set(held);
        genFor(N.minus(1), 'lane', i => y.at(i.plus(1)).set(y.at(i).not()));
      },
    ),
  );
  expect(text).toBe('');
});

it('follows a path of two thousand signals', () => {
  const text = reported(() =>
    module('long', { params: {}, ports: () => ({ y: output(bool) }) }, ({ y }, _, m) => {
      const { chain } = m.wires({ chain: vec(2000, bool) });
      for (let step = 0; step < 2000; step++) chain.at(step).set(chain.at((step + 1) % 2000).not());
      y.set(chain.at(0));
    }),
  );
  expect(text.split('\n')[0]).toMatchInlineSnapshot(
    `"error[combinational-loop]: The value of \`chain[0]\` depends on itself without a register in between: \`chain[0]\` → \`chain[1999]\` → \`chain[1998]\` → \`chain[1997]\` → \`chain[1996]\` → \`chain[1995]\` → 1993 more → \`chain[1]\` → \`chain[0]\`."`,
  );
});

import { expect, it } from 'vitest';
import { type Builder, bool, genFor, input, int, module, output, uint } from '../../index.ts';
import { reported } from './rendered.fixture.ts';

it('refuses reserved words of Verilog and SystemVerilog, illegal characters, and the names of clock and reset', () => {
  const text = reported(() =>
    module('always', { params: { bit: int(1) }, ports: () => ({ 'a-b': input(bool) }) }, (_, __, m) => {
      m.regs({ logic: bool, rst: bool });
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[illegal-name]: \`always\` cannot be the name of a module: it is a reserved word of Verilog or SystemVerilog.

      names.test.ts
      | module('always', { params: { bit: int(1) }, ports: () => ({ 'a-b': input(bool) }) }, (_, __, m) => {
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

      Choose another name.
      See docs/diagnostics.md#illegal-name

    error[illegal-name]: \`bit\` cannot be the name of a parameter: it is a reserved word of Verilog or SystemVerilog.

      names.test.ts
      | module('always', { params: { bit: int(1) }, ports: () => ({ 'a-b': input(bool) }) }, (_, __, m) => {
      |                                   ^^^^^^

      Choose another name.
      See docs/diagnostics.md#illegal-name

    error[illegal-name]: \`a-b\` cannot be the name of an input: Verilog names consist of letters, digits and underscores, and do not begin with a digit.

      names.test.ts
      | module('always', { params: { bit: int(1) }, ports: () => ({ 'a-b': input(bool) }) }, (_, __, m) => {
      |                                                                    ^^^^^^^^^^^

      Choose another name.
      See docs/diagnostics.md#illegal-name

    error[illegal-name]: \`logic\` cannot be the name of a register: it is a reserved word of Verilog or SystemVerilog.

      names.test.ts
      | m.regs({ logic: bool, rst: bool });
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

      Choose another name.
      See docs/diagnostics.md#illegal-name

    error[illegal-name]: \`rst\` cannot be the name of a register: it is the name of the reset.

      names.test.ts
      | m.regs({ logic: bool, rst: bool });
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

      Choose another name.
      See docs/diagnostics.md#illegal-name
    "
  `);
});

it('refuses a name that is given twice in one scope, or hides one outside', () => {
  const text = reported(() =>
    module('twice', { params: { N: int(2, { min: 1 }) }, ports: () => ({ x: input(bool) }) }, (_, { N }, m) => {
      m.regs({ x: bool });
      genFor(N, 'lane', () => {
        m.regs({ lane: bool });
      });
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[duplicate-name]: Register \`x\` is declared twice.

      names.test.ts
      | m.regs({ x: bool });
      |   ^^^^^^^^^^^^^^^^^
      names.test.ts
      | module('twice', { params: { N: int(2, { min: 1 }) }, ports: () => ({ x: input(bool) }) }, (_, { N }, m) => {
      |                                                                         ^^^^^^^^^^^ input \`x\` is declared here

      Give one of the two another name.
      See docs/diagnostics.md#duplicate-name

    error[duplicate-name]: Register \`lane\` is declared twice.

      names.test.ts
      | m.regs({ lane: bool });
      |   ^^^^^^^^^^^^^^^^^^^^
      names.test.ts
      | genFor(N, 'lane', () => {
      | ^^^^^^^^^^^^^^^^^^^^^^^^^ block \`lane\` is declared here

      Give one of the two another name.
      See docs/diagnostics.md#duplicate-name
    "
  `);
});

it('accepts equal names in blocks side by side, and a function that is called twice', () => {
  const counter = (m: Builder) => {
    const { count } = m.regs({ count: uint(4) });
    count.set(count.inc());
    return count;
  };
  const text = reported(() =>
    module('beside', { params: { N: int(2, { min: 1 }) }, ports: () => ({ y: output(bool) }) }, ({ y }, { N }, m) => {
      y.set(counter(m).eq(counter(m)));
      genFor(N, 'left', () => {
        m.regs({ held: bool });
      });
      genFor(N, 'right', () => {
        m.regs({ held: bool });
      });
    }),
  );
  expect(text).toBe('');
});

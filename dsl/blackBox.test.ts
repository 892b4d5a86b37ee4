import { describe, expect, it } from 'vitest';
import { type around, inverter, inverterPorts, thrown } from './blackBox.fixture.ts';
import { type AnyModule, blackBox, bool, input, int, module, output, uint } from './index.ts';
import { checkDesign } from './passes/check/checkDesign.ts';
import { reported } from './passes/check/rendered.fixture.ts';

describe('a black box', () => {
  it('has the ports and parameters of its Verilog', () => {
    const Wrong = blackBox(
      'part',
      { params: { N: int(2) }, ports: () => ({ a: input(bool), b: input(bool), q: output(bool) }) },
      { verilog: 'module part (input a, output b, input [3:0] more); endmodule' },
    );
    expect(thrown(() => Wrong.elaborate())).toMatchInlineSnapshot(`
      "error[black-box]: Black box \`part\` does not fit its Verilog, which has no port \`q\`: its ports are \`a\`, \`b\`, \`more\`.

        blackBox.test.ts
        | const Wrong = blackBox(
        |               ^^^^^^^^^

        Give parameters, ports and clocks the names and directions that they have there.
        See docs/diagnostics.md#black-box

      error[black-box]: Black box \`part\` does not fit its Verilog, which has \`b\` as an output, not as an input.

        blackBox.test.ts
        | const Wrong = blackBox(
        |               ^^^^^^^^^

        Give parameters, ports and clocks the names and directions that they have there.
        See docs/diagnostics.md#black-box

      error[black-box]: Black box \`part\` does not fit its Verilog, which has ports that nothing would connect: \`more\`.

        blackBox.test.ts
        | const Wrong = blackBox(
        |               ^^^^^^^^^

        Give parameters, ports and clocks the names and directions that they have there.
        See docs/diagnostics.md#black-box

      error[black-box]: Black box \`part\` does not fit its Verilog, which has no parameter \`N\`.

        blackBox.test.ts
        | const Wrong = blackBox(
        |               ^^^^^^^^^

        Give parameters, ports and clocks the names and directions that they have there.
        See docs/diagnostics.md#black-box
      "
    `);
    const Missing = blackBox('part', { params: {}, ports: inverterPorts }, { verilog: 'module other; endmodule' });
    expect(thrown(() => Missing.elaborate())).toMatchInlineSnapshot(`
      "error[black-box]: Black box \`part\` does not fit its Verilog, which has no module of that name, but \`other\`.

        blackBox.test.ts
        | const Missing = blackBox('part', { params: {}, ports: inverterPorts }, { verilog: 'module other; endmodule' });
        |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Give parameters, ports and clocks the names and directions that they have there.
        See docs/diagnostics.md#black-box
      "
    `);
  });

  it('depends on ports that it has', () => {
    const Wrong = blackBox('part', { params: {}, ports: inverterPorts, depends: { q: ['b'], a: [] } });
    expect(thrown(() => Wrong.elaborate())).toMatchInlineSnapshot(`
      "error[black-box]: Black box \`part\` states that \`q\` depends on \`b\`, which is no input of it.

        blackBox.test.ts
        | const Wrong = blackBox('part', { params: {}, ports: inverterPorts, depends: { q: ['b'], a: [] } });
        |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Its inputs are \`a\`.
        See docs/diagnostics.md#black-box

      error[black-box]: Black box \`part\` states what \`a\` depends on, which is no output of it.

        blackBox.test.ts
        | const Wrong = blackBox('part', { params: {}, ports: inverterPorts, depends: { q: ['b'], a: [] } });
        |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Its outputs are \`q\`.
        See docs/diagnostics.md#black-box
      "
    `);
  });

  it('closes a loop through the inputs that an output depends on, and through no others', () => {
    const looped = (depends?: Record<string, string[]>): AnyModule => {
      const box = blackBox('part', {
        params: {},
        ports: () => ({ a: input(bool), b: input(bool), q: output(bool) }),
        ...(depends === undefined ? {} : { depends }),
      });
      return module('looped', { params: {}, ports: () => ({ d: input(bool), y: output(bool) }) }, ({ d, y }, _, m) => {
        const { back } = m.wires({ back: bool });
        m.inst('part', box, {}, { a: d, b: back.not(), q: back });
        y.set(back);
      });
    };
    expect(reported(() => looped())).toMatchInlineSnapshot(`
      "error[combinational-loop]: The value of \`back\` depends on itself without a register in between: \`back\` → \`part.b\` → \`part.q\` → \`back\`.

        blackBox.test.ts
        | m.inst('part', box, {}, { a: d, b: back.not(), q: back });
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`back\` depends on \`part.q\`
        blackBox.test.ts
        | m.inst('part', box, {}, { a: d, b: back.not(), q: back });
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`part.b\` depends on \`back\`
        blackBox.test.ts
        | m.inst('part', box, {}, { a: d, b: back.not(), q: back });
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`part.q\` depends on \`part.b\`

        Put a register into the path, or break it.
        See docs/diagnostics.md#combinational-loop
      "
    `);
    expect(reported(() => looped({ q: ['b'] }))).toContain('combinational-loop');
    expect(reported(() => looped({ q: ['a'] }))).toBe('');
  });

  it('has no name of a described module, and no two interfaces', () => {
    const Described = module('inverter', { params: {}, ports: inverterPorts }, ({ a, q }) => q.set(a.not()));
    const messages = (other: AnyModule & Parameters<typeof around>[0]): string[] => {
      const Both = module('both', { params: {}, ports: inverterPorts }, ({ a, q }, _, m) => {
        const { between } = m.wires({ between: uint(4) });
        m.inst('one', inverter(), {}, { a, q: between });
        m.inst('two', other, {}, { a: between, q });
      });
      return [...checkDesign(Both.elaborate()).values()].flatMap(({ diagnostics }) => diagnostics.map(d => d.message));
    };
    const clash = 'Two different modules are called `inverter`: in Verilog they would be one.';
    expect(messages(Described)).toEqual([clash]);
    expect(messages(blackBox('inverter', { params: {}, ports: inverterPorts, depends: { q: [] } }))).toEqual([clash]);
    const Carrier = blackBox(
      'carrier',
      { params: {}, ports: inverterPorts },
      { verilog: 'module inverter; endmodule module carrier (input [3:0] a, output [3:0] q); endmodule' },
    );
    expect(messages(Carrier)).toEqual([
      'Two different modules are called `inverter` (one in the Verilog of `carrier`): in Verilog they would be one.',
    ]);
  });
});

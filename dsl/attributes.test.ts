import { expect, it } from 'vitest';
import { type Attributes, DiagnosticError, input, module, output, uint } from './index.ts';

/** What is said of attributes, wherever they are given. */
function messages(attributes: Attributes, place: 'register' | 'wire' | 'memory' | 'instance' | 'module'): string[] {
  const ports = () => ({ a: input(uint(4)), q: output(uint(4)) });
  const Child = module('child', { params: {}, ports }, ({ a, q }) => q.set(a));
  const head = { params: {}, ports, ...(place === 'module' ? { attributes } : {}) };
  const Marked = module('marked', head, ({ a, q }, _, m) => {
    const { wire } = m.wires({ wire: uint(4) }, place === 'wire' ? { attributes } : {});
    const { held } = m.regs({ held: uint(4) }, place === 'register' ? { attributes } : {});
    const words = m.mem('words', uint(4), 16, { init: at => at, ...(place === 'memory' ? { attributes } : {}) });
    wire.set(a);
    held.set(words.read(wire));
    m.inst('child', Child, {}, { a: held, q }, place === 'instance' ? { attributes } : {});
  });
  try {
    Marked.elaborate();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ message }) => message);
    throw error;
  }
}

it.for(['register', 'wire', 'memory', 'instance', 'module'] as const)('are checked on a %s', place => {
  expect(messages({ keep: true, LOC: 'X0Y0', depth: -1 }, place)).toEqual([]);
  expect(messages({ 'no-name': 1, begin: true, half: 0.5, dash: 'a–b' }, place)).toEqual([
    '`no-name` cannot be an attribute: its name is none in Verilog: letters, digits and underscores, and no digit first.',
    '`begin` cannot be an attribute: its name is a reserved word of Verilog or SystemVerilog.',
    '`half` cannot be an attribute: 0.5 is no whole number of 32 bits.',
    '`dash` cannot be an attribute: its text has characters beyond printable ASCII.',
  ]);
});

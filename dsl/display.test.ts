import { expect, it } from 'vitest';
import { type Builder, bool, display, type Io, input, module, output, uint, vec } from './index.ts';
import { reported } from './passes/check/rendered.fixture.ts';

const ports = { a: input(uint(8)), list: input(vec(2, uint(4))), q: output(bool) };

const message = (body: (io: Io<typeof ports>, m: Builder) => void): string =>
  reported(() =>
    module('m', { params: {}, ports: () => ports }, (io, _, m) => {
      io.q.set(io.a.eq(0));
      body(io, m);
    }),
  )
    .split('\n')
    .filter(line => line.startsWith('error') || /^ {2}[A-Z]/.test(line))
    .join('\n');

it('says what is wrong with a text and its values', () => {
  expect(message(({ a }) => display('{} {}', a))).toMatchInlineSnapshot(`
    "error[display-misuse]: \`display\` has 2 places for values, and 1 values.
      Give one value for each {} of the text.
      See docs/diagnostics.md#display-misuse"
  `);
  expect(message(({ a }) => display('{q}', a))).toMatchInlineSnapshot(`
    "error[display-misuse]: \`display\` knows no format \`{q}\`.
      Write {} for a number or a name, {x} for hexadecimal, {b} for binary digits, {{ and }} for braces.
      See docs/diagnostics.md#display-misuse"
  `);
  expect(message(({ a }) => display('{ {}', a))).toMatchInlineSnapshot(`
    "error[display-misuse]: \`display\` has a brace without another in \`{ {}\`.
      Braces themselves are written {{ and }}.
      See docs/diagnostics.md#display-misuse"
  `);
  expect(message(() => display('two\nlines'))).toMatchInlineSnapshot(`
    "error[display-misuse]: \`display\` prints one line of printable ASCII.
      Leave other characters out; every call has a line of its own.
      See docs/diagnostics.md#display-misuse"
  `);
  expect(message(({ list }) => display('{}', list))).toMatchInlineSnapshot(`
    "error[display-misuse]: \`display\` prints numbers, bools and names, not vec(2, uint(4)).
      Give its fields or elements, or its bits: \`pack(value)\` with {x}.
      See docs/diagnostics.md#display-misuse"
  `);
});

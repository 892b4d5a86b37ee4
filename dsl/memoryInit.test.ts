import { describe, expect, it } from 'vitest';
import { hexFile, indexWidth, uint, vec } from './index.ts';
import { message } from './scratchMemory.fixture.ts';

describe('initial words', () => {
  it('of a wrong number, of a wrong kind, and too large', () => {
    const text = message((io, m) => {
      io.q.set(m.mem('few', uint(8), 4, { init: [1, 2] }).read(io.at));
      io.q.set(m.mem('many', uint(8), 4, { init: [1, 2, 3, 4, 5] }).read(io.at));
      // @ts-expect-error a number is no vec
      m.mem('kind', vec(2, uint(4)), 4, { init: { words: [], rest: 3 } }).read(io.at);
    });
    expect(text).toMatchInlineSnapshot(`
      "error[memory-init]: The initial words of memory \`few\` are 2, but it has 4.

        memoryInit.test.ts
        | io.q.set(m.mem('few', uint(8), 4, { init: [1, 2] }).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Say what the others hold: \`init: { words, rest: 0 }\`.
        See docs/diagnostics.md#memory-init

      error[memory-init]: The initial words of memory \`many\` are 5, but it has 4.

        memoryInit.test.ts
        | io.q.set(m.mem('many', uint(8), 4, { init: [1, 2, 3, 4, 5] }).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Give as many as its depth.
        See docs/diagnostics.md#memory-init

      error[type-mismatch]: \`an initial word\` expects vec(2, uint(4)), but got 3.

        memoryInit.test.ts
        | m.mem('kind', vec(2, uint(4)), 4, { init: { words: [], rest: 3 } }).read(io.at);
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Give a number, a bool or a name, an array for a vec, and a record with every field for a struct.
        See docs/diagnostics.md#type-mismatch
      "
    `);
    expect(
      message((io, m) => io.q.set(m.mem('large', uint(8), 2, { init: [1, 256] }).read(io.at.truncate(1)))),
    ).toMatchInlineSnapshot(`
      "error[constant-out-of-range]: The constant 256 does not fit uint(8), which holds 0 to 255.

        memoryInit.test.ts
        | message((io, m) => io.q.set(m.mem('large', uint(8), 2, { init: [1, 256] }).read(io.at.truncate(1)))),
        |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Use a wider type or another constant.
        See docs/diagnostics.md#constant-out-of-range
      "
    `);
  });

  it('whose number only a parameter decides', () => {
    const text = message((io, m, DEPTH) => {
      const { address } = m.wires({ address: uint(indexWidth(DEPTH)) });
      address.set(io.at.fit(indexWidth(DEPTH)));
      io.q.set(m.mem('rom', uint(8), DEPTH, { init: [1, 2, 3, 4] }).read(address));
    });
    expect(text).toMatchInlineSnapshot(`
      "error[unproved-width]: The sizes of \`rom\`, DEPTH, and of its value, 4, differ when DEPTH = 1: 1 and 4.

        memoryInit.test.ts
        | io.q.set(m.mem('rom', uint(8), DEPTH, { init: [1, 2, 3, 4] }).read(address));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Make them agree for every legal value of the parameters, or rule this one out with a range or a relation in \`where\`.
        See docs/diagnostics.md#unproved-width
      "
    `);
  });

  it('of an expression that leaves the width', () => {
    expect(
      message((io, m) => io.q.set(m.mem('rom', uint(8), 4, { init: at => at.times(100) }).read(io.at))),
    ).toMatchInlineSnapshot(`
      "error[unproved-constant]: The constant r*100 does not fit when r = 3: that needs r*100 < 256.

        memoryInit.test.ts
        | message((io, m) => io.q.set(m.mem('rom', uint(8), 4, { init: at => at.times(100) }).read(io.at))),
        |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Use a wider type, or rule these values out with a range or a relation in \`where\`.
        See docs/diagnostics.md#unproved-constant
      "
    `);
  });

  it('from a file with faults, each with its line', () => {
    expect(message(() => void hexFile('bad.hex', '00 // fine\n0g 1x\n@7 ff\n'))).toMatchInlineSnapshot(`
      "error[memory-file]: Memory file \`bad.hex\` has \`0g\`, which is no hexadecimal number.

        memoryInit.test.ts
        | expect(message(() => void hexFile('bad.hex', '00 // fine\\n0g 1x\\n@7 ff\\n'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 2, column 1 of \`bad.hex\`

        It holds hexadecimal words parted by blanks or lines, \`//\` and \`/* */\` comments, and \`@\` with the address of the next word.
        See docs/diagnostics.md#memory-file

      error[memory-file]: Memory file \`bad.hex\` has a word with bits that are not known, \`1x\`.

        memoryInit.test.ts
        | expect(message(() => void hexFile('bad.hex', '00 // fine\\n0g 1x\\n@7 ff\\n'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 2, column 4 of \`bad.hex\`

        It holds hexadecimal words parted by blanks or lines, \`//\` and \`/* */\` comments, and \`@\` with the address of the next word.
        See docs/diagnostics.md#memory-file

      error[memory-file]: Memory file \`bad.hex\` goes on at address 7, but the next word is number 1.

        memoryInit.test.ts
        | expect(message(() => void hexFile('bad.hex', '00 // fine\\n0g 1x\\n@7 ff\\n'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 3, column 1 of \`bad.hex\`

        It holds hexadecimal words parted by blanks or lines, \`//\` and \`/* */\` comments, and \`@\` with the address of the next word.
        See docs/diagnostics.md#memory-file
      "
    `);
    expect(message(() => void hexFile('a/b.hex', '00'))).toMatchInlineSnapshot(`
      "error[memory-file]: Memory file \`a/b.hex\` has a name that not every tool can read.

        memoryInit.test.ts
        | expect(message(() => void hexFile('a/b.hex', '00'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^

        Give it letters, digits, \`_\`, \`-\` and \`.\`, and no folder.
        See docs/diagnostics.md#memory-file
      "
    `);
    expect(message(() => void hexFile('empty.hex', '// nothing\n'))).toMatchInlineSnapshot(`
      "error[memory-file]: Memory file \`empty.hex\` holds no word.

        memoryInit.test.ts
        | expect(message(() => void hexFile('empty.hex', '// nothing\\n'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 1, column 1 of \`empty.hex\`

        It holds hexadecimal words parted by blanks or lines, \`//\` and \`/* */\` comments, and \`@\` with the address of the next word.
        See docs/diagnostics.md#memory-file
      "
    `);
  });

  it('from a file that is too long, and one that is too wide', () => {
    expect(
      message((io, m) => {
        io.q.set(m.mem('long', uint(8), 4, { init: hexFile('long.hex', '0 1 2 3\n4 5\n') }).read(io.at));
        io.q.set(m.mem('wide', uint(8), 4, { init: hexFile('wide.hex', '0 1\n2 1ff\n') }).read(io.at));
      }),
    ).toMatchInlineSnapshot(`
      "error[memory-init]: The initial words of memory \`long\` are 6, but it has 4.

        memoryInit.test.ts
        | io.q.set(m.mem('long', uint(8), 4, { init: hexFile('long.hex', '0 1 2 3\\n4 5\\n') }).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 2, column 1 of \`long.hex\`

        Give as many as its depth.
        See docs/diagnostics.md#memory-init

      error[memory-file]: Memory file \`wide.hex\` has a word of 9 bits, but those of memory \`wide\` have 8.

        memoryInit.test.ts
        | io.q.set(m.mem('wide', uint(8), 4, { init: hexFile('wide.hex', '0 1\\n2 1ff\\n') }).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 2, column 3 of \`wide.hex\`

        Make the memory wider, or the word smaller.
        See docs/diagnostics.md#memory-file
      "
    `);
  });
});

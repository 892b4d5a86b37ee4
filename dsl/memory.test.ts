import { describe, expect, it } from 'vitest';
import type { Builder, Io, Param } from './index.ts';
import {
  type AnyModule,
  bool,
  clock,
  clocked,
  genFor,
  genIf,
  hexFile,
  indexWidth,
  input,
  int,
  module,
  output,
  uint,
  vec,
  when,
} from './index.ts';
import { reported } from './passes/check/rendered.fixture.ts';

const ports = {
  write: input(bool),
  at: input(uint(2)),
  a: input(uint(8)),
  lanes: input(uint(2)),
  q: output(uint(8)),
};

/** A module with a memory, and its output driven where the body does not. */
const scratch = (body: (io: Io<typeof ports>, m: Builder, DEPTH: Param<'DEPTH'>) => void): AnyModule =>
  module('scratch', { params: { DEPTH: int(4, { min: 1, max: 4 }) }, ports: () => ports }, (io, { DEPTH }, m) => {
    io.q.set(io.a);
    body(io, m, DEPTH);
  });

const message = (body: Parameters<typeof scratch>[0]): string => reported(() => scratch(body));

describe('misuse of a memory', () => {
  it('an address that is too wide, and one that is too narrow', () => {
    const text = message((io, m) => {
      const words = m.mem('words', uint(8), 16);
      when(io.write, () => words.write(io.a, io.a));
      io.q.set(words.read(io.at));
    });
    expect(text).toMatchInlineSnapshot(`
      "error[memory-address]: The address of memory \`words\` has 8 bits, but its 16 words need 4.

        memory.test.ts
        | when(io.write, () => words.write(io.a, io.a));
        |                            ^^^^^^^^^^^^^^^^^

        Give it a \`uint\` of \`indexWidth(depth)\` bits, 4 here: \`.extend\` and \`.truncate\` say what becomes of the difference.
        See docs/diagnostics.md#memory-address

      error[memory-address]: The address of memory \`words\` has 2 bits, but its 16 words need 4.

        memory.test.ts
        | io.q.set(words.read(io.at));
        |                ^^^^^^^^^^^

        Give it a \`uint\` of \`indexWidth(depth)\` bits, 4 here: \`.extend\` and \`.truncate\` say what becomes of the difference.
        See docs/diagnostics.md#memory-address
      "
    `);
  });

  it('lanes that are not those of the memory', () => {
    const text = message((io, m) => {
      const words = m.mem('words', uint(8), 4, { laneWidth: 2 });
      words.write(io.at, io.a, io.lanes);
      io.q.set(words.read(io.at));
      const odd = m.mem('odd', uint(8), 4, { laneWidth: 3 });
      odd.write(io.at, io.a);
      io.q.set(odd.read(io.at));
    });
    expect(text).toMatchInlineSnapshot(`
      "error[memory-misuse]: The lanes of a write are 2 bits, but there are 4 lanes of memory \`words\`.

        memory.test.ts
        | words.write(io.at, io.a, io.lanes);
        |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Give one bit for each lane, the lowest for the low bits of the word.
        See docs/diagnostics.md#memory-misuse

      error[memory-misuse]: Lanes of 3 bits do not divide the 8 bits of a word of memory \`odd\`.

        memory.test.ts
        | const odd = m.mem('odd', uint(8), 4, { laneWidth: 3 });
        |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Choose a \`laneWidth\` that divides the width of a word.
        See docs/diagnostics.md#memory-misuse
      "
    `);
  });

  it('a synchronous read in a `when`', () => {
    const text = message((io, m) => {
      const words = m.mem('words', uint(8), 4);
      words.write(io.at, io.a);
      when(io.write, () => io.q.set(words.readSync(io.at)));
    });
    expect(text).toMatchInlineSnapshot(`
      "error[misplaced-statement]: \`readSync\` cannot stand inside a \`when\`.

        memory.test.ts
        | when(io.write, () => io.q.set(words.readSync(io.at)));
        |                                     ^^^^^^^^^^^^^^^

        Its word comes in the next cycle, whatever holds then: call it outside, and give the condition as its enable.
        See docs/diagnostics.md#misplaced-statement
      "
    `);
  });

  it('a memory that nothing reads, and one that nothing ever gives a word', () => {
    const text = message((io, m) => {
      m.mem('silent', uint(8), 4).write(io.at, io.a);
      io.q.set(m.mem('empty', uint(8), 4).read(io.at));
    });
    expect(text).toMatchInlineSnapshot(`
      "error[memory-unwritten]: Memory \`empty\` is never written and has no initial words: nothing is known of what is read from it.

        memory.test.ts
        | io.q.set(m.mem('empty', uint(8), 4).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Write it, or give it words with \`init\`.
        See docs/diagnostics.md#memory-unwritten
      "
    `);
  });

  it('writes that have no order', () => {
    const text = message((io, m, DEPTH) => {
      const words = m.mem('words', uint(8), 4);
      genFor(DEPTH, 'row', row => when(io.write, () => words.write(io.at, io.a.addWrap(row))));
      io.q.set(words.read(io.at));
      const split = m.mem('split', uint(8), 4);
      split.write(io.at, io.a);
      genIf(DEPTH.eq(2), ['two', () => split.write(io.at, io.a)]);
      io.q.set(split.read(io.at));
    });
    expect(text).toMatchInlineSnapshot(`
      "error[memory-writers]: Memory \`words\` is written in one iteration of the loop \`row\` and in the next, which have no order.

        memory.test.ts
        | genFor(DEPTH, 'row', row => when(io.write, () => words.write(io.at, io.a.addWrap(row))));
        |                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        memory.test.ts
        | const words = m.mem('words', uint(8), 4);
        |                 ^^^^^^^^^^^^^^^^^^^^^^^^ declared here

        Write it in one block, where the last of several writes wins: bring address, value and condition there in wires.
        See docs/diagnostics.md#memory-writers

      error[memory-writers]: Memory \`split\` is written in the module itself and in the branch \`two\`, which have no order.

        memory.test.ts
        | split.write(io.at, io.a);
        |       ^^^^^^^^^^^^^^^^^^ written here
        memory.test.ts
        | genIf(DEPTH.eq(2), ['two', () => split.write(io.at, io.a)]);
        |                                        ^^^^^^^^^^^^^^^^^^ and here
        memory.test.ts
        | const split = m.mem('split', uint(8), 4);
        |                 ^^^^^^^^^^^^^^^^^^^^^^^^ declared here

        Write it in one block, where the last of several writes wins: bring address, value and condition there in wires.
        See docs/diagnostics.md#memory-writers
      "
    `);
  });

  it('a write that a read cannot see', () => {
    const text = message((io, m, DEPTH) => {
      const words = m.mem('words', uint(8), 4, { readDuringWrite: 'new' });
      genIf(DEPTH.eq(2), ['two', () => words.write(io.at, io.a)], ['other', () => words.write(io.at, io.a.not())]);
      io.q.set(words.readSync(io.at));
    });
    expect(text).toMatchInlineSnapshot(`
      "error[memory-misuse]: Block \`two\` hides from a read with \`readDuringWrite: 'new'\` a write of memory \`words\`.

        memory.test.ts
        | genIf(DEPTH.eq(2), ['two', () => words.write(io.at, io.a)], ['other', () => words.write(io.at, io.a.not())]);
        |                                        ^^^^^^^^^^^^^^^^^^

        Bring its address, value and condition out of the block in wires, and write there.
        See docs/diagnostics.md#memory-misuse

      error[memory-misuse]: Block \`other\` hides from a read with \`readDuringWrite: 'new'\` a write of memory \`words\`.

        memory.test.ts
        | genIf(DEPTH.eq(2), ['two', () => words.write(io.at, io.a)], ['other', () => words.write(io.at, io.a.not())]);
        |                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^

        Bring its address, value and condition out of the block in wires, and write there.
        See docs/diagnostics.md#memory-misuse
      "
    `);
  });
});

it('a write under another clock cannot be forwarded', () => {
  const text = reported(() =>
    module(
      'two_clocks',
      {
        params: {},
        clocks: { fast: clock(), slow: clock() },
        ports: (_, { fast, slow }) => ({
          at: fast.port(input(uint(2))),
          a: fast.port(input(uint(8))),
          from: slow.port(input(uint(2))),
          q: slow.port(output(uint(8))),
        }),
      },
      ({ at, a, from, q }, _, m, { fast, slow }) => {
        const words = m.mem('words', uint(8), 4, { readDuringWrite: 'new' });
        clocked(fast, () => words.write(at, a));
        clocked(slow, () => q.set(words.readSync(from)));
      },
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "error[memory-misuse]: Clock \`fast\` hides from a read with \`readDuringWrite: 'new'\` a write of memory \`words\`.

      memory.test.ts
      | clocked(fast, () => words.write(at, a));
      |                           ^^^^^^^^^^^^

      Writes and reads that know of each other share a clock.
      See docs/diagnostics.md#memory-misuse
    "
  `);
});

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

        memory.test.ts
        | io.q.set(m.mem('few', uint(8), 4, { init: [1, 2] }).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Say what the others hold: \`init: { words, rest: 0 }\`.
        See docs/diagnostics.md#memory-init

      error[memory-init]: The initial words of memory \`many\` are 5, but it has 4.

        memory.test.ts
        | io.q.set(m.mem('many', uint(8), 4, { init: [1, 2, 3, 4, 5] }).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Give as many as its depth.
        See docs/diagnostics.md#memory-init

      error[type-mismatch]: \`an initial word\` expects vec(2, uint(4)), but got 3.

        memory.test.ts
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

        memory.test.ts
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

        memory.test.ts
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

        memory.test.ts
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

        memory.test.ts
        | expect(message(() => void hexFile('bad.hex', '00 // fine\\n0g 1x\\n@7 ff\\n'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 2, column 1 of \`bad.hex\`

        It holds hexadecimal words parted by blanks or lines, \`//\` and \`/* */\` comments, and \`@\` with the address of the next word.
        See docs/diagnostics.md#memory-file

      error[memory-file]: Memory file \`bad.hex\` has a word with bits that are not known, \`1x\`.

        memory.test.ts
        | expect(message(() => void hexFile('bad.hex', '00 // fine\\n0g 1x\\n@7 ff\\n'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 2, column 4 of \`bad.hex\`

        It holds hexadecimal words parted by blanks or lines, \`//\` and \`/* */\` comments, and \`@\` with the address of the next word.
        See docs/diagnostics.md#memory-file

      error[memory-file]: Memory file \`bad.hex\` goes on at address 7, but the next word is number 1.

        memory.test.ts
        | expect(message(() => void hexFile('bad.hex', '00 // fine\\n0g 1x\\n@7 ff\\n'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 3, column 1 of \`bad.hex\`

        It holds hexadecimal words parted by blanks or lines, \`//\` and \`/* */\` comments, and \`@\` with the address of the next word.
        See docs/diagnostics.md#memory-file
      "
    `);
    expect(message(() => void hexFile('a/b.hex', '00'))).toMatchInlineSnapshot(`
      "error[memory-file]: Memory file \`a/b.hex\` has a name that not every tool can read.

        memory.test.ts
        | expect(message(() => void hexFile('a/b.hex', '00'))).toMatchInlineSnapshot(\`
        |                           ^^^^^^^^^^^^^^^^^^^^^^^^

        Give it letters, digits, \`_\`, \`-\` and \`.\`, and no folder.
        See docs/diagnostics.md#memory-file
      "
    `);
    expect(message(() => void hexFile('empty.hex', '// nothing\n'))).toMatchInlineSnapshot(`
      "error[memory-file]: Memory file \`empty.hex\` holds no word.

        memory.test.ts
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

        memory.test.ts
        | io.q.set(m.mem('long', uint(8), 4, { init: hexFile('long.hex', '0 1 2 3\\n4 5\\n') }).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 2, column 1 of \`long.hex\`

        Give as many as its depth.
        See docs/diagnostics.md#memory-init

      error[memory-file]: Memory file \`wide.hex\` has a word of 9 bits, but those of memory \`wide\` have 8.

        memory.test.ts
        | io.q.set(m.mem('wide', uint(8), 4, { init: hexFile('wide.hex', '0 1\\n2 1ff\\n') }).read(io.at));
        |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ line 2, column 3 of \`wide.hex\`

        Make the memory wider, or the word smaller.
        See docs/diagnostics.md#memory-file
      "
    `);
  });
});

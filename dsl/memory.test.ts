import { describe, expect, it } from 'vitest';
import { clock, clocked, genFor, genIf, input, module, output, uint, when } from './index.ts';
import { reported } from './passes/check/rendered.fixture.ts';
import { message } from './scratchMemory.fixture.ts';

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

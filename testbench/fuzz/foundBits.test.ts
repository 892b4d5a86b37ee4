import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bool, constant, input, int, module, output, sint, uint, vec, when } from '../../dsl/index.ts';
import { simulateBuiltIn } from '../regressions/language/builtIn.ts';
import { emitFiles, findings, linters, simulate } from '../regressions/language/tools.ts';

/** What fuzzing has found wrong of bits as targets, and of comparisons with numbers; each the smallest form of it. */
const Found = module(
  'found_bits',
  {
    params: { N: int(2, { min: 1, max: 4 }) },
    ports: ({ N }) => ({
      x: input(bool),
      i: input(uint(1)),
      at: input(sint(N.plus(2))),
      few: input(uint(1)),
      of_element: output(uint(8)),
      by_sint: output(uint(8)),
      beyond: output(bool),
      not_beyond: output(bool),
      by_parameter: output(uint(8)),
      behind_parameter: output(uint(8)),
    }),
  },
  (io, { N }, m) => {
    // A bit of some bits of an element: it lies in the element, not at the element's number.
    const { elements, flags } = m.regs({ elements: vec(N, uint(8)), flags: uint(8) });
    elements.at(N.minus(1)).slice(4, 2).bit(io.i).set(io.x);
    io.of_element.set(elements.at(N.minus(1)));
    // Three bits of a sint as an index, all it has where N is 1: 4 to 7 are no numbers below zero.
    flags.bit(io.at.asUint().fit(3)).set(io.x);
    io.by_sint.set(flags);
    // 3 is the last number that a width of two bits holds: a comparison that the width alone decides.
    io.beyond.set(io.few.gt(3));
    io.not_beyond.set(io.few.le(3));
    // Blocks of which constants are left, in the second where N is not 1.
    io.by_parameter.set(15);
    io.by_parameter.bit(N.minus(1)).set(false);
    io.behind_parameter.set(15);
    when(constant(uint(3), N).eq(1), () => io.behind_parameter.bit(0).set(io.x));
  },
);

const given = [
  { i: 0n, at: 7n, x: 1n, few: 1n },
  { i: 1n, at: 4n, x: 1n, few: 0n },
  { i: 0n, at: 0n, x: 0n, few: 1n },
  { i: 0n, at: 3n, x: 1n, few: 1n },
  { i: 1n, at: 7n, x: 0n, few: 0n },
  { i: 0n, at: 0n, x: 0n, few: 1n },
];
/** From the definition: registers show what the rows before wrote; the first row resets. */
const registered: readonly (readonly [ofElement: bigint, bySint: bigint])[] = [
  [0b10_0000n, 0b0001_0000n],
  [0b10_0000n, 0b0001_0000n],
  [0b11_0000n, 0b0001_1000n],
  [0b01_0000n, 0b0001_1000n],
];

describe.each([{ N: 1 }, { N: 2 }, { N: 4 }])('what fuzzing found of bits, at %o', parameters => {
  const rows = given.map((row, cycle) => ({ ...row, rst: cycle === 0 ? 1n : 0n }));
  const { N } = parameters;
  const expected = given.map(({ x }, cycle) => {
    const [of_element, by_sint] = registered[cycle - 2] ?? [0n, 0n];
    const by_parameter = 15n - (1n << BigInt(N - 1));
    const behind_parameter = N === 1 ? 14n + x : 15n;
    return { of_element, by_sint, beyond: 0n, not_beyond: 1n, by_parameter, behind_parameter };
  });

  it('is right in every simulator, and lint-clean', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scoville-found-bits-'));
    try {
      const emitted = await emitFiles(folder, Found);
      const simulated = [simulateBuiltIn(Found, parameters, rows), ...(await simulate(emitted, parameters, rows))];
      for (const { simulator, rows: results } of simulated)
        expect({ simulator, results: results.slice(1) }).toEqual({ simulator, results: expected.slice(1) });
      for (const linter of await linters())
        expect({ linter: linter.name, found: await findings(linter, emitted, [parameters]) }).toEqual({
          linter: linter.name,
          found: [],
        });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

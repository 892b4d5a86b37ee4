import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { genFor, input, int, module, output, sint, uint, vec, when } from '../../../dsl/index.ts';
import { simulateBuiltIn } from './builtIn.ts';
import { emitFiles, findings, joinElements, linters, missingSimulator, type Row, simulate } from './tools.ts';

/**
 * Numbers that the variable of a procedural loop is a part of, as values: below, at and above the 32 bits that a number
 * has in Verilog, below zero too. What assigns an element by itself keeps the loop from owning the register.
 */
const LoopNumbers = module(
  'loop_numbers',
  {
    params: { W: int(9, { min: 8, max: 80 }), N: int(3, { min: 1, max: 5 }) },
    ports: ({ W, N }) => ({
      first: input(uint(1)),
      c: input(uint(W)),
      s: input(sint(W)),
      plain: output(vec(N, uint(W))),
      halves: output(vec(N, uint(W))),
      wide: output(vec(N, uint(40))),
      below: output(vec(N, sint(W))),
      nested: output(vec(N, vec(2, uint(W)))),
    }),
  },
  ({ first, c, s, ...io }, { W, N }, m) => {
    const { plain, halves, wide, below, nested } = m.regs({
      plain: vec(N, uint(W)),
      halves: vec(N, uint(W)),
      wide: vec(N, uint(40)),
      below: vec(N, sint(W)),
      nested: vec(N, vec(2, uint(W))),
    });
    genFor(N, 'lane', i => {
      plain.at(i).set(c.addWrap(i));
      halves.at(i).set(c.addWrap(i.floorDiv(2)).addWrap(i.mod(3)));
      wide.at(i).set(c.fit(40).addWrap(i.times(2).plus(N)));
      below.at(i).set(s.addWrap(i.times(2).minus(N)));
      genFor(2, 'half', h =>
        nested
          .at(i)
          .at(h)
          .set(c.addWrap(i.plus(h).floorDiv(2).times(3))),
      );
    });
    when(first.bit(0), () => {
      plain.at(0).set(0);
      halves.at(0).set(0);
      wide.at(0).set(0);
      below.at(0).set(0);
      nested.at(0).at(0).set(0);
    });
    io.plain.set(plain);
    io.halves.set(halves);
    io.wide.set(wide);
    io.below.set(below);
    io.nested.set(nested);
  },
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-loop-numbers-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const missing = await missingSimulator();
const tools = await linters();

const bindings = [
  { W: 8, N: 1 },
  { W: 9, N: 3 },
  { W: 32, N: 4 },
  { W: 33, N: 5 },
  { W: 80, N: 2 },
];

const cycles = [0, 1, 2, 3].map(cycle => ({ first: cycle % 2, c: 250 - cycle, s: 3 * cycle - 7 }));

const joined = (width: number, elements: readonly number[]): bigint => joinElements(elements.map(BigInt), width);

/** What the registers hold of a cycle in the next one. */
function heldAfter({ first, c, s }: (typeof cycles)[number], W: number, N: number): Row {
  const lanes = (value: (i: number) => number): number[] =>
    Array.from({ length: N }, (_, i) => (i === 0 && first === 1 ? 0 : value(i)));
  const low = c % 2 ** Math.min(W, 40);
  const nested = Array.from({ length: 2 * N }, (_, k) =>
    k === 0 && first === 1 ? 0 : c + 3 * Math.floor(((k >> 1) + (k & 1)) / 2),
  );
  return {
    plain: joined(
      W,
      lanes(i => c + i),
    ),
    halves: joined(
      W,
      lanes(i => c + Math.floor(i / 2) + (i % 3)),
    ),
    wide: joined(
      40,
      lanes(i => low + 2 * i + N),
    ),
    below: joined(
      W,
      lanes(i => s + 2 * i - N),
    ),
    nested: joined(W, nested),
  };
}

it.each(bindings)('are the same in every simulator, W = $W, N = $N', async ({ W, N }) => {
  const inputs = cycles.map(({ first, c, s }) => ({
    ...{ first: BigInt(first), c: BigInt(c), s: BigInt.asUintN(W, BigInt(s)), rst: 0n },
  }));
  const outside = missing === undefined ? await simulate(await emitFiles(folder, LoopNumbers), { W, N }, inputs) : [];
  for (const { simulator, rows } of [simulateBuiltIn(LoopNumbers, { W, N }, inputs), ...outside])
    cycles.slice(0, -1).forEach((given, cycle) => {
      expect({ simulator, cycle, ...rows[cycle + 1] }).toEqual({ simulator, cycle, ...heldAfter(given, W, N) });
    });
});

it.for(tools)('are clean in $name', async (linter, { skip }) => {
  if (linter.absent !== undefined) return skip(linter.absent);
  expect(await findings(linter, await emitFiles(folder, LoopNumbers), bindings)).toEqual([]);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  bool,
  cat,
  hexFile,
  type IntExpr,
  indexWidth,
  input,
  int,
  type MemoryOptions,
  module,
  output,
  type SIntType,
  sint,
  type UIntType,
  type UnprovedWidth,
  uint,
  type Width,
  when,
} from '../../dsl/index.ts';
import { checkDesign } from '../../dsl/passes/check/checkDesign.ts';
import { simulate as simulateBuiltIn } from '../../dsl/simulate/simulate.ts';
import { type Random, random } from '../random.ts';
import { randomRows } from '../regressions/language/inputs.ts';
import { emitFiles, missingSimulator, type Numbers, type Row, simulate } from '../regressions/language/tools.ts';

/**
 * Memories drawn at random: words, files and expressions to begin with, one or two writers, lanes, and reads that meet
 * writes in every way. Several stand in one module, so that a few models show many. On what Icarus knows, all simulators
 * agree; what a memory does not know yet is X there.
 */
const MEMORIES = 10;

interface Plan {
  readonly width: number | 'W';
  readonly signed: boolean;
  readonly depth: number | 'DEPTH';
  readonly laneWidth: number | undefined;
  readonly init: 'none' | 'words' | 'file' | 'each';
  readonly writers: 'none' | 'one' | 'priority' | 'disjoint';
  readonly reads: readonly {
    readonly kind: 'now' | 'old' | 'new' | 'undefined';
    readonly latency: 1 | 2;
    readonly enable: boolean;
  }[];
}

function draw(source: Random): Plan {
  const laneWidth = source.chance(0.4) ? source.pick([1, 5, 8]) : undefined;
  const init = source.pick(['none', 'words', 'file', 'each'] as const);
  return {
    width:
      laneWidth === undefined ? source.pick([1, 3, 8, 32, 33, 70, 'W' as const]) : laneWidth * source.integer(1, 3),
    signed: laneWidth === undefined && source.chance(0.4),
    depth: source.pick([4, 5, 16, 'DEPTH' as const]),
    laneWidth,
    init,
    writers: source.pick([...(init === 'none' ? [] : (['none'] as const)), 'one', 'priority', 'disjoint'] as const),
    reads: Array.from({ length: source.integer(1, 3) }, () => ({
      kind: source.pick(['now', 'old', 'new', 'undefined'] as const),
      latency: source.pick([1, 2] as const),
      enable: source.chance(0.5),
    })),
  };
}

type Word = UIntType<UnprovedWidth> | SIntType<UnprovedWidth>;

/** What the memory of a plan begins with: small numbers, which any width holds, and an expression of the address. */
function initOf({ init, signed }: Plan): Pick<MemoryOptions<Word>, 'init'> {
  if (init === 'none') return {};
  if (init === 'each') return { init: (address: IntExpr) => address.mod(2).minus(signed ? 1 : 0) };
  if (init === 'file') return { init: { words: hexFile('fuzz.hex', '0 1 1 // three\n0\n'), rest: 0 } };
  return { init: { words: [0, signed ? -1 : 1, 0], rest: signed ? -1 : 1 } };
}

const total = (widths: readonly Width[], W: IntExpr): Width =>
  widths.reduce<IntExpr>((sum, width) => sum.plus(width), W.times(0));

const described = (plans: readonly Plan[]) =>
  module(
    'drawn_memories',
    {
      params: { DEPTH: int(6, { min: 4, max: 16 }), W: int(9, { min: 2, max: 80 }) },
      ports: ({ W }) => ({
        first: input(bool),
        second: input(bool),
        enable: input(bool),
        one: input(uint(2)),
        two: input(uint(2)),
        from: input(uint(2)),
        mask: input(uint(3)),
        data: input(uint(80)),
        all: output(
          uint(
            total(
              plans.flatMap(({ width, reads }) => reads.map(() => (width === 'W' ? W : width))),
              W,
            ),
          ),
        ),
      }),
    },
    ({ first, second, enable, one, two, from, mask, data, all }, { DEPTH, W }, m) => {
      const words = plans.flatMap((plan, at) => {
        const width: Width = plan.width === 'W' ? W : plan.width;
        const depth: Width = plan.depth === 'DEPTH' ? DEPTH : plan.depth;
        const type: Word = plan.signed ? sint<UnprovedWidth>(width) : uint<UnprovedWidth>(width);
        const { laneWidth, writers } = plan;
        const memory = m.mem<Word>(`memory_${at}`, type, depth, {
          ...(laneWidth === undefined ? {} : { laneWidth }),
          ...(writers === 'disjoint' ? { writers } : {}),
          ...initOf(plan),
        });
        const bits = data.truncate(width);
        const value = plan.signed ? bits.asSint() : bits;
        const other = plan.signed ? bits.not().asSint() : bits.not();
        const address = (index: typeof one) => index.fit(indexWidth(depth));
        const lanes =
          laneWidth === undefined || typeof plan.width !== 'number' ? [] : [mask.truncate(plan.width / laneWidth)];
        if (writers !== 'none') when(first, () => memory.write(address(one), value, ...lanes));
        if (writers === 'priority') when(second, () => memory.write(address(two), other));
        if (writers === 'disjoint')
          when(second.and(one.ne(two).or(first.not())), () => memory.write(address(two), other, ...lanes));
        return plan.reads.map(({ kind, latency, enable: enabled }) => {
          const word =
            kind === 'now'
              ? memory.read(address(from))
              : memory.readSync(address(from), { latency, readDuringWrite: kind, ...(enabled ? { enable } : {}) });
          return 'asUint' in word ? word.asUint() : word;
        });
      });
      all.set(cat(...words));
    },
  );

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-fuzz-memories-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const missing = await missingSimulator();
const widths = { first: 1, second: 1, enable: 1, one: 2, two: 2, from: 2, mask: 3, data: 80 };

it.for([1, 2, 3, 4, 5, 6])('memories drawn with seed %i are the same in all simulators', async (seed, { skip }) => {
  if (missing !== undefined) return skip(missing);
  const source = random(seed);
  const plans = Array.from({ length: MEMORIES }, () => draw(source));
  const Drawn = described(plans);
  const parameters: Numbers = { DEPTH: source.integer(4, 16), W: source.pick([2, 9, 31, 32, 33, 64, 80]) };
  const faults = [...checkDesign(Drawn.elaborate(), [parameters]).values()].flatMap(({ diagnostics }) => diagnostics);
  expect(faults.map(({ message }) => message)).toEqual([]);
  const inputs: Row[] = randomRows(widths, 150, seed).map((row, cycle) => ({ ...row, rst: cycle < 2 ? 1n : 0n }));
  const results = await simulate(await emitFiles(folder, Drawn), parameters, inputs);
  const icarus = results.find(({ simulator }) => simulator === 'Icarus');
  if (icarus === undefined) return skip('Icarus is not installed.');
  const simulator = simulateBuiltIn(Drawn, parameters);
  const built = inputs.map(({ rst, ...row }) => {
    for (const [port, value] of Object.entries(row)) simulator.poke(port, value);
    const bits = simulator.peekBits('all');
    if (rst === 1n) simulator.reset();
    else simulator.step();
    return bits;
  });
  let known = 0n;
  inputs.forEach((_, cycle) => {
    const mask = ~(icarus.unknown[cycle]?.all ?? 0n);
    const expected = (icarus.rows[cycle]?.all ?? 0n) & mask;
    known |= BigInt.asUintN(2048, mask);
    for (const { simulator: name, rows } of results)
      expect([name, cycle, (rows[cycle]?.all ?? 0n) & mask]).toEqual([name, cycle, expected]);
    expect(['built-in', cycle, (built[cycle] ?? 0n) & mask]).toEqual(['built-in', cycle, expected]);
  });
  // Every bit of every word is known at some time: what is compared is not nothing.
  const bits = simulator.design.ports.find(({ name }) => name === 'all')?.leaves[0]?.width ?? 0;
  expect(BigInt.asUintN(bits, ~known)).toBe(0n);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  bool,
  cat,
  constant,
  display,
  genFor,
  input,
  int,
  module,
  mux,
  output,
  sint,
  uint,
  vec,
} from '../../../dsl/index.ts';
import { simulateBuiltIn } from './builtIn.ts';
import { emitFiles, findings, joinElements, linters, missingSimulator, type Row, simulate } from './tools.ts';

/** Words of the tables, of which no two are the same. */
const words = [5, 9, 2, 12, 7, 1, 14, 3];
const word = (address: number): bigint => BigInt(words[address & 7] ?? 0);

/** Addresses that are computed, or made of sints: each has to stay within its own width and be no number below zero. */
const Addresses = module(
  'addresses',
  {
    params: { N: int(2, { min: 1, max: 4 }) },
    ports: ({ N }) => ({
      a: input(uint(3)),
      b: input(uint(3)),
      x: input(sint(3)),
      y: input(sint(3)),
      chooses: input(bool),
      sum: output(uint(4)),
      difference: output(uint(4)),
      chosen: output(uint(4)),
      of_sint: output(uint(4)),
      of_sum_of_sints: output(uint(4)),
      of_half: output(uint(4)),
      clocked: output(uint(4)),
      clocked_sint: output(uint(4)),
      written: output(uint(4)),
      written_by_sint: output(uint(4)),
      lanes: output(vec(N, uint(4))),
    }),
  },
  ({ a, b, x, y, chooses, ...io }, { N }, m) => {
    const table = m.mem('table', uint(4), 8, { init: words });
    io.sum.set(table.read(a.addWrap(b)));
    io.difference.set(table.read(a.subWrap(b)));
    io.chosen.set(table.read(mux(chooses, a.addWrap(b), a)));
    io.of_sint.set(table.read(x.asUint()));
    io.of_sum_of_sints.set(table.read(x.addWrap(y).asUint()));
    io.of_half.set(table.read(x.shiftRight(constant(uint(1), 1n)).asUint()));
    io.clocked.set(table.readSync(a.addWrap(b), { enable: chooses }));
    io.clocked_sint.set(table.readSync(x.asUint()));
    const kept = m.mem('kept', uint(4), 8, { init: words });
    kept.write(a.addWrap(b), cat(chooses, chooses, chooses, chooses));
    io.written.set(kept.read(b));
    const kept_by_sint = m.mem('kept_by_sint', uint(4), 8, { init: words });
    kept_by_sint.write(x.asUint(), cat(chooses, chooses, chooses, chooses));
    io.written_by_sint.set(kept_by_sint.read(b));
    genFor(N, 'lane', i => {
      io.lanes.at(i).set(table.read(a.addWrap(b).add(i).truncate(3)));
    });
  },
);

/** What is compared and printed as a uint, though every name in it is a sint's. */
const Orders = module(
  'orders',
  {
    params: {},
    ports: () => ({
      x: input(sint(3)),
      y: input(sint(3)),
      chooses: input(bool),
      less: output(bool),
      at_least: output(bool),
      sums: output(bool),
      chosen: output(bool),
      halves: output(bool),
      registers: output(bool),
      bits: output(bool),
      least: output(uint(3)),
    }),
  },
  ({ x, y, chooses, ...io }, _, m) => {
    io.less.set(x.asUint().lt(y.asUint()));
    io.at_least.set(x.asUint().ge(y.asUint()));
    io.sums.set(x.addWrap(y).asUint().gt(y.not().asUint()));
    io.chosen.set(mux(chooses, x.asUint(), y.asUint()).le(y.asUint()));
    io.halves.set(
      x
        .shiftRight(constant(uint(1), 1n))
        .asUint()
        .lt(y.asUint()),
    );
    const { x_before, y_before } = m.regs({ x_before: sint(1), y_before: sint(1) });
    x_before.set(x.truncate(1));
    y_before.set(y.truncate(1));
    io.registers.set(x_before.asUint().lt(y_before.asUint()));
    io.bits.set(x.slice(1, 2).lt(y.slice(1, 2)));
    io.least.set(x.asUint().min(y.asUint()));
    display('{} {}', x.asUint(), x);
  },
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-unsigned-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const missing = await missingSimulator();
const tools = await linters();
const low = (width: number, value: number): number => value & (2 ** width - 1);
const signed = (value: number): number => (value >= 4 ? value - 8 : value);

/** Every pair of values, the choice being the parity of the first. */
const pairs = Array.from({ length: 64 }, (_, cycle) => ({ a: cycle >> 3, b: cycle & 7, chooses: (cycle >> 3) & 1 }));

const addressRows = pairs.map(
  ({ a, b, chooses }): Row => ({ a: BigInt(a), b: BigInt(b), x: BigInt(a), y: BigInt(b), chooses: BigInt(chooses) }),
);

/** What the definition of the language says, cycle by cycle; what no clock has brought yet is left out. */
function expectedWords(lanes: number): Row[] {
  const kept = words.map(BigInt);
  const keptBySint = words.map(BigInt);
  let clocked: bigint | undefined;
  let clockedSint: bigint | undefined;
  return pairs.map(({ a, b, chooses }) => {
    const row: Row = {
      sum: word(a + b),
      difference: word(a - b),
      chosen: word(chooses === 1 ? a + b : a),
      of_sint: word(a),
      of_sum_of_sints: word(a + b),
      of_half: word(signed(a) >> 1),
      ...(clocked === undefined ? {} : { clocked }),
      ...(clockedSint === undefined ? {} : { clocked_sint: clockedSint }),
      written: kept[b] ?? 0n,
      written_by_sint: keptBySint[b] ?? 0n,
      lanes: joinElements(
        Array.from({ length: lanes }, (_, i) => word(a + b + i)),
        4,
      ),
    };
    if (chooses === 1) clocked = word(a + b);
    clockedSint = word(a);
    kept[low(3, a + b)] = chooses === 1 ? 15n : 0n;
    keptBySint[a] = chooses === 1 ? 15n : 0n;
    return row;
  });
}

function expectedOrders(): Row[] {
  return pairs.map(({ a, b, chooses }, cycle) => {
    const before = pairs[cycle - 1];
    const is = (condition: boolean): bigint => (condition ? 1n : 0n);
    return {
      less: is(a < b),
      at_least: is(a >= b),
      sums: is(low(3, a + b) > low(3, ~b)),
      chosen: is((chooses === 1 ? a : b) <= b),
      halves: is(low(3, signed(a) >> 1) < b),
      ...(before === undefined ? {} : { registers: is((before.a & 1) < (before.b & 1)) }),
      bits: is(((a >> 1) & 3) < ((b >> 1) & 3)),
      least: BigInt(Math.min(a, b)),
    };
  });
}

/** Outputs of a row that are told, with the bits that are not known. */
const told = (expected: Row, row: Row | undefined, unknown: Row | undefined) =>
  Object.fromEntries(Object.keys(expected).map(name => [name, [row?.[name], unknown?.[name] ?? 0n]]));
const known = (expected: Row) =>
  Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, [value, 0n]]));

it.each([1, 2, 4])('addresses stay within their width and are never below zero, with %i lanes', async N => {
  const expected = expectedWords(N);
  const inputs = addressRows;
  const outside = missing === undefined ? await simulate(await emitFiles(folder, Addresses), { N }, inputs) : [];
  for (const { simulator, rows, unknown } of [simulateBuiltIn(Addresses, { N }, inputs), ...outside])
    expected.forEach((row, cycle) => {
      expect({ simulator, cycle, ...told(row, rows[cycle], unknown[cycle]) }).toEqual({
        simulator,
        cycle,
        ...known(row),
      });
    });
});

it('a uint made of a sint is compared and printed as a uint', async () => {
  const expected = expectedOrders();
  const inputs = addressRows.map(({ x = 0n, y = 0n, chooses = 0n }) => ({ x, y, chooses, rst: 0n }));
  const outside = missing === undefined ? await simulate(await emitFiles(folder, Orders), {}, inputs) : [];
  for (const { simulator, rows, unknown, messages } of [simulateBuiltIn(Orders, {}, inputs), ...outside]) {
    expected.forEach((row, cycle) => {
      expect({ simulator, cycle, ...told(row, rows[cycle], unknown[cycle]) }).toEqual({
        simulator,
        cycle,
        ...known(row),
      });
    });
    // Icarus remarks on the files of inputs that the test bench reads.
    expect([simulator, messages.filter(line => !line.startsWith('WARNING: '))]).toEqual([
      simulator,
      pairs.map(({ a }) => `${a} ${signed(a)}`),
    ]);
  }
});

it.for(tools)('both are clean in $name', async (linter, { skip }) => {
  if (linter.absent !== undefined) return skip(linter.absent);
  expect(await findings(linter, await emitFiles(folder, Addresses), [{ N: 1 }, { N: 4 }])).toEqual([]);
  expect(await findings(linter, await emitFiles(folder, Orders), [{}])).toEqual([]);
});

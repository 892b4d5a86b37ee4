import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bool, constant, genFor, input, int, module, output, sint, uint, vec, when } from '../../../dsl/index.ts';
import { simulateBuiltIn } from './builtIn.ts';
import { emitFiles, findings, joinElements, linters, missingSimulator, type Row, simulate } from './tools.ts';

/** Products of every form of factor, at their own width and at that of the sum that they go into. */
const Products = module(
  'products',
  {
    params: { W: int(20, { min: 8 }), N: int(3, { min: 1, max: 4 }) },
    ports: ({ W, N }) => ({
      a: input(sint(4)),
      b: input(sint(4)),
      u: input(uint(4)),
      v: input(uint(4)),
      c: input(sint(W)),
      sum: output(sint(W)),
      difference: output(sint(W)),
      own: output(sint(8)),
      by_least: output(sint(8)),
      sum_by_least: output(sint(W)),
      of_sum: output(sint(8)),
      sum_of_sum: output(sint(W)),
      plain: output(uint(8)),
      plain_of_sum: output(uint(8)),
      of_cast: output(uint(8)),
      of_casts: output(uint(8)),
      of_three: output(sint(12)),
      less: output(bool),
      above: output(sint(W)),
      square: output(sint(8)),
      either: output(sint(8)),
      lanes: output(vec(N, sint(W))),
    }),
  },
  ({ a, b, u, v, c, ...io }, { W, N }, m) => {
    const least = constant(sint(4), -8n);
    const product = a.mul(b);
    io.sum.set(c.addWrap(product));
    io.difference.set(c.subWrap(product));
    io.own.set(b.mul(a));
    io.by_least.set(a.mul(least));
    io.sum_by_least.set(c.addWrap(a.mul(least)));
    io.of_sum.set(a.addWrap(b).mul(b));
    io.sum_of_sum.set(c.addWrap(a.addWrap(b).mul(b)));
    io.plain.set(u.mul(v));
    io.plain_of_sum.set(u.addWrap(v).mul(v));
    io.of_cast.set(a.asUint().mul(u));
    io.of_casts.set(a.asUint().mul(b.asUint()));
    io.of_three.set(a.mul(b).mul(a));
    io.less.set(a.mul(a).extend(W).lt(c));
    io.above.set(a.mul(b).extend(W).max(c));
    const { square } = m.regs({ square: sint(8) });
    square.set(a.mul(a));
    io.square.set(square);
    io.either.set(b.mul(b));
    when(u.bit(0), () => io.either.set(a.mul(b)));
    const { lanes } = m.regs({ lanes: vec(N, sint(W)) });
    genFor(N, 'lane', i => lanes.at(i).set(c.addWrap(a.mul(b.addWrap(i.times(2).minus(N).plus(3))))));
    when(v.bit(0), () => lanes.at(0).set(c));
    io.lanes.set(lanes);
  },
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-products-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const missing = await missingSimulator();
const tools = await linters();

const bits = (width: number, value: number): bigint => BigInt.asUintN(width, BigInt(value));
const four = (value: number): number => Number(BigInt.asIntN(4, BigInt(value)));

/** Every pair of factors, and a number between -100 and 100. */
const cycles = Array.from({ length: 256 }, (_, cycle) => ({
  a: four(cycle >> 4),
  b: four(cycle),
  u: (cycle >> 4) ^ 5,
  v: cycle & 15,
  c: ((cycle * 37) % 201) - 100,
}));

/** What the definition of the language says; what registers hold is known from the second cycle on. */
function expectedRows(W: number, N: number): Row[] {
  return cycles.map(({ a, b, u, v, c }, cycle) => {
    const before = cycles[cycle - 1];
    const lanes = (at: (typeof cycles)[number]): bigint =>
      joinElements(
        Array.from({ length: N }, (_, i) =>
          BigInt(i === 0 && at.v % 2 === 1 ? at.c : at.c + at.a * four(at.b + 2 * i - N + 3)),
        ),
        W,
      );
    return {
      sum: bits(W, c + a * b),
      difference: bits(W, c - a * b),
      own: bits(8, a * b),
      by_least: bits(8, a * -8),
      sum_by_least: bits(W, c + a * -8),
      of_sum: bits(8, four(a + b) * b),
      sum_of_sum: bits(W, c + four(a + b) * b),
      plain: bits(8, u * v),
      plain_of_sum: bits(8, ((u + v) % 16) * v),
      of_cast: bits(8, (a & 15) * u),
      of_casts: bits(8, (a & 15) * (b & 15)),
      of_three: bits(12, a * b * a),
      less: a * a < c ? 1n : 0n,
      above: bits(W, Math.max(a * b, c)),
      either: bits(8, u % 2 === 1 ? a * b : b * b),
      ...(before === undefined ? {} : { square: bits(8, before.a * before.a), lanes: lanes(before) }),
    };
  });
}

const inputRows = (W: number): Row[] =>
  cycles.map(({ a, b, u, v, c }) => ({
    ...{ a: bits(4, a), b: bits(4, b), u: BigInt(u), v: BigInt(v), c: bits(W, c), rst: 0n },
  }));

it.each([
  { W: 8, N: 1 },
  { W: 9, N: 3 },
  { W: 40, N: 4 },
  { W: 70, N: 2 },
])('are the same in every simulator, W = $W, N = $N', async ({ W, N }) => {
  const inputs = inputRows(W);
  const outside = missing === undefined ? await simulate(await emitFiles(folder, Products), { W, N }, inputs) : [];
  for (const { simulator, rows } of [simulateBuiltIn(Products, { W, N }, inputs), ...outside])
    expectedRows(W, N).forEach((expected, cycle) => {
      const seen = Object.fromEntries(Object.keys(expected).map(name => [name, rows[cycle]?.[name]]));
      expect({ simulator, cycle, ...seen }).toEqual({ simulator, cycle, ...expected });
    });
});

it('a factor stands as a name, and is extended by the width of what is assigned', async () => {
  const { text } = await emitFiles(folder, Products);
  for (const line of [
    'wire [W-1:0] product = a * b;',
    'assign own = b * a;',
    'assign less = $signed({{(W - 8){product_5[7]}}, product_5}) < c;',
    'square_2 <= a * a;',
  ])
    expect(text.replace(/ +/g, ' ')).toContain(line);
});

it.for(tools)('are clean in $name', async (linter, { skip }) => {
  if (linter.absent !== undefined) return skip(linter.absent);
  const emitted = await emitFiles(folder, Products);
  expect(
    await findings(linter, emitted, [
      { W: 8, N: 1 },
      { W: 9, N: 4 },
      { W: 70, N: 2 },
    ]),
  ).toEqual([]);
});

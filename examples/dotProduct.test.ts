import { expect, test } from 'vitest';
import { randomStalls, runStreams, simulate } from '../dsl/index.ts';
import { DotProduct } from './dotProduct.ts';

/** Deterministic vectors with the corners of int8 among them. */
const element = (vector: number, lane: number): number => [-128, 127, 0, 1, -1, 77][(vector * 5 + lane * 3) % 6] ?? 0;
const vectors = (count: number, lanes: number) =>
  Array.from({ length: count }, (_, v) => ({
    a: Array.from({ length: lanes }, (__, lane) => element(v, lane)),
    b: Array.from({ length: lanes }, (__, lane) => element(v + 2, lane + v)),
  }));
const product = ({ a, b }: { a: number[]; b: number[] }): number =>
  a.reduce((sum, value, lane) => sum + value * (b[lane] ?? 0), 0);

test('one result a cycle, 1 + STAGES cycles later; all waits while a result does', () => {
  const beats = vectors(4, 2);
  const unit = simulate(DotProduct, { LANES: 2, STAGES: 1 });
  const recording = unit.record(['in_valid', 'in_ready', 'in_bits', 'products', 'out_valid', 'out_ready', 'out_bits']);
  unit.reset();
  const outcome = runStreams(unit, {
    inputs: { in: { beats } },
    outputs: { out: { expected: beats.map(product), stalls: cycle => cycle === 3 } },
    drain: 0,
  });
  expect(outcome.outputs.out?.cycles).toEqual([2, 4, 5, 6]);
  expect(recording.waves({ from: 1 })).toMatchInlineSnapshot(`
    "cycle         1      2      3      4      5      6      7
    in_valid      ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁
    in_ready      ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    in_bits.a[0]  │-128  │77    │-1    │1            │114   │96
    in_bits.a[1]  │1     │0     │127   │-128         │-16   │112
    in_bits.b[0]  │-1    │-128  │0     │-1           │-3    │-80
    in_bits.b[1]  │127   │1     │77    │127          │57    │-87
    products[0]   │0     │128   │-9856 │0            │-1    │-342
    products[1]   │0     │127   │0     │9779         │-16256│-912
    out_valid     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    out_ready     ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    out_bits      │-20382│0     │255   │-9856        │9779  │-16257"
  `);
});

test.each([
  { LANES: 1, STAGES: 0 },
  { LANES: 3, STAGES: 2 },
  { LANES: 8, STAGES: 5 },
])('computes the exact product at %o', parameters => {
  const beats = vectors(60, parameters.LANES);
  runStreams(simulate(DotProduct, parameters), {
    inputs: { in: { beats, stalls: randomStalls(3, 0.3) } },
    outputs: { out: { expected: beats.map(product), stalls: randomStalls(4, 0.3) } },
  });
});

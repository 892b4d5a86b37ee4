import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyModule } from '../../../dsl/index.ts';
import { simulateBuiltIn } from './builtIn.ts';
import { Connections, connectionOutputs } from './connections.ts';
import { randomRows, withReset } from './inputs.ts';
import { Instances, instanceOutputs } from './instances.ts';
import { Memories, memoryOutputs } from './memories.ts';
import { Parts, partOutputs } from './parts.ts';
import { Registers, registerOutputs } from './registers.ts';
import {
  differences,
  emitFiles,
  findings,
  linters,
  missingSimulator,
  type Numbers,
  type Row,
  simulate,
} from './tools.ts';
import { Wires, wireOutputs } from './wires.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-behaviour-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const tools = await linters();
const missing = await missingSimulator();
const indexBits = (count: number): number => Math.max(1, Math.ceil(Math.log2(count)));

/** Inputs whose indices stay below their counts: beyond them nothing is promised. */
const bounded = (rows: readonly Row[], counts: Numbers): Row[] =>
  rows.map(row => ({
    ...row,
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, (row[name] ?? 0n) % BigInt(count)])),
  }));

/** Lints a module at all bindings, with and without its source at hand. */
function testLint(top: AnyModule, bindings: readonly Numbers[]): void {
  it.for(tools)('are clean in $name', async (linter, { skip }) => {
    if (linter.absent !== undefined) return skip(linter.absent);
    for (const named of [true, false])
      expect(await findings(linter, await emitFiles(folder, top, { named }), bindings)).toEqual([]);
  });
}

describe('registers', () => {
  const bindings = [
    { R: 2, C: 3, W: 4 },
    { R: 1, C: 1, W: 2 },
    { R: 3, C: 2, W: 3 },
    { R: 4, C: 5, W: 33 },
  ];

  testLint(Registers, bindings);

  it.for(bindings.slice(1, 3))('keep what they are given, %o', async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const { R, C, W } = parameters;
    const widths = { clear: 1, load: 1, row: indexBits(R), col: indexBits(C), d: W, x: R * C * W };
    const inputs = bounded(withReset(randomRows(widths, 200, 31), 32), { row: R, col: C });
    const expected = registerOutputs(parameters, inputs).map((outputs, cycle) => (cycle === 0 ? {} : outputs));
    const results = await simulate(await emitFiles(folder, Registers), parameters, inputs);
    expect(differences(results, expected)).toEqual([]);
  });
});

describe('wires', () => {
  const bindings = [
    { N: 3, W: 4 },
    { N: 2, W: 2 },
    { N: 4, W: 3 },
    { N: 5, W: 33 },
  ];

  testLint(Wires, bindings);

  it.for(bindings.slice(1, 3))('have the value of their last assignment, %o', async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const { N, W } = parameters;
    const widths = { a: 1, b: 1, c: 1, index: indexBits(N), d: W, e: W, x: 2 * N * W };
    const inputs = bounded(randomRows(widths, 200, 41), { index: N });
    const expected = inputs.map(row => wireOutputs(parameters, row));
    const results = await simulate(await emitFiles(folder, Wires), parameters, inputs);
    expect(differences(results, expected)).toEqual([]);
  });
});

describe('bits as targets', () => {
  const bindings = [
    { N: 3, W: 4 },
    { N: 1, W: 2 },
    { N: 2, W: 3 },
    { N: 5, W: 33 },
  ];

  testLint(Parts, bindings);

  it.for(bindings.slice(0, 3))('are written and no others, %o', async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const { N, W } = parameters;
    const widths = { load: 1, on: 1, which: 3, lane: indexBits(N), narrow: 2, wide: 6, d: 8, x: N * W };
    const inputs = bounded(withReset(randomRows(widths, 200, 71), 72), { lane: N, wide: 9 });
    const expected = partOutputs(parameters, inputs).map((outputs, cycle) => (cycle === 0 ? {} : outputs));
    const results = await simulate(await emitFiles(folder, Parts), parameters, inputs);
    expect(differences([...results, simulateBuiltIn(Parts, parameters, inputs)], expected)).toEqual([]);
  });
});

describe('memories', () => {
  const bindings = [
    { DEPTH: 4, W: 4, LANES: 2 },
    { DEPTH: 1, W: 1, LANES: 1 },
    { DEPTH: 3, W: 2, LANES: 3 },
    { DEPTH: 9, W: 33, LANES: 4 },
  ];

  testLint(Memories, bindings);

  it.for(bindings.slice(1, 3))('hold what is written, %o', async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const { DEPTH, W, LANES } = parameters;
    const at = indexBits(DEPTH);
    const widths = { write: 1, enable: 1, write_at: at, read_at: at, d: W, lanes: LANES, wide: LANES * W };
    const inputs = bounded(randomRows(widths, 250, 51), { write_at: DEPTH, read_at: DEPTH });
    const results = await simulate(await emitFiles(folder, Memories), parameters, inputs);
    expect(differences(results, memoryOutputs(parameters, inputs))).toEqual([]);
  });
});

describe('instances', () => {
  const bindings = [
    { N: 2, W: 4 },
    { N: 1, W: 1 },
    { N: 3, W: 2 },
    { N: 5, W: 33 },
  ];

  testLint(Instances, bindings);

  it.for(bindings.slice(1, 3))('are connected as described, %o', async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const { N, W } = parameters;
    const widths = { enq_valid: 1, enq_bits: W, deq_ready: 1, x: N * W };
    const inputs = withReset(randomRows(widths, 200, 61), 62);
    const expected = instanceOutputs(parameters, inputs).map((outputs, cycle) => (cycle === 0 ? {} : outputs));
    const results = await simulate(await emitFiles(folder, Instances), parameters, inputs);
    expect(differences(results, expected)).toEqual([]);
  });

  it('carry the values of structural parameters in their names', async () => {
    const { text } = await emitFiles(folder, Instances);
    for (const name of ['module rotate_places_2', 'module rotate_places_3', 'module rotate_places_1'])
      expect(text).toContain(`${name} #(`);
    expect(text).not.toContain('PLACES');
  });
});

describe('connections', () => {
  const bindings = [
    { W: 6, N: 3 },
    { W: 3, N: 1 },
    { W: 7, N: 2 },
    { W: 33, N: 4 },
  ];

  testLint(Connections, bindings);

  it.for(bindings)('reach the bits of every target, %o', async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const { W, N } = parameters;
    const widths = { a: W, b: 3, go: 1, items: N * W, choice: indexBits(N) };
    const inputs = bounded(randomRows(widths, 100, 71), { choice: N });
    const results = await simulate(await emitFiles(folder, Connections), parameters, inputs);
    expect(differences(results, connectionOutputs(parameters, inputs))).toEqual([]);
  });
});

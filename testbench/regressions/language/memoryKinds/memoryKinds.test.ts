import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyModule } from '../../../../dsl/index.ts';
import { checkDesign } from '../../../../dsl/passes/check/checkDesign.ts';
import { hasNativeYosys } from '../../../lint/yosys.ts';
import { expectGolden } from '../../goldenFile.ts';
import { simulateBuiltIn } from '../builtIn.ts';
import { inputWidths, randomRows, withReset } from '../inputs.ts';
import {
  differences,
  type Emitted,
  emitFiles,
  emitTexts,
  findings,
  linters,
  missingSimulator,
  type Numbers,
  type Row,
  simulate,
} from '../tools.ts';
import { InitialMemories } from './initial.ts';
import { initialOutputs, portOutputs } from './models.ts';
import { MemoryPorts } from './ports.ts';

/**
 * Memories of every kind: each module comes out as the file beside it says, is clean in every tool, and does what its
 * model says in all simulators. To write the files anew: UPDATE_GOLDEN=1 npx vitest run testbench/regressions/language
 */

interface Subject {
  readonly module: AnyModule;
  readonly bindings: readonly Numbers[];
  readonly model: (parameters: Numbers, inputs: readonly Row[]) => Row[];
}

const subjects: Readonly<Record<string, Subject>> = {
  initial: {
    module: InitialMemories,
    bindings: [
      { DEPTH: 6, W: 9, LANES: 2, STEP: 3 },
      { DEPTH: 4, W: 8, LANES: 1, STEP: -7 },
      { DEPTH: 17, W: 40, LANES: 4, STEP: 1000 },
      { DEPTH: 5, W: 32, LANES: 3, STEP: 0 },
    ],
    model: initialOutputs,
  },
  ports: {
    module: MemoryPorts,
    bindings: [
      { DEPTH: 5, W: 4, LANES: 2 },
      { DEPTH: 1, W: 1, LANES: 1 },
      { DEPTH: 4, W: 33, LANES: 3 },
    ],
    model: portOutputs,
  },
};

let folder = '';
const emitted = new Map<string, Emitted>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-memories-'));
  for (const [name, { module }] of Object.entries(subjects)) emitted.set(name, await emitFiles(folder, module));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const tools = await linters();
const missing = await missingSimulator();
const emittedOf = (name: string): Emitted => emitted.get(name) ?? { top: name, files: [], text: '' };

/** Random inputs whose addresses the memories have. */
function legalRows(module: AnyModule, parameters: Numbers, seed: number): Row[] {
  const widths = inputWidths(module, parameters);
  const depth = BigInt(parameters.DEPTH ?? 1);
  return withReset(randomRows(widths, 300, seed), seed + 1).map(row => ({
    ...row,
    ...Object.fromEntries(
      ['at', 'first_at', 'second_at', 'write_at'].flatMap(name =>
        name in row ? [[name, (row[name] ?? 0n) % depth]] : [],
      ),
    ),
  }));
}

describe.each(Object.entries(subjects))('%s', (name, { module, bindings, model }) => {
  it('comes out as expected', async () => {
    const file = join(import.meta.dirname, `${name}.v`);
    const text = (await emitTexts(module)).map(own => own.text).join('\n');
    expectGolden(file, text);
  });

  it('has nothing wrong in it', () => {
    for (const { diagnostics } of checkDesign(module.elaborate(), bindings).values())
      expect(diagnostics.map(({ message }) => message)).toEqual([]);
  });

  it.for(tools)('is clean in $name', async (linter, { skip }) => {
    if (linter.absent !== undefined) return skip(linter.absent);
    expect(await findings(linter, emittedOf(name), bindings)).toEqual([]);
  });

  it.for(bindings)('does what its model says in the built-in simulator, %o', parameters => {
    const inputs = legalRows(module, parameters, 41);
    const results = [1, 2].map(seed => simulateBuiltIn(module, parameters, inputs, { seed }));
    expect(differences(results, model(parameters, inputs))).toEqual([]);
  });

  it.for(bindings)('does what its model says in Verilator and Icarus, %o', async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const inputs = legalRows(module, parameters, 41);
    expect(differences(await simulate(emittedOf(name), parameters, inputs), model(parameters, inputs))).toEqual([]);
  });

  it('does the same after synthesis by Yosys', async ({ skip }) => {
    if (missing !== undefined) return skip(missing);
    if (!(await hasNativeYosys())) return skip('There is no yosys on PATH.');
    const [parameters = {}] = bindings.slice(-1);
    const { files, top } = emittedOf(name);
    const output = join(folder, `${name}_synthesised.v`);
    const chosen = Object.entries(parameters).map(([parameter, value]) => ` -chparam ${parameter} ${value}`);
    const script = [
      ...files.map(file => `read_verilog "${file}"`),
      `hierarchy -check -top ${top}${chosen.join('')}`,
      `rename -top ${top}`,
      'proc; opt; memory -nomap; opt -full; memory_map; opt; clean',
      `write_verilog -noattr "${output}"`,
    ].join('; ');
    const run = await execa('yosys', ['-q', '-p', script], { reject: false, all: true });
    expect(run.exitCode, run.all).toBe(0);
    const inputs = legalRows(module, parameters, 43);
    const results = await simulate({ top, files: [output], text: '' }, {}, inputs);
    const expected = model(parameters, inputs);
    expect(
      differences(
        results.filter(({ simulator }) => simulator !== 'Icarus'),
        expected,
      ),
    ).toEqual([]);
  });
});

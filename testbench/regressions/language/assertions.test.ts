import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bool, genFor, input, int, module, vec } from '../../../dsl/index.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runVectorsInIcarus } from '../../icarus/runVectors.ts';
import { hasNativeYosys } from '../../lint/yosys.ts';
import { DesignStoppedError } from '../../streams/simulationErrors.ts';
import { packRows, vectorLayout } from '../../streams/vectors.ts';
import { buildModel } from '../../verilator/model.ts';
import { runVectors } from '../../verilator/runVectors.ts';
import { Assertions } from './recipes/assertions.ts';
import { type Emitted, emitFiles, missingSimulator } from './tools.ts';

/** Assertions in a loop, with a message that Verilog could take for a format. */
const Watched = module(
  'watched',
  { params: { N: int(3, { min: 1 }) }, ports: ({ N }) => ({ good: input(vec(N, bool)) }) },
  ({ good }, { N }, m) =>
    genFor(N, 'lane', i => {
      m.assert(good.at(i), '100% of the "lanes" are good');
    }),
);

let folder = '';
let watched: Emitted;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-assertions-'));
  watched = await emitFiles(folder, Watched);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** All good, under reset something bad, all good, lane 1 bad. */
const rows = [
  { rst: 1n, good: 7n },
  { rst: 1n, good: 0n },
  { rst: 0n, good: 7n },
  { rst: 0n, good: 5n },
];

function expectStop(error: unknown): void {
  expect(error).toBeInstanceOf(DesignStoppedError);
  if (!(error instanceof DesignStoppedError)) return;
  expect(error.cycle).toBe(3);
  expect(error.messages.join('\n')).toMatch(/lane\[1\]: 100% of the "lanes" are good$/m);
}

describe('an assertion that fails', () => {
  it('stops Verilator in its cycle, with its place and its message', async ({ skip }) => {
    const missing = await missingSimulator();
    if (missing !== undefined) return skip(missing);
    const model = await buildModel({ files: watched.files, top: watched.top });
    const inputs = packRows(vectorLayout(model.ports, 'clk').inputs, rows);
    let error: unknown;
    try {
      runVectors(model, { cycles: rows.length, inputs });
    } catch (caught) {
      error = caught;
    }
    expectStop(error);
  });

  it('stops Icarus in its cycle, with its place and its message', async ({ skip }) => {
    const icarus = await icarusAvailability();
    if (!icarus.available) return skip(icarus.reason);
    const model = await icarusModel({ files: watched.files, top: watched.top });
    const inputs = packRows(vectorLayout(model.ports, 'clk').inputs, rows);
    expectStop(await runVectorsInIcarus(model, { cycles: rows.length, inputs }).catch(error => error));
  });
});

describe('under FORMAL', () => {
  it('assertions, assumptions and covers are cells', async ({ skip }) => {
    if (!(await hasNativeYosys())) return skip('There is no yosys on PATH.');
    const { files } = await emitFiles(folder, Assertions);
    const script = `read_verilog -formal ${files[0]}; prep -top assertions; stat`;
    const { stdout } = await execa('yosys', ['-p', script]);
    for (const cell of ['$assert', '$assume', '$cover']) expect(stdout).toMatch(new RegExp(`\\${cell} +1\\n`));
  });

  it('synthesis sees none of them', async ({ skip }) => {
    if (!(await hasNativeYosys())) return skip('There is no yosys on PATH.');
    const { files } = await emitFiles(folder, Assertions);
    const { stdout } = await execa('yosys', ['-p', `read_verilog ${files[0]}; prep -top assertions; stat`]);
    expect(stdout).not.toMatch(/\$(assert|assume|cover|display|print)/);
  });
});

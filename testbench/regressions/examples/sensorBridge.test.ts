import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDesign } from '../../../dsl/passes/check/checkDesign.ts';
import { SensorBridge } from '../../../examples/sensorBridge.ts';
import { clockTrace, differencesInSimulators } from '../clocks/trace.ts';
import { type Emitted, emitFiles, findings, linters, missingSimulator } from '../language/tools.ts';

const bindings = [
  { WIDTH: 12, DEPTH: 16 },
  { WIDTH: 1, DEPTH: 2 },
  { WIDTH: 33, DEPTH: 4 },
];
const tools = await linters();
const missing = await missingSimulator();

let folder = '';
let emitted: Emitted = { top: '', files: [], text: '' };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-sensor-bridge-'));
  emitted = await emitFiles(folder, SensorBridge);
});
afterAll(() => rm(folder, { recursive: true }));

it('has nothing wrong in it', () => {
  for (const { diagnostics } of checkDesign(SensorBridge.elaborate(), bindings).values())
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
});

it.for(tools)('is clean in $name', async (linter, { skip }) => {
  if (linter.absent !== undefined) return skip(linter.absent);
  expect(await findings(linter, emitted, bindings)).toEqual([]);
});

it.for(bindings)(
  'does the same in every simulator, under edges of either clock in any order, %o',
  async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const settling = 4;
    const trace = clockTrace(SensorBridge, parameters, {
      seed: 3,
      instants: 600,
      settling,
      settle: () => ({ sample_valid: 0n, enable: 1n }),
      resets: 0,
    });
    const isMeant = (name: string, outputs: Readonly<Record<string, bigint>>): boolean =>
      name !== 'word_bits' || outputs.word_valid === 1n;
    expect(trace.outputs.filter(({ word_valid }) => word_valid === 1n).length).toBeGreaterThan(100);
    const source = { files: emitted.files, top: emitted.top, parameters };
    expect(await differencesInSimulators(source, trace, 2 * settling, isMeant)).toEqual([]);
  },
);

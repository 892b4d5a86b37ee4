import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDesign } from '../../../dsl/passes/check/checkDesign.ts';
import { expectGolden } from '../goldenFile.ts';
import { type Emitted, emitFiles, emitTexts, findings, linters, missingSimulator } from '../language/tools.ts';
import { Domains } from './domains.ts';
import { clockTrace, differencesInSimulators } from './trace.ts';

/**
 * Every kind of clock domain comes out as the file beside this says, is clean in every tool, and does the same in all
 * simulators under random clocks, resets and enables. UPDATE_GOLDEN=1 writes the file anew.
 */

const tools = await linters();
const missing = await missingSimulator();
const bindings = [{ W: 4 }, { W: 2 }, { W: 33 }];

let folder = '';
let emitted: Emitted = { top: '', files: [], text: '' };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-domains-'));
  emitted = await emitFiles(folder, Domains);
});
afterAll(() => rm(folder, { recursive: true }));

it('comes out as expected', async () => {
  const file = join(import.meta.dirname, 'domains.v');
  const text = (await emitTexts(Domains)).map(own => own.text).join('\n');
  expectGolden(file, text);
});

it('has nothing wrong in it', () => {
  for (const { diagnostics } of checkDesign(Domains.elaborate(), bindings).values())
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
});

it.for(tools)('is clean in $name', async (linter, { skip }) => {
  if (linter.absent !== undefined) return skip(linter.absent);
  expect(await findings(linter, emitted, bindings)).toEqual([]);
});

const inputs = ['plain', 'board', 'gated', 'falling', 'bare'];

it.for(bindings)('does the same in every simulator, %o', async (parameters, { skip }) => {
  if (missing !== undefined) return skip(missing);
  const settling = 6;
  for (const seed of [1, 2, 3]) {
    const trace = clockTrace(Domains, parameters, {
      seed,
      instants: 400,
      settling,
      // Both words, and every register without a reset, are given a value.
      settle: instant =>
        Object.fromEntries(
          inputs.flatMap(name => [
            [`in_${name}_load`, 1n],
            [`in_${name}_index`, BigInt(instant % 2)],
          ]),
        ),
    });
    const source = { files: emitted.files, top: emitted.top, parameters };
    expect(await differencesInSimulators(source, trace, 2 * settling)).toEqual([]);
  }
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyModule } from '../../../../dsl/index.ts';
import { checkDesign } from '../../../../dsl/passes/check/checkDesign.ts';
import { expectGolden } from '../../goldenFile.ts';
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
import { Channels, Links } from './channels.ts';
import { selectionOutputs, sequencerOutputs, structOutputs } from './models.ts';
import { Selection } from './selection.ts';
import { Sequencer } from './sequencer.ts';
import { Structs } from './structs.ts';

/**
 * What the language offers beyond numbers: every module comes out as the file beside it says, is clean in every tool,
 * and does the same in all simulators. To write the files anew, after a change of the text on purpose:
 * UPDATE_GOLDEN=1 npx vitest run testbench/regressions/language/breadth
 */

interface Subject {
  readonly module: AnyModule;
  /** The defaults, the smallest sizes, and others. */
  readonly bindings: readonly Numbers[];
  /** What comes out; streams are run in a test of their own. */
  readonly model?: (parameters: Numbers, inputs: readonly Row[]) => Row[];
}

const subjects: Readonly<Record<string, Subject>> = {
  structs: {
    module: Structs,
    bindings: [
      { N: 3, W: 4 },
      { N: 1, W: 1 },
      { N: 4, W: 33 },
    ],
    model: structOutputs,
  },
  sequencer: { module: Sequencer, bindings: [{ W: 8 }, { W: 4 }, { W: 35 }], model: sequencerOutputs },
  selection: {
    module: Selection,
    bindings: [
      { N: 5, W: 4, STAGES: 2 },
      { N: 1, W: 3, STAGES: 0 },
      { N: 8, W: 9, STAGES: 1 },
    ],
    model: selectionOutputs,
  },
  channels: {
    module: Channels,
    bindings: [
      { W: 8, DEPTH: 3 },
      { W: 2, DEPTH: 1 },
      { W: 40, DEPTH: 4 },
    ],
  },
  links: { module: Links, bindings: [{ W: 8 }, { W: 2 }, { W: 35 }] },
};

let folder = '';
const emitted = new Map<string, Emitted>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-breadth-'));
  for (const [name, { module }] of Object.entries(subjects)) emitted.set(name, await emitFiles(folder, module));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const tools = await linters();
const missing = await missingSimulator();

const emittedOf = (name: string): Emitted => emitted.get(name) ?? { top: name, files: [], text: '' };

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

  it.for(model === undefined ? [] : bindings)('computes what it says, %o', async (parameters, { skip }) => {
    if (missing !== undefined) return skip(missing);
    if (model === undefined) return;
    const inputs = withReset(randomRows(inputWidths(module, parameters), 300, 31), 32);
    const legal = inputs.map(row => legalInputs(parameters, row));
    // Before the first edge no reset has been seen.
    const expected = model(parameters, legal).map((outputs, cycle) => (cycle === 0 ? {} : outputs));
    expect(differences(await simulate(emittedOf(name), parameters, legal), expected)).toEqual([]);
  });
});

/** Codes that an enumeration has, and indices that a vec has. */
function legalInputs({ N = 1 }: Numbers, row: Row): Row {
  const pick = (key: string, values: readonly bigint[]): Row => {
    const value = row[key];
    return value === undefined ? {} : { [key]: values[Number(value) % values.length] ?? 0n };
  };
  return {
    ...row,
    ...pick(
      'index',
      Array.from({ length: N }, (_, index) => BigInt(index)),
    ),
    ...pick('operation', [1n, 2n, 4n, 6n]),
    ...pick('level', [1n, 2n, 4n]),
  };
}

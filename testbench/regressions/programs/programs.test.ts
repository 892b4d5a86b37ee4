import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyModule } from '../../../dsl/index.ts';
import { checkDesign } from '../../../dsl/passes/check/checkDesign.ts';
import { clockTrace, differencesInSimulators } from '../clocks/trace.ts';
import { type Emitted, emitFiles, findings, linters, missingSimulator, type Numbers } from '../language/tools.ts';
import { Pads, SharedMemory, Squares } from './boxes.ts';
import {
  CountAcross,
  DataPath,
  Debounced,
  Divided,
  SerialPins,
  SettingsAcross,
  SharedReset,
  TwoWays,
} from './clocks.ts';
import {
  ByteEnables,
  Coefficients,
  EntryTable,
  PortModes,
  RegisterFile,
  Tables,
  TwoClockMemory,
  TwoPorts,
} from './memories.ts';

/** What an engineer writes every day, each at its defaults and at other sizes. */
const programs: readonly (readonly [AnyModule, ...Numbers[]])[] = [
  [ByteEnables, {}, { BYTES: 1, DEPTH: 4 }],
  [PortModes, {}],
  [Tables, {}],
  [Coefficients, {}, { DEPTH: 4 }],
  [RegisterFile, {}, { W: 1 }],
  [TwoPorts, {}],
  [TwoClockMemory, {}, { W: 70 }],
  [EntryTable, {}, { DEPTH: 2 }],
  [SharedReset, {}],
  [Divided, {}, { DIV: 2 }],
  [SettingsAcross, {}],
  [CountAcross, {}],
  [DataPath, {}],
  [SerialPins, {}],
  [Debounced, {}, { PERIOD: 2 }],
  [TwoWays, {}],
  [Pads, {}, { N: 1 }],
  [Squares, {}, { W: 1 }],
  [SharedMemory, {}, { WIDTH: 33 }],
];

const tools = await linters();
const missing = await missingSimulator();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-programs-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(programs.map(([program, ...sizes]) => ({ name: program.name, program, sizes })))(
  '$name',
  ({ program, sizes }) => {
    let emitted: Emitted = { top: '', files: [], text: '' };
    beforeAll(async () => {
      emitted = await emitFiles(folder, program);
    });

    it('has nothing wrong in it', () => {
      for (const { diagnostics, warnings } of checkDesign(program.elaborate(), sizes).values())
        expect([...diagnostics, ...warnings].map(({ message }) => message)).toEqual([]);
    });

    it.for(tools)('is clean in $name', async (linter, { skip }) => {
      if (linter.absent !== undefined) return skip(linter.absent);
      expect(await findings(linter, emitted, sizes)).toEqual([]);
    });

    it.for(sizes)('does the same in every simulator, %o', async (parameters, { skip }) => {
      if (missing !== undefined) return skip(missing);
      const settling = 8;
      const trace = clockTrace(program, parameters, {
        seed: 9,
        instants: 300,
        settling,
        settle: () => ({}),
        resets: 0.03,
      });
      const source = { files: emitted.files, top: emitted.top, parameters };
      expect(await differencesInSimulators(source, trace, 2 * settling + 2)).toEqual([]);
    });
  },
);

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AnyModule } from '../../../dsl/index.ts';
import { checkDesign } from '../../../dsl/passes/check/checkDesign.ts';
import {
  type Emitted,
  emitFiles,
  findings,
  linters,
  missingSimulator,
  type Numbers,
  type Row,
} from '../language/tools.ts';
import { clockTrace, differencesInSimulators, type TraceOptions } from './trace.ts';

const tools = await linters();
const missing = await missingSimulator();

export interface EveryTool {
  readonly trace: TraceOptions;
  /** Rows of the trace, two an instant, before which outputs are not compared. */
  readonly from: number;
  /** Whether an output means something beside the others of its row; all do unless given. */
  readonly isMeant?: (name: string, outputs: Row) => boolean;
}

/**
 * Tests of a program, inside a `describe`: nothing is wrong in it, its Verilog is clean in every linter, and at each of
 * its sizes, with random clocks, it does the same in every simulator.
 */
export function testInEveryTool(program: AnyModule, sizes: readonly Numbers[], options: EveryTool): void {
  let folder = '';
  let emitted: Emitted = { top: '', files: [], text: '' };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scoville-program-'));
    emitted = await emitFiles(folder, program);
  });
  afterAll(() => rm(folder, { recursive: true }));

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
    const trace = clockTrace(program, parameters, options.trace);
    const source = { files: emitted.files, top: emitted.top, parameters };
    expect(await differencesInSimulators(source, trace, options.from, options.isMeant)).toEqual([]);
  });
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findVerilator } from '../scripts/verilator/find.ts';
import { showVersion } from '../scripts/verilator/versions.ts';
import { icarusAvailability } from '../testbench/icarus/available.ts';
import { lintIcarus } from '../testbench/lint/icarus.ts';
import { lintVerilog } from '../testbench/lint/verilator.ts';
import { lintYosys } from '../testbench/lint/yosys.ts';
import type { ParameterValues } from '../testbench/verilator/verilogSource.ts';
import { gridTop, writeGrids } from './grids.ts';
import type { Topic, TopicResult } from './topic.ts';

const bindings: readonly ParameterValues[] = [
  {},
  { ROWS: 1, COLS: 1 },
  { ROWS: 16, COLS: 16 },
  { ROWS: 5, COLS: 3, PIPELINE: 2, W_WIDTH: 4 },
];

interface Size {
  readonly lines: number;
  readonly bytes: number;
  readonly parameters: number;
  /** Findings at all bindings together; undefined where the tool is not there. */
  readonly verilator: number;
  readonly icarus: number | undefined;
  readonly yosys: number;
}

async function sizeOf(file: string, hasIcarus: boolean): Promise<Size> {
  const text = await readFile(file, 'utf8');
  const findings = async (
    lint: (source: { files: string[]; top: string; parameters: ParameterValues }) => Promise<string[]>,
  ) => {
    let count = 0;
    for (const parameters of bindings) count += (await lint({ files: [file], top: gridTop, parameters })).length;
    return count;
  };
  return {
    lines: text.split('\n').length - 1,
    bytes: Buffer.byteLength(text),
    parameters: [...text.matchAll(/\bparameter\b/g)].length,
    verilator: await findings(source => lintVerilog(source)),
    icarus: hasIcarus ? await findings(lintIcarus) : undefined,
    yosys: await findings(source => lintYosys(source)),
  };
}

async function run(progress: (state: string) => void): Promise<TopicResult> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-bench-'));
  try {
    const grids = await writeGrids(folder);
    const version = showVersion((await findVerilator()).version);
    const { available } = await icarusAvailability();
    progress('size: the emitted grid');
    const emitted = await sizeOf(grids.emitted, available);
    progress('size: the grid written by hand');
    const byHand = await sizeOf(grids.byHand, available);
    const row = (name: string, { lines, bytes, parameters, verilator, icarus, yosys }: Size) => [
      name,
      lines,
      bytes,
      parameters,
      verilator,
      icarus ?? 'no Icarus here',
      yosys,
    ];
    return {
      tables: [
        {
          title: 'Size and lint of the grid, one file for every size',
          headings: ['', 'lines', 'bytes', 'parameters', `Verilator ${version} -Wall`, 'Icarus -Wall', 'Yosys'],
          rows: [row('emitted', emitted), row('by hand', byHand)],
          notes: [`Findings at ${bindings.length} bindings together, sizes of one included; no waivers in the text.`],
        },
      ],
      goals: [
        {
          name: 'lint findings in the emitted grid, all tools',
          measured: emitted.verilator + (emitted.icarus ?? 0) + emitted.yosys,
          limit: 0,
          sense: 'at most',
          unit: '',
        },
      ],
      data: { verilator: version, bindings, emitted, byHand },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const size: Topic = { name: 'size', summary: 'lines, bytes, parameters and lint of the emitted grid', run };

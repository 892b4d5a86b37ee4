import { join } from 'node:path';
import { execa } from 'execa';
import { findVerilator, type Verilator } from '../../scripts/verilator/find.ts';
import { runVectorsInIcarus } from '../icarus/runVectors.ts';
import { lintVerilog } from '../lint/verilator.ts';
import { defaultSignals } from '../streams/ports.ts';
import type { VectorJob, VectorResult } from '../streams/vectors.ts';
import { buildModel, type Model } from '../verilator/model.ts';
import { runVectors } from '../verilator/runVectors.ts';
import type { Bench } from './bench.ts';

/** What runs Verilog, beside the built-in simulator. */
export type Engine = 'Verilator' | 'Icarus' | 'Verilator after Yosys';

/** Yosys refuses the Verilog. */
export class YosysError extends Error {}

export async function runEngine(engine: Engine, bench: Bench, job: VectorJob, folder: string): Promise<VectorResult> {
  if (engine === 'Icarus') {
    const { source, ports } = bench;
    return runVectorsInIcarus(
      { top: source.top, files: source.files, parameters: [], ports, signals: defaultSignals },
      job,
    );
  }
  if (engine === 'Verilator') return runVectors(await lintedModel(bench), job);
  const files = [await synthesise(bench, folder)];
  return runVectors(await buildModel({ files, top: bench.source.top, verilator: await trustedVerilator() }), job);
}

/** The bench in Verilator, with all that `-Wall` says of it: one reading gives both. */
export async function lintedModel({ source }: Bench): Promise<Model> {
  return buildModel({ files: source.files, top: source.top, verilator: await trustedVerilator(), lint: true });
}

/** What `-Wall` says, without building anything. */
export async function lintAlone({ source }: Bench): Promise<readonly string[]> {
  return lintVerilog(source, await trustedVerilator());
}

let verilator: Promise<Verilator> | undefined;

/** The pinned Verilator where there is one: it needs fewer cures than 5.006, which Debian has. */
export function trustedVerilator(): Promise<Verilator> {
  verilator ??= findVerilator({ prefer: 'cache' }).catch(() => findVerilator());
  return verilator;
}

/** What the passes of Yosys make of the bench, down to registers and word-level cells, as Verilog again. */
async function synthesise(bench: Bench, folder: string): Promise<string> {
  const output = join(folder, 'synthesised.v');
  const script = [
    ...bench.source.files.map(file => `read_verilog "${file}"`),
    `hierarchy -check -top ${bench.source.top}`,
    'proc; opt; memory; opt -full; clean',
    `write_verilog -noattr "${output}"`,
  ].join('; ');
  const run = await execa('yosys', ['-q', '-p', script], { reject: false, all: true });
  if (run.exitCode !== 0) throw new YosysError(run.all ?? 'Yosys said nothing');
  return output;
}

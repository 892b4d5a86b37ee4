import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import Handlebars from 'handlebars';
import type { Verilator } from '../../scripts/verilator/find.ts';
import { byteCount } from '../streams/bits.ts';
import type { Port } from '../streams/ports.ts';
import { type Compiler, compile, compileFlags, linkFlags } from './compiler.ts';
import { type ModelPort, readPorts } from './readPorts.ts';
import { harnessTemplate, includeFlags } from './runtime.ts';
import type { VerilogSource } from './verilogSource.ts';
import type { WaveSupport } from './waves.ts';

export interface CompileRequest {
  readonly source: VerilogSource;
  readonly verilator: Verilator;
  readonly compiler: Compiler;
  readonly flags: readonly string[];
  readonly support: WaveSupport;
  /** The folder of runtimeFolder(). */
  readonly runtime: string;
  /** Where `model.so` is written. */
  readonly folder: string;
}

/** Verilator refuses the design. */
export class VerilogError extends Error {
  /** What Verilator said. */
  readonly lines: readonly string[];

  constructor(top: string, lines: readonly string[]) {
    super(`Verilator refuses ${top}:\n${lines.slice(0, 20).join('\n')}`);
    this.name = 'VerilogError';
    this.lines = lines;
  }
}

/** Turns the design into C++ in `folder`. Returns its ports and Verilator's warnings. */
export async function verilate(
  source: VerilogSource,
  verilator: Verilator,
  flags: readonly string[],
  folder: string,
): Promise<{ ports: ModelPort[]; warnings: string[] }> {
  const args = ['--cc', '--prefix', 'Vmodel', '--Mdir', folder, '--top-module', source.top, ...flags];
  args.push(...source.files.map(file => resolve(file)));
  // Run in the empty folder, so that nothing is found by chance: files, `include` and modules come from `files` only.
  const run = await execa(verilator.binary, args, {
    reject: false,
    all: true,
    cwd: folder,
    env: { VERILATOR_ROOT: verilator.root },
  });
  const lines = (run.all ?? '').split('\n').filter(line => line.trim() !== '' && !/^- (V e r|Verilator:)/.test(line));
  if (run.exitCode !== 0) {
    throw new VerilogError(source.top, lines.length > 0 ? lines : [run.shortMessage ?? 'it said nothing']);
  }
  return { ports: readPorts(await readFile(join(folder, 'Vmodel.h'), 'utf8')), warnings: lines };
}

async function renderHarness(top: string, ports: readonly ModelPort[], support: WaveSupport): Promise<string> {
  const template = Handlebars.compile(await readFile(harnessTemplate, 'utf8'), { noEscape: true, strict: true });
  return template({
    top,
    waves: support.header !== undefined,
    traceClass: support.traceClass,
    ports: ports.map(port => ({
      ...port,
      bytes: byteCount(port.width),
      topMask: 2 ** (port.width - 8 * (byteCount(port.width) - 1)) - 1,
    })),
  });
}

/** Makes `model.so` in the request's folder; everything else is removed from it. */
export async function compileModel(request: CompileRequest): Promise<{ ports: Port[]; warnings: string[] }> {
  const { source, verilator, compiler, flags, support, runtime, folder } = request;
  const { ports, warnings } = await verilate(source, verilator, flags, folder);
  await writeFile(join(folder, 'harness.cpp'), await renderHarness(source.top, ports, support));
  // One translation unit: the headers, which cost more than the code, are read once.
  const parts = (await readdir(folder)).filter(name => name.endsWith('.cpp')).sort();
  await writeFile(join(folder, 'all.cc'), parts.map(name => `#include "${name}"\n`).join(''));
  const objects = (await readdir(runtime)).filter(name => name.endsWith('.o')).map(name => join(runtime, name));
  const prelude = ['-include', join(runtime, 'prelude.h')];
  const compileArgs = [
    ...compileFlags(compiler),
    ...support.compileFlags,
    ...includeFlags(verilator, runtime),
    '-I',
    folder,
    ...prelude,
  ];
  await compile(compiler, [...compileArgs, '-c', 'all.cc', '-o', 'all.o'], folder);
  await compile(
    compiler,
    [...linkFlags(compiler), 'all.o', ...objects, ...support.linkFlags, '-o', 'model.so'],
    folder,
  );
  for (const name of await readdir(folder)) if (name !== 'model.so') await rm(join(folder, name), { recursive: true });
  return { ports: ports.map(({ name, direction, width }) => ({ name, direction, width })), warnings };
}

import { dirname, relative, resolve } from 'node:path';
import { execa } from 'execa';
import { findVerilator, type Verilator } from '../../scripts/verilator/find.ts';
import { parameterLiterals, readSources, type VerilogSource } from '../verilator/verilogSource.ts';

/** Old releases cut a path at a space, and complain of what is left: then paths from the first file's folder are used. */
function withoutSpaces(paths: readonly string[]): { folder: string; files: string[] } {
  const files = paths.map(file => resolve(file));
  const folder = files.some(file => /\s/.test(file)) ? dirname(files[0] ?? '.') : process.cwd();
  return { folder, files: folder === process.cwd() ? files : files.map(file => relative(folder, file)) };
}

/**
 * What `verilator --lint-only -Wall` says of a design, line by line; empty when it is clean.
 *
 * @throws UserError when a file cannot be read or no Verilator can be had.
 */
export async function lintVerilog(source: VerilogSource, verilator?: Verilator): Promise<string[]> {
  await readSources(source);
  const tool = verilator ?? (await findVerilator());
  const args = ['--lint-only', '-Wall', ...tool.extraFlags, '--top-module', source.top];
  args.push(...parameterLiterals(source.parameters).map(([name, literal]) => `-G${name}=${literal}`));
  const { folder, files } = withoutSpaces(source.files);
  args.push(...files);
  const env = { VERILATOR_ROOT: tool.root };
  const run = await execa(tool.binary, args, { reject: false, all: true, cwd: folder, env });
  // From 5.030 on a clean run ends in a report of its own size and time.
  const lines = (run.all ?? '').split('\n').filter(line => line.trim() !== '' && !/^- (V e r|Verilator:)/.test(line));
  if (run.exitCode !== 0 && lines.length === 0) lines.push(run.shortMessage ?? 'verilator failed and said nothing');
  return lines;
}

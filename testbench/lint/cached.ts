import { join } from 'node:path';
import { execa } from 'execa';
import { cacheFolder, readCached, sha256, writeCached } from '../../dsl/source/cache.ts';
import { findVerilator, type Verilator } from '../../scripts/verilator/find.ts';
import { showVersion } from '../../scripts/verilator/versions.ts';
import { icarusAvailability } from '../icarus/available.ts';
import { parameterLiterals, readSources, type VerilogSource } from '../verilator/verilogSource.ts';
import { lintIcarus } from './icarus.ts';
import { lintVerilog } from './verilator.ts';
import { hasNativeYosys, lintYosys } from './yosys.ts';

/**
 * Lint whose verdicts are kept: they depend on the text of the files, the top, its parameters and the tool alone. A large
 * array takes a minute, and an unchanged one nothing.
 */
async function remembered(tool: string, source: VerilogSource, lint: () => Promise<string[]>): Promise<string[]> {
  const folder = cacheFolder('lint');
  if (folder === undefined) return lint();
  const sources = await readSources(source);
  const parameters = parameterLiterals(source.parameters).flat();
  const key = sha256(tool, source.top, ...parameters, '--', ...sources.flatMap(({ path, text }) => [path, text]));
  const file = join(folder, `${key}.json`);
  const known = await readCached(file);
  if (Array.isArray(known) && known.every(line => typeof line === 'string')) return known;
  const lines = await lint();
  await writeCached(file, lines);
  return lines;
}

let yosysVersion: Promise<string> | undefined;

async function askYosysVersion(): Promise<string> {
  if (!(await hasNativeYosys())) return '@yowasp/yosys';
  return (await execa('yosys', ['-V'])).stdout;
}

/** `lintVerilog`, remembered for this version of Verilator. */
export async function verilatorFindings(source: VerilogSource, verilator?: Verilator): Promise<string[]> {
  const tool = verilator ?? (await findVerilator());
  return remembered(`verilator ${showVersion(tool.version)} ${tool.extraFlags.join(' ')}`, source, () =>
    lintVerilog(source, tool),
  );
}

/** `lintIcarus`, remembered for this version of Icarus. */
export async function icarusFindings(source: VerilogSource): Promise<string[]> {
  const icarus = await icarusAvailability();
  return remembered(`icarus ${icarus.available ? icarus.version : ''}`, source, () => lintIcarus(source));
}

/** `lintYosys`, remembered for this version of Yosys. */
export async function yosysFindings(source: VerilogSource): Promise<string[]> {
  yosysVersion ??= askYosysVersion();
  return remembered(`yosys ${await yosysVersion}`, source, () => lintYosys(source));
}

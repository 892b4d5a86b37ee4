import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../../scripts/userError.ts';
import { icarusAvailability } from '../icarus/available.ts';
import { parameterLiterals, readSources, type VerilogSource } from '../verilator/verilogSource.ts';

/**
 * What `iverilog -g2005 -Wall` says of a design, line by line; empty when it is clean.
 *
 * @throws UserError when a file cannot be read or Icarus is missing.
 */
export async function lintIcarus(source: VerilogSource): Promise<string[]> {
  await readSources(source);
  const icarus = await icarusAvailability();
  if (!icarus.available) throw new UserError(icarus.reason, icarus.remedy);
  const folder = await mkdtemp(join(tmpdir(), 'scoville-lint-'));
  try {
    // A real file: as root, Icarus would make /dev/null executable and read-only for everybody else.
    const args = ['-g2005', '-Wall', '-s', source.top, '-o', join(folder, 'design.vvp')];
    args.push(...parameterLiterals(source.parameters).map(([name, literal]) => `-P${source.top}.${name}=${literal}`));
    args.push(...source.files.map(file => resolve(file)));
    const run = await execa('iverilog', args, { reject: false, all: true });
    const lines = (run.all ?? '').split('\n').filter(line => line.trim() !== '');
    if (run.exitCode !== 0 && lines.length === 0) lines.push(run.shortMessage ?? 'iverilog failed and said nothing');
    return lines;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { resolve } from 'node:path';
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
  const args = ['-g2005', '-Wall', '-s', source.top, '-o', '/dev/null'];
  args.push(...parameterLiterals(source.parameters).map(([name, literal]) => `-P${source.top}.${name}=${literal}`));
  args.push(...source.files.map(file => resolve(file)));
  const run = await execa('iverilog', args, { reject: false, all: true });
  const lines = (run.all ?? '').split('\n').filter(line => line.trim() !== '');
  if (run.exitCode !== 0 && lines.length === 0) lines.push(run.shortMessage ?? 'iverilog failed and said nothing');
  return lines;
}

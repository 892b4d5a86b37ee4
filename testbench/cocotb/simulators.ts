import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { sha256 } from '../../dsl/source/cache.ts';
import { UserError } from '../../scripts/userError.ts';
import { findVerilator, type Verilator } from '../../scripts/verilator/find.ts';
import { folderOnce } from '../../scripts/verilator/folderOnce.ts';
import { cacheFolder } from '../../scripts/verilator/paths.ts';
import { isOlder, showVersion, type VerilatorVersion } from '../../scripts/verilator/versions.ts';
import { icarusAvailability } from '../icarus/available.ts';

export const simulatorNames = ['icarus', 'verilator'] as const;
export type SimulatorName = (typeof simulatorNames)[number];

/** A simulator that cocotb can run. */
export interface CocotbSimulator {
  readonly name: SimulatorName;
  /** Environment in which cocotb finds it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
}

/** What cocotb 2 needs: functions of the procedural interface that older ones lack. */
const OLDEST_VERILATOR: VerilatorVersion = [5, 36];

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A folder with the `verilator` that cocotb calls: it knows its root. */
function shimFolder({ binary, root }: Verilator): Promise<string> {
  const text = `#!/bin/sh\nVERILATOR_ROOT=${quote(root)} exec ${quote(binary)} "$@"\n`;
  return folderOnce(cacheFolder('cocotb', `verilator-${sha256(text).slice(0, 16)}`), async temporary => {
    const path = join(temporary, 'verilator');
    await writeFile(path, text);
    await chmod(path, 0o755);
  });
}

async function verilator(say: (line: string) => void): Promise<CocotbSimulator> {
  const found = await findVerilator({ say });
  const isUsable = !isOlder(found.version, OLDEST_VERILATOR);
  const chosen = isUsable ? found : await findVerilator({ prefer: 'cache', say });
  const folder = await shimFolder(chosen);
  return {
    name: 'verilator',
    environment: { PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` },
    version: showVersion(chosen.version),
  };
}

/**
 * The simulator that is asked for, or the one that is there: Icarus, which builds in no time, else Verilator, which is
 * fetched where it is not.
 *
 * @throws UserError when the one that is asked for is not there, or none can be had
 */
export async function cocotbSimulator(
  wanted: SimulatorName | undefined,
  say: (line: string) => void,
): Promise<CocotbSimulator> {
  if (wanted === 'verilator') return verilator(say);
  const icarus = await icarusAvailability();
  if (icarus.available) return { name: 'icarus', environment: {}, version: icarus.version };
  if (wanted === 'icarus')
    throw new UserError(icarus.reason, `${icarus.remedy}\nOr take Verilator: --simulator verilator`);
  return verilator(say);
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolder } from '../../dsl/emit/files.ts';
import { sha256 } from '../../dsl/source/cache.ts';
import { UserError } from '../../scripts/userError.ts';

/** Says which files of a bench's folder were generated, with their hashes. */
const RECORD = 'generated.json';

/** What running a bench leaves behind: not ours to keep. */
const leftovers = /^(sim_build|__pycache__|\.pytest_cache|\.ruff_cache|\.mypy_cache|.*\.(fst|vcd|xml))$/;

const isRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every(hash => typeof hash === 'string');

async function readRecord(folder: string): Promise<Record<string, string> | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(folder, RECORD), 'utf8'));
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Files that were changed or added since they were generated. */
async function changedFiles(folder: string, record: Readonly<Record<string, string>>): Promise<string[]> {
  const changed: string[] = [];
  for (const name of await readdir(folder)) {
    if (name === RECORD || leftovers.test(name)) continue;
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text === undefined || record[name] !== sha256(text)) changed.push(name);
  }
  return changed.sort();
}

/**
 * Writes a bench into a folder of its own, whole or not at all.
 *
 * @throws UserError when there is something in the folder that this did not write, or that was changed since
 */
export async function writeBench(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw new UserError(
      `${folder} is not a folder that can be written.`,
      'Give --out a folder, new or written before.',
    );
  });
  const record = await readRecord(folder);
  if (names.length > 0 && record === undefined)
    throw new UserError(`${folder} holds files that \`cocotb\` did not write.`, 'Give --out a new folder.');
  const changed = record === undefined ? [] : await changedFiles(folder, record);
  if (changed.length > 0)
    throw new UserError(
      `${folder} holds files that were changed or added since they were written: ${changed.join(', ')}.`,
      'They would be lost: give --out another folder, or remove this one.',
    );
  const hashes = Object.fromEntries([...files].map(([name, text]) => [name, sha256(text)]));
  await writeFolder(folder, new Map([...files, [RECORD, `${JSON.stringify(hashes, null, 2)}\n`]]));
}

import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** SHA-256 of the parts, in hex; the parts are kept apart, so that moving text from one to the next changes it. */
export function sha256(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/**
 * The folder for cached results of one kind: in `SCOVILLE_CACHE`, else in `.cache` beside the nearest package.json at or
 * above the working folder; `undefined` where there is neither, and then nothing is cached.
 */
export function cacheFolder(kind: string): string | undefined {
  const chosen = process.env.SCOVILLE_CACHE;
  if (chosen !== undefined && chosen !== '') return join(chosen, kind);
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, '.cache', kind);
    if (dirname(folder) === folder) return undefined;
  }
}

/** The JSON value in `file`, or `undefined` where there is none or it cannot be read: a cache never stops a run. */
export async function readCached(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes beside the target and renames, so that no reader sees half a file. A folder that refuses costs only the cache. */
export async function writeCached(file: string, value: unknown): Promise<void> {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, JSON.stringify(value));
    await rename(temporary, file);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

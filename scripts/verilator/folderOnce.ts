import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../userError.ts';

const STALE_MILLISECONDS = 6 * 60 * 60 * 1000;

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Removes what killed builds left beside `target`, once it is too old to belong to a running one. */
async function removeStale(target: string): Promise<void> {
  const folder = dirname(target);
  for (const name of await readdir(folder)) {
    if (!name.includes('.tmp-')) continue;
    const path = join(folder, name);
    const age = await stat(path).then(
      found => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > STALE_MILLISECONDS) await rm(path, { recursive: true, force: true });
  }
}

/**
 * Makes the folder `target`, unless it exists, from what `fill` writes into a temporary folder beside it, which is renamed
 * when whole: `target` is complete or absent, however a process ends. When two processes make it at once the first to
 * finish wins and the other's work is dropped, so `fill` must give the same content each time.
 */
export async function folderOnce(target: string, fill: (temporary: string) => Promise<void>): Promise<string> {
  if (existsSync(target)) return target;
  let temporary: string;
  try {
    await mkdir(dirname(target), { recursive: true });
    temporary = await mkdtemp(join(dirname(target), `${basename(target)}.tmp-`));
  } catch (error) {
    throw new UserError(
      `Cannot write to the cache ${dirname(target)} (${errorCode(error)}).`,
      'Set SCOVILLE_CACHE to a folder that you can write to.',
    );
  }
  try {
    await removeStale(target);
    await fill(temporary);
    // mkdtemp makes it private; a cache may be shared.
    await chmod(temporary, 0o777 & ~process.umask());
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    const lostTheRace = ['ENOTEMPTY', 'EEXIST'].includes(errorCode(error)) && existsSync(target);
    if (!lostTheRace) throw error;
  }
  return target;
}

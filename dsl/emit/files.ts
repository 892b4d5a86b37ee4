import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The files of a folder by their names; undefined where there is no such folder. */
export async function readFolder(folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const names = await readdir(folder);
    return new Map(
      await Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'utf8')] as const)),
    );
  } catch {
    return undefined;
  }
}

function isSame(left: ReadonlyMap<string, string> | undefined, right: ReadonlyMap<string, string>): boolean {
  return left !== undefined && left.size === right.size && [...right].every(([name, text]) => left.get(name) === text);
}

/**
 * Makes a folder hold exactly `files`: all of them are written beside it, then it is put in place in one step. A folder
 * that holds them already stays as it is.
 *
 * @returns whether anything changed
 */
export async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<boolean> {
  if (isSame(await readFolder(folder), files)) return false;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  const temporary = await mkdtemp(join(parent, `.${basename(folder)}-`));
  const replaced = `${temporary}-replaced`;
  try {
    await Promise.all([...files].map(([name, text]) => writeFile(join(temporary, name), text)));
    // mkdtemp makes it private; the Verilog is for others to read.
    await chmod(temporary, 0o777 & ~process.umask());
    await rename(folder, replaced).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(replaced, { recursive: true, force: true });
  }
  return true;
}

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../scripts/userError.ts';

/**
 * A file's bytes, in a buffer of their own.
 *
 * @throws UserError naming the file and the reason
 */
export function readInputFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileError(error, `cannot read ${path}`);
  }
}

/**
 * Writes a file whole or not at all: into a temporary file beside it, which then takes its name.
 *
 * @throws UserError naming the file and the reason; nothing is left behind
 */
export function writeFileAtomically(path: string, bytes: Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw fileError(error, `cannot write ${path}`);
  }
}

const REASONS: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOENT: ['there is no such file or folder', 'Check the path.'],
  ENOTDIR: ['a part of the path is not a folder', 'Check the path.'],
  EISDIR: ['it is a folder', 'Give the path of a file.'],
  EACCES: ['permission is denied', 'Check the permissions of the file and its folder.'],
  EPERM: ['the operation is not permitted', 'Check the permissions of the file and its folder.'],
  EROFS: ['the file system is read-only', 'Choose another folder.'],
  ENOSPC: ['the disk is full', 'Make room, or choose another folder.'],
};

function fileError(error: unknown, what: string): UserError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [reason, remedy] = REASONS[code] ?? [error instanceof Error ? error.message : String(error), ''];
  return new UserError(`${what}: ${reason}.`, remedy);
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Reference data from outside the project (docs/reference-data.md), beside the project's root where it is at hand. */
const ROOT = resolve(import.meta.dirname, '../../../shared/data');

export interface SharedData {
  readonly path: string;
  readonly absent: boolean;
  /** Why a test that needs it is skipped. */
  readonly reason: string;
}

/** A file or folder of the reference data, for `skip(data.absent, data.reason)` in a test. */
export function sharedData(...parts: readonly string[]): SharedData {
  const path = join(ROOT, ...parts);
  return {
    path,
    absent: !existsSync(path),
    reason: `../shared/data/${parts.join('/')} is not there (docs/reference-data.md)`,
  };
}

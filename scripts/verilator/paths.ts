import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The folder of everything that can be made again: `$SCOVILLE_CACHE`, or `.cache` in the project. */
export function cacheFolder(...below: string[]): string {
  const chosen = process.env.SCOVILLE_CACHE;
  const base = chosen === undefined || chosen === '' ? resolve(projectRoot, '.cache') : resolve(chosen);
  return resolve(base, ...below);
}

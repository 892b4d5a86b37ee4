import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** `.cache` of this checkout; of the project that has installed Scoville, where it is a package there. */
function usualCache(): string {
  const parts = projectRoot.split(sep);
  const installed = parts.lastIndexOf('node_modules');
  return resolve(installed < 0 ? projectRoot : parts.slice(0, installed).join(sep), '.cache');
}

/** The folder of everything that can be made again: `$SCOVILLE_CACHE`, or `.cache` in the project. */
export function cacheFolder(...below: string[]): string {
  const chosen = process.env.SCOVILLE_CACHE;
  const base = chosen === undefined || chosen === '' ? usualCache() : resolve(chosen);
  return resolve(base, ...below);
}

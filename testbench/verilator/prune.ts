import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Fuzzing makes models by the thousand: so many are kept, each of a few hundred kilobytes. */
const MOST_MODELS = 1000;

/** Not even then are models removed that were used within this time: another process may be about to load one. */
const IN_USE_MILLISECONDS = 60 * 60 * 1000;

/** Removes the models that were not used for longest, once there are too many. */
export async function pruneModels(folder: string, most = MOST_MODELS, inUse = IN_USE_MILLISECONDS): Promise<void> {
  const names = (await readdir(folder)).filter(name => !name.includes('.tmp-'));
  if (names.length <= most) return;
  const now = Date.now();
  const ages = await Promise.all(
    names.map(async name => {
      const found = await stat(join(folder, name)).catch(() => undefined);
      return { name, age: found === undefined ? 0 : now - found.mtimeMs };
    }),
  );
  ages.sort((a, b) => a.age - b.age);
  // A quarter more than necessary, so that not every build has to.
  for (const { name, age } of ages.slice(Math.floor(most * 0.75))) {
    if (age >= inUse) await rm(join(folder, name), { recursive: true, force: true });
  }
}

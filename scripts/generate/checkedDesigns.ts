import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../dsl/diagnostics/diagnostic.ts';
import { fingerprint } from '../../dsl/ir/fingerprint.ts';
import type { HwModule } from '../../dsl/ir/hwModule.ts';
import { cacheFolder, readCached, sha256, writeCached } from '../../dsl/source/cache.ts';

const languageFolder = fileURLToPath(new URL('../../dsl/', import.meta.url));

/** The texts of the language (read synchronously, which costs a fifth of the time): what the checks find depends on nothing else but the modules. */
function languageSources(): readonly string[] {
  const names = readdirSync(languageFolder, { recursive: true, encoding: 'utf8' });
  const sources = names.filter(name => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name)).sort();
  return sources.flatMap(name => [name, readFileSync(join(languageFolder, name), 'utf8')]);
}

/** Where it is noted that the checks found nothing in these modules; `undefined` where nothing can be noted. */
function noteOf(tops: readonly HwModule[]): string | undefined {
  const folder = cacheFolder('checked');
  const modules = folder === undefined ? undefined : fingerprint(tops);
  if (folder === undefined || modules === undefined) return undefined;
  return join(folder, `${sha256(modules, ...languageSources())}.json`);
}

/**
 * What the checks find in several designs, errors and warnings. Where nothing was found before in modules that are the same down to their
 * places in the source, by checks that are the same, they are not repeated.
 */
export async function checkedDesigns(tops: readonly HwModule[]): Promise<readonly Diagnostic[]> {
  const note = noteOf(tops);
  if (note !== undefined && (await readCached(note)) === 'clean') return [];
  // Not loaded where they are not needed: a third of the language is for the checks alone.
  const { checkDesigns } = await import('../../dsl/passes/check/checkDesign.ts');
  const used = tops.map(top => ({ top, configurations: [] }));
  const diagnostics = [...checkDesigns(used).values()].flatMap(report => [...report.diagnostics, ...report.warnings]);
  if (note !== undefined && diagnostics.length === 0) await writeCached(note, 'clean');
  return diagnostics;
}

import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { projectRoot } from './verilator/paths.ts';

/** `from '...'`, `import '...'` and `import('...')` of a relative path; comments may match too, which harms nothing. */
const relativeImport = /(?:\bfrom|\bimport)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]*)\1/g;

/** The language itself describes no hardware of a user. */
const language = join(projectRoot, 'dsl') + sep;

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined))?.isFile() ?? false;

/** The TypeScript file that an import names: as it is, without its ending, or with that of what it is compiled to. */
async function resolved(importer: string, specifier: string): Promise<string | undefined> {
  const path = resolve(dirname(importer), specifier);
  const candidates = [path, path.replace(/\.([cm]?)js$/, '.$1ts'), `${path}.ts`, join(path, 'index.ts')];
  for (const candidate of candidates) if (/\.[cm]?tsx?$/.test(candidate) && (await isFile(candidate))) return candidate;
  return undefined;
}

/**
 * A TypeScript file and all that it imports by relative paths, directly or through others; neither packages nor the
 * language.
 */
export async function importedSources(file: string): Promise<string[]> {
  const found = new Set<string>();
  const open = [resolve(file)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next) || next.startsWith(language)) continue;
    found.add(next);
    const text = await readFile(next, 'utf8');
    for (const [, , specifier = ''] of text.matchAll(relativeImport)) {
      const imported = await resolved(next, specifier);
      if (imported !== undefined) open.push(imported);
    }
  }
  return [...found].sort();
}

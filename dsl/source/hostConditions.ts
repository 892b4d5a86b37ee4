import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { cacheFolder, readCached, sha256, writeCached } from './cache.ts';
import type { HostCondition } from './findHostConditions.ts';
import { isStoredConditions, type StoredConditions } from './storedConditions.ts';

/** Part of the cache's key: raised whenever the same source is to give other findings. */
const FORMAT = '1';

export interface HostConditionOptions {
  /** The tsconfig.json to read; otherwise the nearest one at or above the first file, or none. */
  readonly tsconfig?: string | undefined;
  /** Hears, before types are loaded and before each file, how many of the files that changed are done. */
  readonly progress?: (done: number, changed: number) => void;
}

const kindWords = { hardware: 'hardware value', symbolic: 'parameter expression' } as const;

/** The diagnostic of one condition. */
export function hostConditionDiagnostic(condition: HostCondition): Diagnostic {
  const { location, expression, consequence, suggestion, kind } = condition;
  return diagnostic('host-condition', { expression, kind: kindWords[kind], consequence, suggestion }, [
    { location, message: 'decided once, by JavaScript, while the module is described' },
  ]);
}

function nearestConfig(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const candidate = join(folder, 'tsconfig.json');
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Read synchronously: a hundred small files cost a fifth of the time that way. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** What, besides the sources, the findings depend on: this format, the compiler, the configuration. */
function environmentOf(tsconfig: string | undefined): string {
  const compiler = fileURLToPath(new URL('../package.json', import.meta.resolve('ts-morph')));
  const configuration = tsconfig === undefined ? '' : contentOf(tsconfig);
  return sha256(FORMAT, contentOf(compiler) ?? '', tsconfig ?? '', configuration ?? '');
}

/** The findings stored for `file`, if every file that they depend on is as it was. */
async function replay(
  entry: string,
  environment: string,
  hashOf: (file: string) => string | undefined,
): Promise<readonly HostCondition[] | undefined> {
  const stored = await readCached(entry);
  if (!isStoredConditions(stored) || stored.environment !== environment) return undefined;
  const isSame = Object.entries(stored.dependencies).every(([file, hash]) => hashOf(file) === hash);
  return isSame ? stored.conditions : undefined;
}

/**
 * Host conditions on hardware values in `files` (`if (io.en)`, `a && b`, `en ? x : y`, ...), as diagnostics sorted by
 * file and place. Files that have not changed, nor anything they import, are answered from the cache.
 *
 * @throws ConfigurationError when the tsconfig.json cannot be read, Error when one of the files cannot
 */
export async function checkHostConditions(
  files: Iterable<string>,
  options: HostConditionOptions = {},
): Promise<Diagnostic[]> {
  const names = [...new Set([...files].map(file => resolve(file)))].sort();
  const [first] = names;
  if (first === undefined) return [];
  const tsconfig = options.tsconfig === undefined ? nearestConfig(first) : resolve(options.tsconfig);
  const environment = environmentOf(tsconfig);
  const folder = cacheFolder('host-conditions');
  const entryOf = (file: string): string | undefined => folder && join(folder, `${sha256(file)}.json`);

  const hashes = new Map<string, string | undefined>();
  const hashOf = (file: string): string | undefined => {
    if (hashes.has(file)) return hashes.get(file);
    const content = contentOf(file);
    const hash = content === undefined ? undefined : sha256(content);
    hashes.set(file, hash);
    return hash;
  };

  const found = new Map<string, readonly HostCondition[]>();
  for (const file of names) {
    const entry = entryOf(file);
    const conditions = entry === undefined ? undefined : await replay(entry, environment, hashOf);
    if (conditions !== undefined) found.set(file, conditions);
  }

  const changed = names.filter(file => !found.has(file));
  if (changed.length > 0) {
    options.progress?.(0, changed.length);
    const { TypedSources } = await import('./typedSources.ts');
    const sources = TypedSources.ofFiles(changed, tsconfig);
    for (const [done, file] of changed.entries()) {
      options.progress?.(done, changed.length);
      const conditions = sources.hostConditions(file);
      found.set(file, conditions);
      const entry = entryOf(file);
      const dependencies = sources.dependencies(file);
      if (entry === undefined || dependencies === undefined) continue;
      const hashed: Record<string, string> = {};
      for (const dependency of dependencies) hashed[dependency] = sha256(sources.text(dependency));
      await writeCached(entry, { environment, dependencies: hashed, conditions } satisfies StoredConditions);
    }
  }
  return names.flatMap(file => (found.get(file) ?? []).map(hostConditionDiagnostic));
}

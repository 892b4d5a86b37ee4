import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { SourceLocation } from '../diagnostics/diagnostic.ts';
import { cacheFolder, readCached, sha256, writeCached } from './cache.ts';
import { type FileCalls, isFileCalls, type SourceCall } from './callSite.ts';

/** Part of the cache's key: raised whenever the same source is to give another index. */
const FORMAT = '5';

/** Names and comments of the calls in a set of files. A file that it does not know has nothing to tell. */
export class SourceIndex {
  readonly #files: ReadonlyMap<string, FileCalls>;
  /** By places that were asked for: of one place all calls have one object. */
  readonly #known = new Map<SourceLocation, SourceCall | undefined>();

  constructor(files: ReadonlyMap<string, FileCalls>) {
    this.#files = files;
  }

  /** What the source says about the call at `location`; `undefined` where nothing is known. */
  lookup(location: SourceLocation | undefined): SourceCall | undefined {
    if (location === undefined) return undefined;
    const known = this.#known.get(location);
    if (known !== undefined || this.#known.has(location)) return known;
    const call = this.#files.get(location.file)?.[`${location.line}:${location.column}`];
    this.#known.set(location, call);
    return call;
  }
}

/** Indexes of this process by their key, so that a file read by many tests is parsed once. */
const known = new Map<string, FileCalls>();

async function parse(text: string, fileName: string): Promise<FileCalls> {
  const { parseCalls } = await import('./parseCalls.ts');
  return parseCalls(text, fileName);
}

async function indexFile(fileName: string, folder: string | undefined): Promise<FileCalls> {
  const text = await readFile(fileName, 'utf8').catch(() => undefined);
  if (text === undefined) return {};
  const key = sha256(FORMAT, extname(fileName), text);
  const inMemory = known.get(key);
  if (inMemory !== undefined) return inMemory;
  const cached = folder === undefined ? undefined : join(folder, `${key}.json`);
  const stored = cached === undefined ? undefined : await readCached(cached);
  const calls = isFileCalls(stored) ? stored : await parse(text, fileName);
  if (cached !== undefined && calls !== stored) await writeCached(cached, calls);
  known.set(key, calls);
  return calls;
}

/**
 * Names and comments of every call in `files`, for after a synchronous elaboration that has captured where its calls
 * stand. A file that cannot be read has an empty index. Unchanged files come from the cache, without loading ts-morph.
 */
export async function loadSourceIndex(files: Iterable<string>): Promise<SourceIndex> {
  const folder = cacheFolder('source');
  const names = [...new Set(files)];
  return new SourceIndex(
    new Map(await Promise.all(names.map(async name => [name, await indexFile(name, folder)] as const))),
  );
}

/** The index of one text that need not be a file. */
export async function indexSource(text: string, fileName: string): Promise<SourceIndex> {
  return new SourceIndex(new Map([[fileName, await parse(text, fileName)]]));
}

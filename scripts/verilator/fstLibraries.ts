import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../userError.ts';
import type { Verilator } from './find.ts';
import { folderOnce } from './folderOnce.ts';
import { type Installable, installCommand } from './installCommand.ts';
import { cacheFolder } from './paths.ts';

/** Options of the C++ compiler for what Verilator's FST writer needs. */
export interface FstLibraries {
  readonly compileFlags: readonly string[];
  readonly linkFlags: readonly string[];
}

interface Library {
  readonly name: Installable;
  readonly header: string;
  /** Debian's package of the header; the library itself is part of every Debian and Ubuntu. */
  readonly debianPackage: string;
  /** For the linker where the development package is installed, and where only the library is. */
  readonly installed: string;
  readonly runtimeOnly: string;
}

const zlib: Library = {
  name: 'zlib',
  header: 'zlib.h',
  debianPackage: 'zlib1g-dev',
  installed: '-lz',
  runtimeOnly: '-l:libz.so.1',
};

const lz4: Library = {
  name: 'lz4',
  header: 'lz4.h',
  debianPackage: 'liblz4-dev',
  installed: '-llz4',
  runtimeOnly: '-l:liblz4.so.1',
};

/** Old releases carry a copy of lz4. */
const needed = ({ root }: Verilator): readonly Library[] =>
  existsSync(join(root, 'include', 'gtkwave', 'lz4.c')) ? [zlib] : [lz4, zlib];

/** Whether a program that includes the header compiles and links with these options. */
async function works(compiler: string, { header }: Library, flags: readonly string[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-probe-'));
  try {
    const source = join(folder, 'probe.cpp');
    await writeFile(source, `#include <${header}>\nint main() { return 0; }\n`);
    const run = await execa(compiler, [source, ...flags, '-o', join(folder, 'probe')], { reject: false });
    return run.exitCode === 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Unpacks a Debian package, which apt checks, into the cache; no root is needed. Undefined where apt cannot. */
async function unpackDebianPackage({ debianPackage }: Library): Promise<string | undefined> {
  const target = cacheFolder('headers', debianPackage);
  try {
    return await folderOnce(target, async temporary => {
      await execa('apt-get', ['download', debianPackage], { cwd: temporary });
      const archive = (await readdir(temporary)).find(name => name.endsWith('.deb'));
      await execa('dpkg', ['-x', join(temporary, archive ?? ''), temporary]);
      await rm(join(temporary, archive ?? ''));
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    return undefined;
  }
}

async function optionsFor(library: Library, compiler: string): Promise<FstLibraries> {
  if (await works(compiler, library, [library.installed])) {
    return { compileFlags: [], linkFlags: [library.installed] };
  }
  const unpacked = process.platform === 'linux' ? await unpackDebianPackage(library) : undefined;
  if (unpacked !== undefined) {
    const include = join(unpacked, 'usr', 'include');
    const below = (await readdir(include, { withFileTypes: true })).filter(entry => entry.isDirectory());
    const compileFlags = [include, ...below.map(({ name }) => join(include, name))].flatMap(path => ['-I', path]);
    if (await works(compiler, library, [...compileFlags, library.runtimeOnly])) {
      return { compileFlags, linkFlags: [library.runtimeOnly] };
    }
  }
  throw new UserError(
    `FST waveforms need ${library.header} and its library, which are not installed.`,
    `Install them: ${installCommand(library.name)}\nor write a VCD waveform, which needs nothing.`,
  );
}

const remembered = new Map<string, Promise<FstLibraries>>();

async function find(verilator: Verilator, compiler: string): Promise<FstLibraries> {
  const found = await Promise.all(needed(verilator).map(library => optionsFor(library, compiler)));
  return {
    compileFlags: found.flatMap(({ compileFlags }) => compileFlags),
    linkFlags: found.flatMap(({ linkFlags }) => linkFlags),
  };
}

/**
 * What a model that writes FST is compiled and linked with. On Debian and Ubuntu missing headers are fetched into the
 * cache. Looked for once per process.
 *
 * @throws UserError when a library is missing and cannot be had.
 */
export function fstLibraries(verilator: Verilator, compiler: string): Promise<FstLibraries> {
  const key = JSON.stringify([verilator.root, compiler, cacheFolder()]);
  const search = remembered.get(key) ?? find(verilator, compiler);
  remembered.set(key, search);
  search.catch(() => remembered.delete(key));
  return search;
}

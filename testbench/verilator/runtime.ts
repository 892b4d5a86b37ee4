import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Verilator } from '../../scripts/verilator/find.ts';
import { folderOnce } from '../../scripts/verilator/folderOnce.ts';
import { cacheFolder } from '../../scripts/verilator/paths.ts';
import { type Compiler, compile, compileFlags } from './compiler.ts';
import { limitConcurrency } from './limit.ts';
import type { WaveSupport } from './waves.ts';

const nativeFolder = fileURLToPath(new URL('native/', import.meta.url));
export const harnessTemplate = fileURLToPath(new URL('templates/harness.cpp.hbs', import.meta.url));

let knownHash: Promise<string> | undefined;

async function hashNative(): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(nativeFolder)).sort();
  for (const name of names) hash.update(await readFile(join(nativeFolder, name))).update('\0');
  return hash.digest('hex');
}

/** Hash of the driver's sources. */
export function nativeHash(): Promise<string> {
  knownHash ??= hashNative();
  return knownHash;
}

const building = new Map<string, Promise<string>>();

/**
 * The folder of what every model links with, made once per Verilator, compiler and kind of waveform: `prelude.h` (to be
 * included before anything else, precompiled), and the objects of Verilator's runtime and of the driver.
 */
export async function runtimeFolder(verilator: Verilator, compiler: Compiler, support: WaveSupport): Promise<string> {
  const key = createHash('sha256')
    .update(
      JSON.stringify([verilator.version, verilator.root, compiler, compileFlags(compiler), support, process.arch]),
    )
    .update(await nativeHash())
    .digest('hex')
    .slice(0, 32);
  const target = cacheFolder('runtime', key);
  const running =
    building.get(target) ?? folderOnce(target, temporary => buildRuntime(verilator, compiler, support, temporary));
  building.set(target, running);
  return running.finally(() => building.delete(target));
}

/** What every file is compiled with. */
export const includeFlags = (verilator: Verilator, runtime: string): readonly string[] => [
  '-I',
  runtime,
  '-I',
  join(verilator.root, 'include'),
  '-I',
  join(verilator.root, 'include', 'vltstd'),
  '-DVM_COVERAGE=0',
  '-DVM_SC=0',
];

async function buildRuntime(
  verilator: Verilator,
  compiler: Compiler,
  support: WaveSupport,
  folder: string,
): Promise<void> {
  for (const name of await readdir(nativeFolder)) await copyFile(join(nativeFolder, name), join(folder, name));
  const headers = ['hooks.h', 'verilated.h', ...(support.header === undefined ? [] : [support.header])];
  await writeFile(join(folder, 'prelude.h'), headers.map(header => `#include "${header}"\n`).join(''));
  const flags = [...compileFlags(compiler), ...support.compileFlags, ...includeFlags(verilator, folder)];
  const prelude = join(folder, 'prelude.h');
  await compile(compiler, [...flags, '-x', 'c++-header', prelude, '-o', `${prelude}.gch`], folder);
  const own = ['driver.cpp', 'hooks.cpp'].map(name => join(folder, name));
  const verilators = ['verilated.cpp', 'verilated_threads.cpp', ...support.sources].map(name =>
    join(verilator.root, 'include', name),
  );
  const queue = limitConcurrency(2);
  await Promise.all(
    [...verilators, ...own].map((source, index) =>
      queue(() =>
        compile(compiler, [...flags, '-include', prelude, '-c', source, '-o', join(folder, `${index}.o`)], folder),
      ),
    ),
  );
}

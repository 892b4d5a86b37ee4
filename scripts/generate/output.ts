import { mkdir, mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describedModules, designFiles, type EmittedDesign, fileOf } from '../../dsl/emit/design.ts';
import { readFolder, writeFolder } from '../../dsl/emit/files.ts';
import { LIBRARY_FILE, type LibraryManifest, MANIFEST_FORMAT, type ManifestModule } from '../../dsl/emit/manifest.ts';
import { manifestText } from '../../dsl/emit/manifestText.ts';
import { sha256 } from '../../dsl/source/cache.ts';
import { UserError } from '../userError.ts';
import { renderDesignPage } from './page.ts';

/** Folders of generated files by their path from the output folder, each with its files. */
export type Output = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The modules of several designs, each once, and what describes them. Two texts under one name would be a fault of the
 * language.
 */
function libraryFiles(designs: readonly EmittedDesign[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const described = new Map<string, ManifestModule>();
  for (const design of designs) {
    for (const emitted of design.library) {
      const { verilog, text } = emitted;
      const name = fileOf(emitted);
      const known = files.get(name);
      if (known !== undefined && known !== text)
        throw new UserError(
          `Two different modules are called ${verilog.name}.`,
          'Give one of them another name: a Verilog library has room for one.',
        );
      files.set(name, text);
    }
    for (const module of describedModules(design, '').library) described.set(module.file, module);
  }
  const names = [...files.keys()].sort();
  const library: LibraryManifest = {
    format: MANIFEST_FORMAT,
    modules: names.flatMap(name => described.get(name) ?? []),
  };
  return new Map([...names.map(name => [name, files.get(name) ?? ''] as const), [LIBRARY_FILE, manifestText(library)]]);
}

async function folderOf(design: EmittedDesign, libraryPath: string): Promise<ReadonlyMap<string, string>> {
  const { files, manifest, modules } = designFiles(design, libraryPath, sha256);
  return new Map([...files, ['README.md', await renderDesignPage(manifest, modules.library)]]);
}

/** `lib/` with every module once, and a folder for every configuration. */
export async function sharedOutput(designs: readonly EmittedDesign[]): Promise<Output> {
  const folders = await Promise.all(
    designs.map(async design => [design.configuration.name, await folderOf(design, '../lib/')] as const),
  );
  return new Map([['lib', libraryFiles(designs)], ...folders]);
}

/** One design with all its modules in one folder. */
export async function standaloneOutput(design: EmittedDesign): Promise<ReadonlyMap<string, string>> {
  return new Map([...libraryFiles([design]), ...(await folderOf(design, ''))]);
}

/** Whether a folder's files are those that would be written now. */
export async function staleFolders(root: string, output: Output): Promise<string[]> {
  const stale: string[] = [];
  for (const [name, files] of output) {
    const found = await readFolder(join(root, name));
    const isSame = found?.size === files.size && [...files].every(([file, text]) => found.get(file) === text);
    if (!isSame) stale.push(name);
  }
  const known = new Set(output.keys());
  const extra = (await readdir(root).catch((): string[] => [])).filter(
    name => !known.has(name) && !name.startsWith('.'),
  );
  return [...stale, ...extra];
}

/** Writes every folder of `output` below `root`. */
export async function writeOutput(root: string, output: Output): Promise<void> {
  for (const [name, files] of output) await writeFolder(join(root, name), files);
}

const notGenerated = (folder: string): UserError =>
  new UserError(
    `${folder} holds files that \`generate\` did not write.`,
    'Give --out a new folder, or one that was generated before.',
  );

/** What is in a folder; nothing where there is none. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw new UserError(
      `${folder} is not a folder that can be written.`,
      'Give --out a folder, new or generated before.',
    );
  });
}

/** Makes the folder in which the one to write will be. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch(({ code }: NodeJS.ErrnoException) => {
    throw new UserError(
      `${folder} cannot be made (${code ?? 'for no stated reason'}).`,
      'Give --out a folder in a place that can be written.',
    );
  });
  const probe = await mkdtemp(join(folder, '.scoville-')).catch(({ code }: NodeJS.ErrnoException) => {
    throw new UserError(
      `${folder} cannot be written (${code ?? 'for no stated reason'}).`,
      'Give --out a folder in a place that can be written.',
    );
  });
  await rmdir(probe);
}

/** Whether designs were written here beside each other: they have their manifests, and beside them only `lib`. */
async function holdsDesigns(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names)
    if (name !== 'lib' && !(await namesIn(join(folder, name)).catch((): string[] => [])).includes('design.json'))
      return false;
  return names.some(name => name !== 'lib');
}

/**
 * Writes designs beside each other, with one library.
 *
 * @throws UserError when the folder holds something that `generate` did not write
 */
export async function writeShared(folder: string, output: Output): Promise<void> {
  await makeFolder(dirname(folder));
  const names = await namesIn(folder);
  if (names.length > 0 && !(await holdsDesigns(folder, names))) throw notGenerated(folder);
  await writeOutput(folder, output);
}

/**
 * Writes a design that stands alone.
 *
 * @throws UserError when the folder holds something that `generate` did not write
 */
export async function writeStandalone(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await makeFolder(dirname(folder));
  const names = await namesIn(folder);
  if (names.length > 0 && !names.includes('design.json')) throw notGenerated(folder);
  await writeFolder(folder, files);
}

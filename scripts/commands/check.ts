import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Diagnostic } from '../../dsl/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../dsl/diagnostics/render.ts';
import { checkHostConditions } from '../../dsl/source/hostConditions.ts';
import { sourceText } from '../../dsl/source/sourceText.ts';
import { jsonOption, writeReport } from '../jsonOption.ts';
import { UserError } from '../userError.ts';

/** What is checked when nothing is named; a project need not have both. */
const usualFolders = ['generators', 'examples'];

const isSource = (name: string): boolean => /\.[cm]?tsx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name);

const isSkipped = (folder: string): boolean => folder === 'node_modules' || folder.startsWith('.');

const kindOf = async (path: string): Promise<'file' | 'folder' | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ? 'folder' : found?.isFile() ? 'file' : undefined;
};

async function sourcesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async entry => {
      const path = join(folder, entry.name);
      const kind = entry.isSymbolicLink() ? await kindOf(path) : entry.isDirectory() ? 'folder' : 'file';
      if (kind === 'folder') return entry.isSymbolicLink() || isSkipped(entry.name) ? [] : sourcesUnder(path);
      return kind === 'file' && isSource(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

/**
 * The TypeScript files that `paths` name: files as they are, folders with all that is in them except declarations,
 * node_modules, hidden folders and links to folders. Without paths, those of generators/ and examples/.
 *
 * @throws UserError for a path that does not exist, a file that is not TypeScript, and where there is nothing at all
 */
export async function generatorFiles(paths: readonly string[] = []): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths.length === 0 ? usualFolders : paths) {
    const kind = await kindOf(path);
    if (kind === undefined) {
      if (paths.length === 0) continue;
      throw new UserError(`There is no file or folder ${path}.`, 'Name files or folders, or none for the usual ones.');
    }
    if (kind === 'file' && !isSource(path))
      throw new UserError(`${path} is not a TypeScript source.`, 'Generators are .ts files; name those, or a folder.');
    const files = kind === 'folder' ? await sourcesUnder(path) : [path];
    if (files.length === 0 && paths.length > 0)
      throw new UserError(`There is no TypeScript source in ${path}.`, 'Name a folder that holds generators.');
    for (const file of files) found.add(resolve(file));
  }
  if (found.size === 0)
    throw new UserError(
      `There is no TypeScript source in ${usualFolders.join(' or ')} here.`,
      'Name the files or folders to check.',
    );
  return [...found].sort();
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Tells on stderr how far a check has come: when it has to look at files anew, then about once a second. */
function progressReporter(total: number): (done: number, changed: number) => void {
  let next = 0;
  return (done, changed) => {
    const now = performance.now();
    if (now < next) return;
    next = now + 1000;
    const unchanged = total === changed ? '' : `, ${total - changed} unchanged`;
    process.stderr.write(`checking ${counted(changed, 'file')}${unchanged} (${done} done) ...\n`);
  };
}

/**
 * Host conditions in `files`, with progress on stderr where files have to be looked at anew.
 *
 * @throws UserError when the TypeScript configuration cannot be read
 */
export async function hostConditionsIn(files: readonly string[], tsconfig?: string): Promise<Diagnostic[]> {
  try {
    return await checkHostConditions(files, { tsconfig, progress: progressReporter(files.length) });
  } catch (error) {
    // The class itself would bring ts-morph, which an unchanged tree does without.
    if (error instanceof Error && error.name === 'ConfigurationError')
      throw new UserError(error.message, 'Mend it, or name another one with --tsconfig.');
    throw error;
  }
}

interface CheckOptions {
  readonly tsconfig?: string;
  readonly json?: true;
}

/** Checks `paths`, prints what was found, and returns the exit code. */
async function check(paths: readonly string[], { tsconfig, json }: CheckOptions): Promise<number> {
  if (tsconfig !== undefined && (await kindOf(tsconfig)) !== 'file')
    throw new UserError(`There is no file ${tsconfig}.`, 'Give --tsconfig the path of a tsconfig.json.');
  const files = await generatorFiles(paths);
  const diagnostics = await hostConditionsIn(files, tsconfig);
  if (json === true) {
    await writeReport(diagnostics);
    return diagnostics.length === 0 ? 0 : 1;
  }
  if (diagnostics.length === 0) {
    const [only = ''] = files;
    const where = files.length === 1 ? relative(process.cwd(), only) : counted(files.length, 'file');
    process.stdout.write(`No host condition on a hardware value in ${where}.\n`);
    return 0;
  }
  const wrong = new Set(diagnostics.map(({ labels }) => labels[0]?.location?.file)).size;
  process.stdout.write(
    `${renderDiagnostics(diagnostics, sourceText())} in ${wrong} of ${counted(files.length, 'file')}\n`,
  );
  return 1;
}

/** `scoville check`: JavaScript conditions on hardware values, which describe less hardware than they seem to. */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('find JavaScript conditions on hardware values in generator files')
    .argument('[paths...]', `files or folders (default: ${usualFolders.join(' and ')})`)
    .option('--tsconfig <file>', 'TypeScript configuration (default: the nearest above the first file)')
    .addOption(jsonOption())
    .action(async (paths: string[], options: CheckOptions) => {
      process.exitCode = await check(paths, options);
    });
}

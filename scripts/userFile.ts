import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Configuration } from '../dsl/configuration.ts';
import { DiagnosticError } from '../dsl/diagnostics/diagnostic.ts';
import type { AnyModule } from '../dsl/module.ts';
import { UserError } from './userError.ts';

/** Whether an argument names a source file rather than a design point, whose names have no dots. */
const isSourcePath = (text: string): boolean => /\.[cm]?[jt]sx?$/.test(text);

/**
 * A name with the ending of a source stands for `--from`: the source, and the names that are left.
 *
 * @throws UserError when there are several sources
 */
export function sourceOf(
  names: readonly string[],
  from: string | undefined,
): { readonly from: string | undefined; readonly names: readonly string[] } {
  const sources = [...(from === undefined ? [] : [from]), ...names.filter(isSourcePath)];
  if (sources.length > 1)
    throw new UserError(
      `One file at a time, not ${sources.join(' and ')}.`,
      'Name one file; what others hold it can import and export again.',
    );
  return { from: sources[0], names: names.filter(name => !isSourcePath(name)) };
}

/** What helps where loading fails with such words. */
const remedies: readonly (readonly [string, string])[] = [
  ['require() ES Module', 'Its package.json needs `"type": "module"`.'],
  ['another copy of Scoville', 'Run the copy that it uses: `npx scoville` in the folder of its project.'],
];

/**
 * What a user's file exports.
 *
 * @param what it could export besides modules, for the remedy
 * @throws UserError when it cannot be loaded, DiagnosticError for what is wrong in its modules
 */
export async function loadUserFile(from: string, what: string): Promise<object> {
  if (!existsSync(from)) throw new UserError(`There is no file ${from}.`, 'Name a file, from the folder you are in.');
  const loaded: unknown = await import(pathToFileURL(resolve(from)).href).catch((error: unknown) => {
    if (error instanceof DiagnosticError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${from} cannot be loaded: ${reason}`,
      remedies.find(([part]) => reason.includes(part))?.[1] ??
        `Name a TypeScript file that exports modules, or \`${what}\`.`,
    );
  });
  return typeof loaded === 'object' && loaded !== null ? loaded : {};
}

const isPoint = (value: unknown): value is Configuration =>
  typeof value === 'object' && value !== null && ['name', 'description', 'module', 'values'].every(key => key in value);

export const isModule = (value: unknown): value is AnyModule =>
  typeof value === 'object' &&
  value !== null &&
  ['name', 'params', 'site', 'elaborate'].every(key => key in value) &&
  'interfaceFor' in value &&
  typeof value.interfaceFor === 'function';

/** A module as a design point of its own, under its name. */
const atDefaults = (module: AnyModule): Configuration => ({
  name: module.name.replaceAll('_', '-'),
  description: `${module.name} with its defaults.`,
  module,
  values: {},
});

/**
 * The design points that a user's file exports as `what`; where it has none, each module that it exports, with its
 * defaults.
 *
 * @throws UserError when the file cannot be loaded or exports neither, DiagnosticError for what is wrong in its modules
 */
export async function pointsOf(from: string, what: 'configurations' | 'proofs'): Promise<readonly Configuration[]> {
  const exported = await loadUserFile(from, what);
  const shape = `an array of { name, description, module, values } as \`${what}\``;
  if (what in exported) {
    const points: unknown = Reflect.get(exported, what);
    if (Array.isArray(points) && points.length > 0 && points.every(isPoint)) return points;
    throw new UserError(`The \`${what}\` of ${from} are none.`, `Export ${shape}.`);
  }
  const modules = [...new Set(Object.values(exported).filter(isModule))];
  if (modules.length === 0)
    throw new UserError(
      `${from} exports neither modules nor \`${what}\`.`,
      `Export what \`module(...)\` gives, or ${shape}.`,
    );
  return modules.map(atDefaults);
}

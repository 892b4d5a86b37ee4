/** The emitted systolic arrays, as far as running matrices through them has to know them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../scripts/userError.ts';
import { projectRoot } from '../../scripts/verilator/paths.ts';
import type { VerilogSource } from '../verilator/verilogSource.ts';

/** Values of the array's parameters (generators/systolic/array.ts says what each is). */
export interface ArrayParameters {
  readonly ROWS: number;
  readonly COLS: number;
  readonly A_WIDTH: number;
  readonly W_WIDTH: number;
  readonly ACC_WIDTH: number;
  readonly PIPELINE: number;
}

export const PARAMETER_NAMES = ['ROWS', 'COLS', 'A_WIDTH', 'W_WIDTH', 'ACC_WIDTH', 'PIPELINE'] as const;

/** One emitted configuration of the array. */
export interface ArrayDesign {
  readonly name: string;
  /** Its Verilog; the top's parameters default to `parameters`. */
  readonly source: VerilogSource;
  readonly parameters: ArrayParameters;
}

/** What `npm run generate` writes. */
export const emittedFolder = join(projectRoot, 'rtl-out');

const GENERATE = 'Write it with `npm run generate`.';

/** The fields of design.json that are read here. */
const manifestSchema = z.object({
  top: z.string(),
  modules: z.array(
    z.object({ name: z.string(), parameters: z.array(z.object({ name: z.string(), default: z.number().int() })) }),
  ),
  configuration: z.object({ name: z.string(), module: z.string() }),
});

type Manifest = z.infer<typeof manifestSchema>;

export const ARRAY_MODULE = 'systolic_array';

function readText(path: string, remedy: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UserError(`cannot read ${path}.`, remedy);
  }
}

/** What is read of a design.json. @throws UserError when it cannot be read. */
export function readManifest(path: string): Manifest {
  const text = readText(path, GENERATE);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is damaged: it is not JSON.`, GENERATE);
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(`${path} is damaged: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`, GENERATE);
}

/** Names of the configurations, of the array unless stated, that are in a folder such as rtl-out/, sorted. */
export function listArrays(folder: string = emittedFolder, modules: readonly string[] = [ARRAY_MODULE]): string[] {
  const entries = ((): string[] => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  })();
  return entries
    .filter(name => {
      try {
        return modules.includes(readManifest(join(folder, name, 'design.json')).configuration.module);
      } catch {
        return false;
      }
    })
    .sort();
}

/** The default of a parameter of the top. @throws UserError when it has none. */
export function defaultOf({ top, modules }: Manifest, parameter: string, manifestPath: string): number {
  const found = modules.find(({ name }) => name === top)?.parameters.find(({ name }) => name === parameter);
  if (found === undefined) throw new UserError(`${manifestPath} is damaged: ${top} has no ${parameter}.`, GENERATE);
  return found.default;
}

/** The paths that a design's files.f lists. @throws UserError when there are none. */
export function listedFiles(folder: string): string[] {
  const listPath = join(folder, 'files.f');
  const files = readText(listPath, GENERATE)
    .split('\n')
    .map(line => line.replace(/(\/\/|#).*/, '').trim())
    .filter(line => line !== '')
    .map(line => resolve(folder, line));
  if (files.length === 0) throw new UserError(`${listPath} lists no file.`, GENERATE);
  return files;
}

/** The array in a folder that holds design.json and files.f. @throws UserError when it is none. */
export function readArray(folder: string): ArrayDesign {
  const manifestPath = join(folder, 'design.json');
  const manifest = readManifest(manifestPath);
  const { top, configuration } = manifest;
  if (configuration.module !== ARRAY_MODULE) {
    throw new UserError(
      `${configuration.name} is a ${configuration.module}, not a systolic array.`,
      'Matrices run on configurations of the systolic array.',
    );
  }
  const value = (parameter: keyof ArrayParameters): number => defaultOf(manifest, parameter, manifestPath);
  const files = listedFiles(folder);
  return {
    name: configuration.name,
    source: { files, top },
    parameters: {
      ROWS: value('ROWS'),
      COLS: value('COLS'),
      A_WIDTH: value('A_WIDTH'),
      W_WIDTH: value('W_WIDTH'),
      ACC_WIDTH: value('ACC_WIDTH'),
      PIPELINE: value('PIPELINE'),
    },
  };
}

/**
 * The array that a user means: a configuration's name, or the path of a folder that `generate --out` wrote.
 *
 * @param modules whose configurations are named where there is none of that name
 * @throws UserError, with the names that there are, for one that is not there
 */
export function findArray(
  nameOrFolder: string,
  folder: string = emittedFolder,
  modules: readonly string[] = [ARRAY_MODULE],
): ArrayDesign {
  if (/[/\\]/.test(nameOrFolder)) return readArray(nameOrFolder);
  const names = listArrays(folder, modules);
  // What is there but is none is refused by what it is.
  const named = join(folder, nameOrFolder);
  if (names.includes(nameOrFolder) || existsSync(join(named, 'design.json'))) return readArray(named);
  const remedy =
    names.length === 0
      ? `${folder} holds none: write them with \`npm run generate\`.`
      : `The configurations are ${names.join(', ')}; the folder of another design is given with a slash, as ./mine.`;
  throw new UserError(`There is no configuration ${nameOrFolder}.`, remedy);
}

/** The same array with other values of its parameters. */
export function withParameters(design: ArrayDesign, overrides: Partial<ArrayParameters>): ArrayDesign {
  return {
    ...design,
    source: { ...design.source, parameters: { ...overrides } },
    parameters: { ...design.parameters, ...overrides },
  };
}

/** Cycles from the acceptance of a vector to the offer of its result. */
export function latency({ ROWS, COLS, PIPELINE }: ArrayParameters): number {
  const cuts = PIPELINE === 0 ? 0 : Math.floor((ROWS - 1) / PIPELINE) + Math.floor((COLS - 1) / PIPELINE);
  return ROWS + COLS + cuts;
}

/** What `npm run generate` wrote, as far as running a design has to know it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { MANIFEST_FORMAT } from '../../dsl/emit/manifest.ts';
import { UserError } from '../../scripts/userError.ts';
import { projectRoot } from '../../scripts/verilator/paths.ts';
import type { ParameterValues, VerilogSource } from '../verilator/verilogSource.ts';

export const emittedFolder = join(projectRoot, 'rtl-out');

const GENERATE = 'Write it with `npm run generate`.';

/** The fields of design.json that are read here. */
const manifestSchema = z.object({
  format: z.literal(MANIFEST_FORMAT),
  top: z.string(),
  module: z.object({ parameters: z.array(z.object({ name: z.string(), default: z.number().int() })) }),
  configuration: z.object({ name: z.string(), module: z.string() }),
});

type Manifest = z.infer<typeof manifestSchema>;

function readText(path: string, remedy: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UserError(`cannot read ${path}.`, remedy);
  }
}

/** What is read of a design.json. @throws UserError when it cannot be read. */
function readManifest(path: string): Manifest {
  const text = readText(path, GENERATE);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is damaged: it is not JSON.`, GENERATE);
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const { format } = z.object({ format: z.unknown() }).safeParse(content).data ?? {};
  if (typeof format === 'number' && format !== MANIFEST_FORMAT)
    throw new UserError(`${path} is of format ${format}; this version reads format ${MANIFEST_FORMAT}.`, GENERATE);
  const [issue] = parsed.error.issues;
  throw new UserError(`${path} is damaged: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`, GENERATE);
}

/** One emitted configuration. */
export interface EmittedConfiguration {
  readonly name: string;
  /** The module that it configures. */
  readonly module: string;
  readonly top: string;
  /** Its Verilog. @throws UserError when its list cannot be read */
  readonly files: () => readonly string[];
  /** The value that it gives a parameter. @throws UserError when its top has none of that name */
  readonly value: (parameter: string) => number;
}

/** The configuration in a folder that holds design.json and files.f. @throws UserError when it cannot be read */
export function readConfiguration(folder: string): EmittedConfiguration {
  const path = join(folder, 'design.json');
  const { top, module, configuration } = readManifest(path);
  const value = (parameter: string): number => {
    const found = module.parameters.find(({ name }) => name === parameter);
    if (found === undefined) throw new UserError(`${path} is damaged: ${top} has no ${parameter}.`, GENERATE);
    return found.default;
  };
  const listPath = join(folder, 'files.f');
  const files = (): string[] => {
    const paths = readText(listPath, GENERATE)
      .split('\n')
      .map(line => line.replace(/(\/\/|#).*/, '').trim())
      .filter(line => line !== '')
      .map(line => resolve(folder, line));
    if (paths.length === 0) throw new UserError(`${listPath} lists no file.`, GENERATE);
    return paths;
  };
  return { ...configuration, top, value, files };
}

/** Names of the configurations of a module that are in a folder such as rtl-out/, sorted. */
export function listConfigurations(folder: string, module: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(name => {
      try {
        return readConfiguration(join(folder, name)).module === module;
      } catch {
        return false;
      }
    })
    .sort();
}

/**
 * The folder that a user means: by a configuration's name, or by the path of a folder that `generate --out` wrote.
 *
 * @param module whose configurations are named where there is none of that name
 * @throws UserError, with the names that there are, for one that is not there
 */
export function findConfigurationFolder(nameOrFolder: string, folder: string, module: string): string {
  if (/[/\\]/.test(nameOrFolder)) return nameOrFolder;
  const named = join(folder, nameOrFolder);
  if (existsSync(join(named, 'design.json'))) return named;
  const names = listConfigurations(folder, module);
  const remedy =
    names.length === 0
      ? `${folder} holds none: write them with \`npm run generate\`.`
      : `The configurations are ${names.join(', ')}; the folder of another design is given with a slash, as ./mine.`;
  throw new UserError(`There is no configuration ${nameOrFolder}.`, remedy);
}

/** An emitted configuration as it is run, with the values of its parameters that driving it needs. */
export interface RunnableDesign<P> {
  readonly name: string;
  /** Its Verilog; the top's parameters default to `parameters`. */
  readonly source: VerilogSource;
  readonly parameters: P;
}

/** The same design with other values of its parameters. */
export function withParameters<P>(
  design: RunnableDesign<P>,
  overrides: Partial<P> & ParameterValues,
): RunnableDesign<P> {
  return {
    ...design,
    source: { ...design.source, parameters: overrides },
    parameters: { ...design.parameters, ...overrides },
  };
}

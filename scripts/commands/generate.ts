import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Configuration } from '../../dsl/configuration.ts';
import type { Diagnostic } from '../../dsl/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../dsl/diagnostics/render.ts';
import { isReserved } from '../../dsl/emit/reservedWords.ts';
import { rangeText } from '../../dsl/params.ts';
import { sourceText } from '../../dsl/source/sourceText.ts';
import { isCheckout, projectRoot } from '../bin/bootstrap.mjs';
import { type GeneratedDesign, generateDesigns } from '../generate/designs.ts';
import type { Macro } from '../generate/macros.ts';
import { sharedOutput, standaloneOutput, writeOutput, writeShared, writeStandalone } from '../generate/output.ts';
import { importedSources } from '../importedSources.ts';
import { jsonOption, writeReport } from '../jsonOption.ts';
import { parseSetting } from '../optionValues.ts';
import { startProgress } from '../progress.ts';
import { formatTable } from '../table.ts';
import { UserError } from '../userError.ts';
import { pointsOf, sourceOf } from '../userFile.ts';
import { generatorFiles, hostConditionsIn } from './check.ts';

interface GenerateOptions {
  readonly list?: true;
  readonly set: Readonly<Record<string, number>>;
  readonly out?: string;
  readonly prefix: string;
  readonly from?: string;
  readonly clock?: string;
  readonly reset?: string;
  readonly resetActive?: 'high' | 'low';
  readonly json?: true;
  readonly dataPath?: string;
  readonly macro: Readonly<Record<string, string>>;
}

function parseIdentifier(text: string): string {
  if (!/^[A-Za-z_]\w*$/.test(text)) throw new InvalidArgumentError('It must be a Verilog identifier.');
  if (isReserved(text)) throw new InvalidArgumentError('It is a reserved word of Verilog or SystemVerilog.');
  return text;
}

function parseMacro(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const match = /^([A-Za-z_]\w*)=(.+)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('It is written MODULE=FILE.');
  const [, name = '', file = ''] = match;
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`${name} has two macros.`);
  return { ...before, [name]: file };
}

const readMacros = (macros: Readonly<Record<string, string>>): Promise<readonly Macro[]> =>
  Promise.all(
    Object.entries(macros).map(async ([module, path]) => ({
      module,
      path,
      text: await readFile(path, 'utf8').catch(() => {
        throw new UserError(
          `${path} cannot be read.`,
          'Give --macro the Verilog file that takes the place of a module.',
        );
      }),
    })),
  );

function parseDataPath(text: string): string {
  if (!/^[^"\\\n]+$/.test(text)) throw new InvalidArgumentError('It must be a folder, without quotes and backslashes.');
  return text.endsWith('/') ? text : `${text}/`;
}

/** The configurations of the project, or those of a user's file. */
async function loadConfigurations(from: string | undefined): Promise<readonly Configuration[]> {
  if (from !== undefined) return pointsOf(from, 'configurations');
  return (await import('../../generators/configs/all.ts')).configurations;
}

function choose(all: readonly Configuration[], names: readonly string[]): readonly Configuration[] {
  if (names.length === 0) return all;
  return [...new Set(names)].map(name => {
    const found = all.find(configuration => configuration.name === name);
    if (found === undefined)
      throw new UserError(
        `There is no configuration ${name}.`,
        `The configurations are ${all.map(configuration => configuration.name).join(', ')}.`,
      );
    return found;
  });
}

function list(configurations: readonly Configuration[]): string {
  return configurations
    .map(({ name, description, module, values }) => {
      const rows = Object.entries(module.params).map(([parameter, spec]) => {
        const value = values[parameter] ?? spec.options?.[spec.default] ?? spec.default;
        return [parameter, typeof value === 'boolean' ? String(value) : value, rangeText(spec)];
      });
      const lines = formatTable(['parameter', 'value', 'range'], rows).trimEnd().split('\n');
      return `${[`${name}: ${description}`, ...lines.map(line => `  ${line}`)].join('\n')}\n`;
    })
    .join('\n');
}

function table(designs: readonly GeneratedDesign[]): string {
  return formatTable(
    ['design', 'modules', 'lines', 'parameters', 'ms'],
    designs.map(({ configuration, top, library, milliseconds }) => [
      configuration.name,
      library.length + 1,
      [...library, top].reduce((lines, { text }) => lines + text.split('\n').length - 1, 0),
      top.verilog.parameters.length,
      milliseconds.toFixed(1),
    ]),
  );
}

function checkOptions(options: GenerateOptions, chosen: readonly Configuration[]): void {
  const settings = Object.keys(options.set);
  if (settings.length > 0 && chosen.length !== 1)
    throw new UserError('--set changes one configuration.', 'Name the configuration that it is for.');
  if (options.out !== undefined) return;
  if (options.from !== undefined)
    throw new UserError('The designs of your own file go into a folder of your own.', 'Say which with --out DIR.');
  const changes =
    settings.length > 0 ||
    options.prefix !== '' ||
    options.dataPath !== undefined ||
    Object.keys(options.macro).length > 0;
  const renames = options.clock !== undefined || options.reset !== undefined || options.resetActive !== undefined;
  if (changes || renames)
    throw new UserError(
      'A changed design does not go into rtl-out/, which holds the configurations as they are.',
      'Say where it goes with --out DIR.',
    );
  if (!isCheckout())
    throw new UserError(
      'Without a file of your own these are the designs of Scoville itself, and rtl-out/ is in its own folder.',
      'Name your file, or say where the designs go with --out DIR.',
    );
}

async function generate(given: readonly string[], givenOptions: GenerateOptions): Promise<void> {
  const { from, names } = sourceOf(given, givenOptions.from);
  const options: GenerateOptions = { ...givenOptions, ...(from === undefined ? {} : { from }) };
  const all = await loadConfigurations(from);
  const chosen = choose(all, names);
  if (options.list === true) {
    process.stdout.write(list(chosen));
    return;
  }
  checkOptions(options, chosen);
  const sources =
    from === undefined ? await generatorFiles([join(projectRoot, 'generators')]) : await importedSources(from);
  const before = await hostConditionsIn(sources);
  const changed = chosen.map(configuration => ({
    ...configuration,
    values: { ...configuration.values, ...options.set },
  }));
  const progress = startProgress('generating');
  // rtl-out/lib serves every configuration, so that all of them are emitted even where one is named.
  const wanted = options.out === undefined ? all : changed;
  let warnings: readonly Diagnostic[] = [];
  const designs = await generateDesigns(
    wanted,
    { ...options, macros: await readMacros(options.macro) },
    {
      before,
      progress: state => progress.update(state),
      warnings: found => {
        warnings = found;
      },
    },
  ).finally(() => progress.done());
  await write(options.out, designs, chosen);
  if (options.json === true) {
    await writeReport(warnings);
    return;
  }
  if (warnings.length > 0) process.stderr.write(`${renderDiagnostics(warnings, sourceText())}\n`);
  const shown = designs.filter(({ configuration }) => chosen.some(({ name }) => name === configuration.name));
  process.stdout.write(`${table(shown)}\nVerilog written to ${options.out ?? 'rtl-out'}\n`);
}

/** One design into a folder that stands alone; several beside each other, with one library. */
async function write(
  out: string | undefined,
  designs: readonly GeneratedDesign[],
  chosen: readonly Configuration[],
): Promise<void> {
  const [only] = designs;
  if (out !== undefined && only !== undefined && designs.length === 1)
    return writeStandalone(resolve(out), await standaloneOutput(only));
  if (out !== undefined) return writeShared(resolve(out), await sharedOutput(designs));
  const folders = new Set(['lib', ...chosen.map(({ name }) => name)]);
  const output = [...(await sharedOutput(designs))].filter(([name]) => folders.has(name));
  return writeOutput(join(projectRoot, 'rtl-out'), new Map(output));
}

/** `scoville generate`: Verilog of configurations. */
export function registerGenerate(program: Command): void {
  program
    .command('generate')
    .description('emit Verilog, file lists and manifests for configurations')
    .argument('[names...]', 'configurations (default: all of them); a name with the ending .ts stands for --from')
    .option('--list', 'describe the configurations and their parameters, and emit nothing')
    .option('--set <NAME=VALUE>', 'give a parameter another default (repeatable, with --out)', parseSetting, {})
    .option(
      '--out <dir>',
      'a folder for one configuration, with all its modules; several come beside each other, with one lib/',
    )
    .option('--prefix <text>', 'put this before every module name (with --out)', parseIdentifier, '')
    .option(
      '--from <file>',
      'a TypeScript file that exports `configurations`, or modules to take with their defaults (with --out)',
    )
    .option(
      '--macro <MODULE=FILE>',
      'put a Verilog file in the place of a module, such as a memory of a foundry (repeatable, with --out)',
      parseMacro,
      {},
    )
    .option(
      '--data-path <dir>',
      'folder in which simulators find the files that memories begin with: put before their names (with --out)',
      parseDataPath,
    )
    .option('--clock <name>', 'name of the top’s clock (with --out)', parseIdentifier)
    .option('--reset <name>', 'name of the top’s reset (with --out)', parseIdentifier)
    .addOption(
      new Option('--reset-active <level>', 'level at which the top’s reset is asserted (with --out)').choices([
        'high',
        'low',
      ]),
    )
    .addOption(jsonOption())
    .action((names: string[], options: GenerateOptions) => generate(names, options));
}

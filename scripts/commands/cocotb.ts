import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Diagnostic } from '../../dsl/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../dsl/diagnostics/render.ts';
import { rangeText } from '../../dsl/params.ts';
import { sourceText } from '../../dsl/source/sourceText.ts';
import type { ParameterValue } from '../../dsl/structural.ts';
import { type CocotbSimulator, type SimulatorName, simulatorNames } from '../../testbench/cocotb/simulators.ts';
import type { BenchSubject } from '../../testbench/cocotb/subjects.ts';
import { projectRoot } from '../bin/bootstrap.mjs';
import { importedSources } from '../importedSources.ts';
import { seedValue } from '../optionValues.ts';
import { startProgress } from '../progress.ts';
import { type Cell, formatTable } from '../table.ts';
import { UserError } from '../userError.ts';
import { sourceOf } from '../userFile.ts';
import type { CocotbPython } from '../wheels/cocotb.ts';
import { generatorFiles, hostConditionsIn } from './check.ts';

interface CocotbOptions {
  readonly list?: true;
  readonly set: Readonly<Record<string, ParameterValue>>;
  readonly out?: string;
  readonly from?: string;
  readonly simulator?: SimulatorName;
  readonly seed: number;
  readonly run: boolean;
}

type Settings = Readonly<Record<string, ParameterValue>>;

function parseSetting(text: string, before: Settings): Settings {
  const match = /^([A-Za-z_]\w*)=(-?\d+|[a-z][a-z0-9_]*)$/.exec(text);
  if (match === null)
    throw new InvalidArgumentError('It is written NAME=VALUE, with a whole number or the name of an option.');
  const [, name = '', value = ''] = match;
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`${name} is set twice.`);
  const option = value === 'true' || value === 'false' ? value === 'true' : value;
  return { ...before, [name]: /^-?\d+$/.test(value) ? Number(value) : option };
}

function list(subjects: readonly BenchSubject[]): string {
  return subjects
    .map(({ name, configuration: { module, values }, block }) => {
      const rows = Object.entries(module.params).map(([parameter, spec]) => {
        const value = values[parameter] ?? spec.options?.[spec.default] ?? spec.default;
        return [parameter, typeof value === 'boolean' ? String(value) : value, rangeText(spec)];
      });
      const lines = rows.length === 0 ? [] : formatTable(['parameter', 'value', 'range'], rows).trimEnd().split('\n');
      const vectors =
        block === undefined ? 'vectors are recorded from the built-in simulator' : `golden: ${block.golden}`;
      return `${[`${name}: ${vectors}`, ...lines.map(line => `  ${line}`)].join('\n')}\n`;
    })
    .join('\n');
}

function checkOptions(names: readonly string[], chosen: readonly BenchSubject[], options: CocotbOptions): void {
  if (names.length === 0 && options.from === undefined)
    throw new UserError('No block is named.', `The blocks are ${chosen.map(({ name }) => name).join(', ')}.`);
  if (Object.keys(options.set).length > 0 && chosen.length !== 1)
    throw new UserError('--set changes one block.', 'Name the block that it is for.');
  if (options.out !== undefined && chosen.length !== 1)
    throw new UserError('--out takes one bench.', 'Name one block.');
  if (!options.run && options.simulator !== undefined)
    throw new UserError('--no-run runs no simulator.', 'Leave out --simulator, or --no-run.');
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What it takes to run benches, looked for before anything is written. */
async function tools(
  options: CocotbOptions,
): Promise<{ python: CocotbPython; simulator: CocotbSimulator } | undefined> {
  if (!options.run) return undefined;
  const { cocotbPython } = await import('../wheels/cocotb.ts');
  const { cocotbSimulator } = await import('../../testbench/cocotb/simulators.ts');
  return { simulator: await cocotbSimulator(options.simulator, say), python: await cocotbPython(say) };
}

/** The words that make this bench again. */
function commandOf(name: string, { from, set, seed }: CocotbOptions): string {
  return [
    ...(from === undefined ? [] : [from]),
    name,
    ...Object.entries(set).map(([parameter, value]) => `--set ${parameter}=${value}`),
    ...(seed === 1 ? [] : [`--seed ${seed}`]),
  ].join(' ');
}

/** Host conditions: hardware that silently vanished could not fail. */
async function conditionsIn(from: string | undefined): Promise<readonly Diagnostic[]> {
  return hostConditionsIn(
    await (from === undefined ? generatorFiles([join(projectRoot, 'generators')]) : importedSources(from)),
  );
}

/** Writes and runs what is named, prints the table, and returns the exit code. */
async function cocotb(given: readonly string[], givenOptions: CocotbOptions): Promise<number> {
  const { from, names } = sourceOf(given, givenOptions.from);
  const options: CocotbOptions = { ...givenOptions, ...(from === undefined ? {} : { from }) };
  const { benchSubjects } = await import('../../testbench/cocotb/subjects.ts');
  const chosen = await benchSubjects(from, names);
  if (options.list === true) {
    process.stdout.write(list(chosen));
    return 0;
  }
  checkOptions(names, chosen, options);
  const found = await tools(options);
  const before = await conditionsIn(from);
  const { makeBench } = await import('../../testbench/cocotb/makeBench.ts');
  const { benchFiles } = await import('../../testbench/cocotb/benchFiles.ts');
  const { writeBench } = await import('../../testbench/cocotb/benchFolder.ts');
  const { runBench } = await import('../../testbench/cocotb/runBench.ts');
  const rows: Cell[][] = [];
  let failures = 0;
  const progress = startProgress('cocotb');
  try {
    for (const { configuration, ...subject } of chosen) {
      const { name } = subject;
      const folder = options.out ?? join('build', 'cocotb', name);
      progress.update(`${name}: writing`);
      const values = { ...configuration.values, ...options.set };
      const { bench, warnings } = await makeBench(
        { ...subject, configuration: { ...configuration, values } },
        options.seed,
        commandOf(name, options),
        before,
      );
      if (warnings.length > 0) process.stderr.write(`${renderDiagnostics(warnings, sourceText())}\n`);
      await writeBench(resolve(folder), await benchFiles(bench));
      if (found === undefined) {
        rows.push([name, folder]);
        continue;
      }
      progress.update(`${name}: running in ${found.simulator.name}`);
      const run = await runBench(resolve(folder), found.python, found.simulator, options.seed);
      if (run.failed > 0) {
        failures++;
        process.stdout.write(`${run.log}\n\n`);
      }
      rows.push([name, run.tests, run.failed, run.seconds.toFixed(1), folder]);
    }
  } finally {
    progress.done();
  }
  if (found !== undefined)
    process.stdout.write(
      `cocotb ${found.python.version} (${found.python.origin}), ${found.simulator.name} ${found.simulator.version}, seed ${options.seed}\n`,
    );
  process.stdout.write(
    formatTable(found === undefined ? ['bench', 'folder'] : ['bench', 'tests', 'failed', 'seconds', 'folder'], rows),
  );
  return failures === 0 ? 0 : 1;
}

/** `scoville cocotb`: benches in Python, with golden vectors. */
export function registerCocotb(program: Command): void {
  program
    .command('cocotb')
    .description('write a cocotb bench of a block with golden vectors, and run it')
    .argument('[names...]', 'blocks; after a TypeScript file of your own, its configurations (default: all)')
    .option('--list', 'describe the blocks and their parameters, and write nothing')
    .option('--set <NAME=VALUE>', 'give a parameter of the named block another value (repeatable)', parseSetting, {})
    .option('--out <dir>', 'folder of the bench, which stands alone (default: build/cocotb/NAME)')
    .option(
      '--from <file>',
      'a TypeScript file that exports `configurations`, or modules to take with their defaults: vectors are recorded',
    )
    .addOption(
      new Option('--simulator <name>', 'default: icarus where it is installed, else verilator').choices(simulatorNames),
    )
    .option('--seed <n>', 'of vectors, stalls and noise', seedValue, 1)
    .option('--no-run', 'write the bench only')
    .action(async (names: string[], options: CocotbOptions) => {
      process.exitCode = await cocotb(names, options);
    });
}

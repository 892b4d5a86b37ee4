import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { DiagnosticError } from '../../dsl/diagnostics/diagnostic.ts';
import type { Proof } from '../../testbench/formal/proof.ts';
import { defaultOptions, type Engine, engines, type ProofResult } from '../../testbench/formal/prove.ts';
import type { Trace } from '../../testbench/formal/trace.ts';
import { projectRoot } from '../bin/bootstrap.mjs';
import { importedSources } from '../importedSources.ts';
import { parseSetting, wholeNumber } from '../optionValues.ts';
import { startProgress } from '../progress.ts';
import { UserError } from '../userError.ts';
import { sourceOf } from '../userFile.ts';
import { generatorFiles, hostConditionsIn } from './check.ts';

interface FormalOptions {
  readonly set: Readonly<Record<string, number>>;
  readonly depth: number;
  readonly timeout: number;
  readonly engine: Engine;
  readonly waves?: string;
  readonly list?: true;
  readonly from?: string;
}

/** Writes a trace as a waveform, whole or not at all; returns the file. */
async function writeWaves(folder: string, name: string, trace: Trace, top: string): Promise<string> {
  const { vcdOf } = await import('../../testbench/formal/vcd.ts');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.vcd`);
  const temporary = `${file}.tmp-${process.pid}`;
  await writeFile(temporary, vcdOf(trace, top));
  await rename(temporary, file);
  return file;
}

/** Waveforms of the counterexample, or of how each cover statement is reached. */
async function allWaves(folder: string, { proof, counterexample, covered }: ProofResult): Promise<string[]> {
  const top = proof.module.name;
  if (counterexample !== undefined) return [await writeWaves(folder, proof.name, counterexample.trace, top)];
  const files: string[] = [];
  for (const { trace } of covered)
    if (trace !== undefined)
      files.push(await writeWaves(folder, `${proof.name}-cover-${files.length + 1}`, trace, top));
  return files;
}

function list(proofs: readonly Proof[]): string {
  return proofs
    .map(({ name, description, module, values }) => {
      const parameters = Object.entries(module.params).map(([key, spec]) => `${key}=${values[key] ?? spec.default}`);
      return `${name} (${[module.name, ...parameters].join(', ')})\n  ${description}\n`;
    })
    .join('');
}

/** Hardware that silently vanished could not fail. */
async function refuseHostConditions(from: string | undefined): Promise<void> {
  const folders = ['generators', 'examples', 'testbench/formal/blocks', 'testbench/formal/examples'].map(folder =>
    join(projectRoot, folder),
  );
  const conditions = await hostConditionsIn(
    await (from === undefined ? generatorFiles(folders) : importedSources(from)),
  );
  if (conditions.length > 0) throw new DiagnosticError(conditions);
}

/** Proves what is named, prints the table, and returns the exit code. */
async function formal(given: readonly string[], options: FormalOptions): Promise<number> {
  const { chooseProofs, loadProofs } = await import('../../testbench/formal/loadProofs.ts');
  const { from, names } = sourceOf(given, options.from);
  const chosen = chooseProofs(await loadProofs(from), names);
  if (options.list === true) {
    process.stdout.write(list(chosen));
    return 0;
  }
  const isSet = Object.keys(options.set).length > 0;
  if (isSet && chosen.length !== 1)
    throw new UserError('--set changes the parameters of one proof.', 'Name the proof that it is for.');
  await refuseHostConditions(from);
  const { formalTools } = await import('../../testbench/formal/tools.ts');
  const { prove } = await import('../../testbench/formal/prove.ts');
  const { explain, summary } = await import('../../testbench/formal/report.ts');
  const tools = await formalTools();
  const results: ProofResult[] = [];
  const progress = startProgress('proving');
  try {
    for (const proof of chosen) {
      progress.update(`${proof.name}, ${results.length} of ${chosen.length} done`);
      results.push(await prove({ ...proof, values: { ...proof.values, ...options.set } }, tools, options));
    }
  } finally {
    progress.done();
  }
  process.stdout.write(summary(results));
  for (const result of results) {
    const text = explain(result, options.depth);
    if (text !== '') process.stdout.write(`\n${text}`);
    if (options.waves === undefined) continue;
    const files = await allWaves(options.waves, result);
    if (files.length > 0) process.stdout.write(`${text === '' ? '' : '  '}${result.proof.name}: ${files.join(', ')}\n`);
  }
  return results.every(({ outcome }) => outcome === 'holds' || outcome === 'bounded') ? 0 : 1;
}

/** `scoville formal`: assertions proved without bound, cover statements reached. */
export function registerFormal(program: Command): void {
  program
    .command('formal')
    .description('prove the assertions of blocks without bound, and reach their cover statements')
    .argument(
      '[names...]',
      'proofs, or blocks: all proofs whose names begin so (default: all); a name with the ending .ts stands for --from',
    )
    .option('--list', 'describe the proofs, and prove nothing')
    .option('--set <NAME=VALUE>', 'give a parameter of the named proof another value (repeatable)', parseSetting, {})
    .option(
      '--depth <cycles>',
      'how far k-induction and bounded checks go, and cover statements are looked for',
      wholeNumber(1, 10_000),
      defaultOptions.depth,
    )
    .option('--timeout <seconds>', 'for the assertions of one proof', wholeNumber(1, 86_400), defaultOptions.timeout)
    .addOption(
      new Option('--engine <name>', 'both: whichever answers first; bounded: to --depth only')
        .choices(engines)
        .default(defaultOptions.engine),
    )
    .option('--waves <dir>', 'write counterexamples, and how cover statements are reached, as waveforms (.vcd)')
    .option(
      '--from <file>',
      'a TypeScript file that exports `proofs`, or modules to take with their defaults, in place of the project’s',
    )
    .action(async (names: string[], options: FormalOptions) => {
      process.exitCode = await formal(names, options);
    });
}

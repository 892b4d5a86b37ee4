import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { writeFileAtomically } from '../../testbench/formats/files.ts';
import type { RegressionOptions, TaskReport } from '../../testbench/regressions/systolic/randomRegression.ts';
import type { Simulator } from '../../testbench/regressions/systolic/randomRun.ts';
import { seedValue, wholeNumber } from '../optionValues.ts';
import { startProgress } from '../progress.ts';
import { formatTable } from '../table.ts';
import { UserError } from '../userError.ts';

interface RegressOptions {
  readonly count?: number;
  readonly seed?: number;
  readonly jobs?: number;
  readonly block?: 'array' | 'engine' | 'all';
  readonly junit?: string;
  readonly replay?: string;
  readonly simulator: Simulator;
  readonly waves?: string;
}

/** The first failures are printed in full. */
const MOST_PRINTED = 10;

/** Where a file is to be written there is a folder for it. */
function checkFolder(path: string): void {
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) throw new UserError(`cannot write ${path}: there is no folder ${folder}.`, 'Make it first.');
}

async function regress(options: RegressionOptions, jobs: number, junit?: string): Promise<number> {
  const { regressionTasks, summarise, describeFailure } = await import(
    '../../testbench/regressions/systolic/randomRegression.ts'
  );
  const { runInWorkers } = await import('../../testbench/regressions/systolic/randomWorkers.ts');
  const { count, seed, simulator, families } = options;
  // Once, and before all: every case would fail for want of it.
  if (simulator === 'verilator') await (await import('../../testbench/verilator/compiler.ts')).findCompiler();
  const tasks = regressionTasks(options);
  const reports: TaskReport[] = [];
  let failed = 0;
  const all = count * families.length;
  process.stdout.write(`${all} random cases of seed ${seed} in ${simulator}\n`);
  const progress = startProgress('regression');
  progress.update(`0 of ${all} cases`);
  try {
    await runInWorkers(tasks, jobs, (task, report) => {
      reports.push({ task, report });
      if (report.failure !== undefined && failed++ < MOST_PRINTED) {
        process.stdout.write(describeFailure(report, task));
      }
      progress.update(`${reports.length} of ${all} cases${failed === 0 ? '' : `, ${failed} failed`}`);
    });
  } finally {
    progress.done();
  }
  const rows = summarise(tasks, reports).map(row => [
    row.family,
    row.configuration,
    row.overrides || '(as it is)',
    row.cases,
    row.failed,
    row.cycles,
  ]);
  process.stdout.write(
    formatTable(['block', 'configuration', 'parameters changed', 'cases', 'failed', 'cycles'], rows),
  );
  if (junit !== undefined) {
    const { regressionJunit } = await import('../../testbench/regressions/systolic/randomJunit.ts');
    writeFileAtomically(junit, new TextEncoder().encode(regressionJunit(tasks, reports)));
  }
  if (failed > MOST_PRINTED) process.stdout.write(`${failed - MOST_PRINTED} more failures are not printed.\n`);
  const outcome = failed === 0 ? 'all passed' : `${failed} failed`;
  process.stdout.write(`${reports.length} cases, ${outcome}\n`);
  return failed === 0 && reports.length === all ? 0 : 1;
}

async function replay(name: string, { simulator, waves }: RegressOptions): Promise<number> {
  const kind =
    waves === undefined ? 'none' : waves.endsWith('.vcd') ? 'vcd' : waves.endsWith('.fst') ? 'fst' : undefined;
  if (kind === undefined) {
    throw new UserError(
      `${waves} is no waveform.`,
      'Its name ends in .vcd or .fst, which says in which form it is written.',
    );
  }
  if (waves !== undefined) checkFolder(waves);
  const { findCase } = await import('../../testbench/regressions/systolic/randomRegression.ts');
  const found = findCase(name);
  process.stdout.write(`${found.name}: ${found.description}\n`);
  const progress = startProgress('replay');
  try {
    const { fault, cycles } = await found.run(simulator, kind, waves);
    if (waves !== undefined) process.stdout.write(`The waveform is in ${waves}.\n`);
    process.stdout.write(fault === undefined ? `passed, ${cycles} cycles\n` : `failed: ${fault}\n`);
    return fault === undefined ? 0 : 1;
  } finally {
    progress.done();
  }
}

function checkOptions({ replay: name, waves, count, seed, jobs, block, junit }: RegressOptions): void {
  if (name === undefined && waves !== undefined) {
    throw new UserError('--waves goes with --replay.', 'Name the case whose waveform is wanted.');
  }
  const needless = Object.entries({ count, seed, jobs, block, junit }).find(([, value]) => value !== undefined)?.[0];
  if (name !== undefined && needless !== undefined) {
    throw new UserError(`--${needless} means nothing with --replay, which runs one case.`, 'Leave it out.');
  }
  if (junit !== undefined) checkFolder(junit);
}

/** `scoville regress`: the random regression at any length, and replay of one of its cases. */
export function registerRegress(program: Command): void {
  program
    .command('regress')
    .description('run random configurations, data and stalls against the golden models')
    .addOption(
      new Option(
        '--block <name>',
        'what is driven: the systolic array, the matmul engine, or both (default: all)',
      ).choices(['array', 'engine', 'all']),
    )
    .option('--count <number>', 'how many cases of each block (default: 200)', wholeNumber(1, 1_000_000))
    .option('--seed <number>', 'what they are drawn from (default: the time of day)', seedValue)
    .option('--jobs <number>', 'processes at a time (default: one a core)', wholeNumber(1, 1_000_000))
    .option('--junit <file>', 'write the results as JUnit XML')
    .option('--replay <case>', 'run one case, by the name that its failure prints')
    .option('--waves <file>', 'write a waveform of the replayed case, .vcd or .fst')
    .addOption(
      new Option('--simulator <name>', 'what runs the Verilog').choices(['verilator', 'icarus']).default('verilator'),
    )
    .action(async (options: RegressOptions) => {
      checkOptions(options);
      const { count = 200, seed = Date.now() % 2 ** 32, jobs = availableParallelism(), simulator } = options;
      const { block = 'all', junit } = options;
      const families = block === 'all' ? (['engine', 'array'] as const) : [block];
      process.exitCode =
        options.replay === undefined
          ? await regress({ count, seed, simulator, families }, jobs, junit)
          : await replay(options.replay, options);
    });
}

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RegressionOptions } from '../../testbench/regressions/systolic/randomRegression.ts';
import type { Simulator } from '../../testbench/regressions/systolic/randomRun.ts';
import type { CaseReport } from '../../testbench/regressions/systolic/randomTask.ts';
import { startProgress } from '../progress.ts';
import { formatTable } from '../table.ts';
import { UserError } from '../userError.ts';
import { parseSeed } from './simulate.ts';

interface RegressOptions {
  readonly count?: number;
  readonly seed?: number;
  readonly jobs?: number;
  readonly replay?: string;
  readonly simulator: Simulator;
  readonly waves?: string;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 1_000_000) {
    throw new InvalidArgumentError('It is a whole number from 1 to 1000000.');
  }
  return count;
}

/** The first failures are printed in full. */
const MOST_PRINTED = 10;

async function regress(options: RegressionOptions, jobs: number): Promise<number> {
  const { regressionTasks, summarise, describeFailure } = await import(
    '../../testbench/regressions/systolic/randomRegression.ts'
  );
  const { runInWorkers } = await import('../../testbench/regressions/systolic/randomWorkers.ts');
  const { count, seed, simulator } = options;
  const tasks = regressionTasks(options);
  const reports: CaseReport[] = [];
  let failed = 0;
  process.stdout.write(`${count} random cases of seed ${seed} in ${simulator}\n`);
  const progress = startProgress('regression');
  progress.update(`0 of ${count} cases`);
  try {
    await runInWorkers(tasks, jobs, (_, report) => {
      reports.push(report);
      if (report.failure !== undefined && failed++ < MOST_PRINTED) {
        process.stdout.write(describeFailure(report, options));
      }
      progress.update(`${reports.length} of ${count} cases${failed === 0 ? '' : `, ${failed} failed`}`);
    });
  } finally {
    progress.done();
  }
  const rows = summarise(tasks, reports).map(row => [
    row.configuration,
    row.overrides || '(as it is)',
    row.cases,
    row.failed,
    row.cycles,
  ]);
  process.stdout.write(formatTable(['configuration', 'parameters changed', 'cases', 'failed', 'cycles'], rows));
  if (failed > MOST_PRINTED) process.stdout.write(`${failed - MOST_PRINTED} more failures are not printed.\n`);
  const outcome = failed === 0 ? 'all passed' : `${failed} failed`;
  process.stdout.write(`${reports.length} cases, ${outcome}\n`);
  return failed === 0 && reports.length === count ? 0 : 1;
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
  if (waves !== undefined && !existsSync(dirname(resolve(waves)))) {
    throw new UserError(`cannot write ${waves}: there is no folder ${dirname(resolve(waves))}.`, 'Make it first.');
  }
  const { designFolders } = await import('../../testbench/regressions/systolic/randomRegression.ts');
  const { describeCase, namedCase } = await import('../../testbench/regressions/systolic/randomCase.ts');
  const { buildRunner } = await import('../../testbench/regressions/systolic/randomRun.ts');
  const { readArray } = await import('../../testbench/gemm/arrayDesign.ts');
  const randomCase = namedCase(designFolders().map(readArray), name);
  process.stdout.write(`${randomCase.name}: ${describeCase(randomCase)}\n`);
  const progress = startProgress('replay');
  try {
    const runner = await buildRunner(randomCase, simulator, kind);
    const { fault, cycles } = await runner(randomCase, waves);
    if (waves !== undefined) process.stdout.write(`The waveform is in ${waves}.\n`);
    process.stdout.write(fault === undefined ? `passed, ${cycles} cycles\n` : `failed: ${fault}\n`);
    return fault === undefined ? 0 : 1;
  } finally {
    progress.done();
  }
}

function checkOptions({ replay: name, waves, count, seed, jobs }: RegressOptions): void {
  if (name === undefined && waves !== undefined) {
    throw new UserError('--waves goes with --replay.', 'Name the case whose waveform is wanted.');
  }
  const needless = Object.entries({ count, seed, jobs }).find(([, value]) => value !== undefined)?.[0];
  if (name !== undefined && needless !== undefined) {
    throw new UserError(`--${needless} means nothing with --replay, which runs one case.`, 'Leave it out.');
  }
}

/** `scoville regress`: the random regression at any length, and replay of one of its cases. */
export function registerRegress(program: Command): void {
  program
    .command('regress')
    .description('run random configurations, data and stalls against the golden models')
    .option('--count <number>', 'how many cases (default: 200)', parseCount)
    .option('--seed <number>', 'what they are drawn from (default: the time of day)', parseSeed)
    .option('--jobs <number>', 'processes at a time (default: one a core)', parseCount)
    .option('--replay <case>', 'run one case, by the name that its failure prints')
    .option('--waves <file>', 'write a waveform of the replayed case, .vcd or .fst')
    .addOption(
      new Option('--simulator <name>', 'what runs the Verilog').choices(['verilator', 'icarus']).default('verilator'),
    )
    .action(async (options: RegressOptions) => {
      checkOptions(options);
      const { count = 200, seed = Date.now() % 2 ** 32, jobs = availableParallelism(), simulator } = options;
      process.exitCode =
        options.replay === undefined
          ? await regress({ count, seed, simulator }, jobs)
          : await replay(options.replay, options);
    });
}

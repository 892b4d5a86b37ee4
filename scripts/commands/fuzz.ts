import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Shape } from '../../testbench/fuzz/campaign.ts';
import { startProgress } from '../progress.ts';

interface FuzzOptions {
  readonly count: number;
  readonly seed?: number;
  readonly jobs?: number;
  readonly shape: Shape;
  readonly replay?: number;
  readonly lint: boolean;
  readonly synthesised: 'all' | 'some';
}

function parseNatural(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 2 ** 31 - 1) throw new InvalidArgumentError('It is a whole number below 2^31.');
  return value;
}

function parsePositive(text: string): number {
  const value = parseNatural(text);
  if (value === 0) throw new InvalidArgumentError('It is at least 1.');
  return value;
}

/** The first failures are shrunk, which takes a while each. */
const MOST_SHRUNK = 3;
const SHRINK_MILLISECONDS = 120_000;

/** Which cases fail, for who does not want to wait for the end. */
const casesIn = (failures: readonly { readonly index: number }[]): string =>
  [...new Set(failures.map(({ index }) => index))].slice(0, 5).join(' ');

async function fuzz({
  count,
  seed = Date.now() % 2 ** 31,
  jobs,
  shape,
  replay: wanted,
  lint,
  synthesised,
}: FuzzOptions) {
  const { failureText, replay, runCampaign, shrinkFailure } = await import('../../testbench/fuzz/campaign.ts');
  // Once, and before all: every case would fail for want of it.
  await (await import('../../testbench/verilator/compiler.ts')).findCompiler();
  process.stdout.write(`seed ${seed}, ${wanted === undefined ? `${count} ${shape}` : `case ${wanted}`}\n`);
  const progress = startProgress('fuzz');
  const campaign = { shape, seed, lint, synthesised };
  const started = Date.now();
  try {
    const failures =
      wanted === undefined
        ? await runCampaign({
            ...campaign,
            count,
            jobs: jobs ?? availableParallelism(),
            progress: (done, failed) =>
              progress.update(`${done} of ${count}${failed.length === 0 ? '' : `, failures: ${casesIn(failed)}`}`),
          })
        : (await replay(campaign, wanted)).map(failure => ({ ...failure, index: wanted }));
    let shrunk = 0;
    const seen = new Set<number>();
    for (const failure of failures) {
      if (seen.has(failure.index)) continue;
      seen.add(failure.index);
      const smallest = shrunk++ < MOST_SHRUNK ? await shrinkFailure(campaign, failure, SHRINK_MILLISECONDS) : undefined;
      process.stdout.write(`${failureText(campaign, failure, smallest)}\n\n`);
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    const total = wanted === undefined ? count : 1;
    process.stdout.write(
      `${total} ${total === 1 ? 'case' : 'cases'}, ${seen.size === 0 ? 'all agree' : `${seen.size} failed`}, ${seconds} s\n`,
    );
    return seen.size === 0 ? 0 : 1;
  } finally {
    progress.done();
  }
}

/** `scoville fuzz`: random modules in every simulator. */
export function registerFuzz(program: Command): void {
  program
    .command('fuzz')
    .description('describe random modules and compare the built-in simulator, Verilator, Icarus, and Yosys')
    .option('--count <number>', 'how many modules', parsePositive, 300)
    .option('--seed <number>', 'what they are drawn from (default: the time of day)', parseNatural)
    .option('--jobs <number>', 'batches at a time (default: one a core)', parsePositive)
    .option('--replay <number>', 'run one case of the seed, and make it smaller if it fails', parseNatural)
    .option('--no-lint', 'do not ask the tools for warnings')
    .addOption(
      new Option('--synthesised <which>', 'modules that go through Yosys too: all, or three of each forty')
        .choices(['all', 'some'])
        .default('all'),
    )
    .addOption(
      new Option('--shape <name>', 'whole modules, or expressions alone')
        .choices(['modules', 'expressions'])
        .default('modules'),
    )
    .action(async (options: FuzzOptions) => {
      process.exitCode = await fuzz(options);
    });
}

import { Command, CommanderError } from 'commander';
import { projectRoot } from '../bin/bootstrap.mjs';
import { runCommand } from '../reportError.ts';
import { checkStyle, checkTypes, provideVerilator } from './checks.ts';
import { runVitest } from './runVitest.ts';
import { renderTally, sum, type Tally } from './tally.ts';

interface Options {
  readonly quick: boolean;
  /** Patterns of the test files; those of vitest.config.ts where undefined. */
  readonly include: readonly string[] | undefined;
}

/** What `--quick` leaves out: everything that compiles or simulates emitted Verilog. */
const slow = 'testbench/regressions/**';

async function run(filters: readonly string[], options: Options): Promise<number> {
  const tallies: Tally[] = [];
  if (filters.length === 0) {
    tallies.push(...(await Promise.all([checkTypes(projectRoot), checkStyle(projectRoot)])));
    if (!options.quick) tallies.push(await provideVerilator());
  } else {
    process.stdout.write('Only the test files that match; type check and style are left out.\n');
  }
  if (options.quick) process.stdout.write(`Quick: ${slow} is left out.\n`);
  const { include } = options;
  tallies.push(await runVitest({ filters, include, exclude: options.quick ? [slow] : [] }));
  const total = sum(tallies);
  process.stdout.write(renderTally(total));
  return total.failed.length === 0 ? 0 : 1;
}

/**
 * `npm test`, with `argv` the words after it; returns the exit code. The last line of the output is the tally.
 * `include` replaces the patterns of test files.
 */
export function main(argv: readonly string[], include?: readonly string[]): Promise<number> {
  return runCommand(async () => {
    let exitCode = 1;
    const program = new Command('npm test --')
      .description('Type check, style, and all tests: of the language, the golden models, and the emitted Verilog.')
      .argument('[filters...]', 'only the test files whose path contains one of these, e.g. testbench/golden')
      .option('--quick', 'leave out what simulates emitted Verilog', false)
      .exitOverride()
      .showHelpAfterError('(see --help)')
      .action(async (filters: readonly string[], { quick }: { readonly quick: boolean }) => {
        exitCode = await run(filters, { quick, include });
      });
    try {
      await program.parseAsync([...argv], { from: 'user' });
    } catch (error) {
      if (error instanceof CommanderError) return error.exitCode;
      throw error;
    }
    return exitCode;
  });
}

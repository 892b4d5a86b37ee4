import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { projectRoot } from '../bin/bootstrap.mjs';
import { failure, sum, type Tally } from './tally.ts';

export interface TestSelection {
  /** Only files whose path contains one of these; all where empty. */
  readonly filters: readonly string[];
  /** Patterns of the test files; those of vitest.config.ts where undefined. */
  readonly include: readonly string[] | undefined;
  /** Patterns of files to leave out. */
  readonly exclude: readonly string[];
}

const tallySchema = z.object({
  passed: z.number(),
  failed: z.array(z.string()),
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
});

function outcome(tallyFile: string, exit: string | undefined, filters: readonly string[]): Tally {
  if (!existsSync(tallyFile)) return failure(`vitest (it ended without a result: ${exit ?? 'exit code 0'})`);
  const tally = tallySchema.parse(JSON.parse(readFileSync(tallyFile, 'utf8')));
  if (tally.passed + tally.failed.length + tally.skipped.length === 0) {
    return failure(filters.length === 0 ? 'no test was found' : `no test file matches ${filters.join(' ')}`);
  }
  if (tally.failed.length === 0 && exit !== undefined) return sum([tally, failure(`vitest (${exit})`)]);
  if (tally.passed + tally.failed.length === 0) return sum([tally, failure('no test ran: all were skipped')]);
  return tally;
}

/** Runs the tests, whose report goes to this process's output. That none ran, or vitest broke, is a failure too. */
export async function runVitest({ filters, include, exclude }: TestSelection): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'scoville-test-'));
  try {
    const tallyFile = join(folder, 'tally.json');
    const options = {
      root: projectRoot,
      ...(include === undefined ? {} : { include }),
      ...(exclude.length === 0 ? {} : { exclude: ['**/node_modules/**', ...exclude] }),
    };
    const program = fileURLToPath(new URL('vitest.mjs', import.meta.url));
    const { exitCode, signal } = await execa(
      process.execPath,
      [program, JSON.stringify({ filters, options, tallyFile })],
      { cwd: projectRoot, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false },
    );
    return outcome(tallyFile, exitCode === 0 ? undefined : (signal ?? `exit code ${exitCode}`), filters);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const runner = fileURLToPath(new URL('fixtures/run.mjs', import.meta.url));

/** Runs `npm test` on the fixtures, as a user would see it. */
async function npmTest(...args: readonly string[]) {
  const result = await execa(process.execPath, [runner, ...args], { reject: false, stdin: 'ignore' });
  const lines = result.stdout.split('\n');
  const end = lines.findIndex(line => line === 'Skipped:' || line === 'Failed:');
  return { exitCode: result.exitCode, stderr: result.stderr, last: lines.at(-1), end: lines.slice(end) };
}

describe('npm test', () => {
  it('ends with 0 and the tally when tests pass', async () => {
    expect(await npmTest('fixtures/passing')).toMatchObject({ exitCode: 0, last: '1 passed, 0 failed, 0 skipped' });
  });

  it('counts every outcome, with the reason of each skip', async () => {
    const { exitCode, end } = await npmTest(
      ...['outcomes', 'unhandled', 'broken', 'crash'].map(name => `fixtures/${name}`),
    );
    const file = 'scripts/test/fixtures/outcomes.fixture.ts';
    expect(exitCode).toBe(1);
    // What breaks outside a test comes last, in the order of time.
    const [summary, , ...outside] = end.splice(-4).reverse();
    expect(summary).toBe('2 passed, 6 failed, 7 skipped');
    expect(outside.sort()).toEqual([
      '  outside any test: [vitest-pool]: Worker forks emitted error.',
      '  outside any test: nobody catches this',
    ]);
    expect(end).toEqual([
      'Skipped:',
      '  there is no data',
      `    ${file} > skips itself`,
      '  a note says why',
      `    ${file} > skips with a note`,
      '  no reason is stated',
      `    ${file} > is skipped without a reason`,
      '  yet to be written',
      `    ${file} > is to be written`,
      '  there is no Icarus',
      `    ${file} > a skipped group > has one`,
      `    ${file} > a skipped group > has two`,
      '  "a broken group" failed before its tests',
      `    ${file} > a broken group > never runs`,
      '',
      'Failed:',
      '  scripts/test/fixtures/broken.fixture.ts (the file itself)',
      '  scripts/test/fixtures/crash.fixture.ts > takes its process down (did not end)',
      `  ${file} > a broken group (before or after its tests)`,
      `  ${file} > fails`,
    ]);
  });

  it('fails when no test ran', async () => {
    const skipped = await npmTest('fixtures/skipped');
    expect(skipped).toMatchObject({ exitCode: 1, last: '0 passed, 1 failed, 1 skipped' });
    expect(skipped.end).toContain('  no test ran: all were skipped');
    const none = await npmTest('nowhere');
    expect(none).toMatchObject({ exitCode: 1, last: '0 passed, 1 failed, 0 skipped' });
    expect(none.end).toContain('  no test file matches nowhere');
  });

  it('refuses an option that it does not know', async () => {
    const { exitCode, stderr } = await npmTest('--fast');
    expect(exitCode).toBe(1);
    expect(stderr).toContain("error: unknown option '--fast'");
  });
});

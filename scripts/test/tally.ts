/** A test that did not run, and why. */
export interface Skip {
  readonly name: string;
  readonly reason: string;
}

/** What a run came to. Every test is in exactly one of the three. */
export interface Tally {
  readonly passed: number;
  /** The names of what failed. */
  readonly failed: readonly string[];
  readonly skipped: readonly Skip[];
}

export const noTests: Tally = { passed: 0, failed: [], skipped: [] };

/** One failure, which stands for itself. */
export const failure = (name: string): Tally => ({ passed: 0, failed: [name], skipped: [] });

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.flatMap(({ failed }) => failed),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  };
}

/** The last line of every test run; `.ci/run` adds up such lines. */
export const summaryLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;

/** The end of a run's output: what was skipped, gathered by reason, what failed, and the summary line. */
export function renderTally(tally: Tally): string {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of tally.skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  const lines: string[] = [];
  if (byReason.size > 0) lines.push('', 'Skipped:');
  for (const [reason, names] of byReason) lines.push(`  ${reason}`, ...names.map(name => `    ${name}`));
  if (tally.failed.length > 0) lines.push('', 'Failed:', ...tally.failed.map(name => `  ${name}`));
  return [...lines, '', summaryLine(tally), ''].join('\n');
}

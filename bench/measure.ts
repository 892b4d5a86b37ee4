import { execa } from 'execa';
import { projectRoot } from '../scripts/bin/bootstrap.mjs';
import { UserError } from '../scripts/userError.ts';

/** Seconds of one run of a command. */
export interface ProcessTimes {
  /** Of all its threads and children, user and system together. */
  readonly cpu: number;
  readonly wall: number;
}

/** `value` to so many decimals, as a number. */
export const round = (value: number, decimals = 2): number => Number(value.toFixed(decimals));

/** A quantile of numbers, between neighbours by proportion. @throws RangeError without numbers */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new RangeError('There is no quantile of no numbers.');
  return low + (high - low) * (place - Math.floor(place));
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** Seconds in what the shell's `times` prints for its children: `0m0.294s 0m0.051s`. */
function childSeconds(text: string): number {
  const last = text.trim().split('\n').at(-1) ?? '';
  const parts = [...last.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`The shell's times are not as expected: ${text}`);
  return parts.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}

/**
 * Runs a command in the project's folder. Node has no CPU time of a child, the shell has.
 *
 * @throws UserError when it fails
 */
export async function timeProcess(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessTimes> {
  const start = performance.now();
  const run = await execa('sh', ['-c', '"$@" 1>&2; code=$?; times; exit $code', 'sh', ...command], {
    cwd: projectRoot,
    env,
    reject: false,
  });
  const wall = (performance.now() - start) / 1000;
  if (run.exitCode !== 0)
    throw new UserError(`\`${command.join(' ')}\` fails, so that its time means nothing.`, run.stderr);
  return { cpu: childSeconds(run.stdout), wall };
}

/** The least CPU and the least wall time of several runs: what disturbs a run only adds to it. */
export async function leastTimes(
  runs: number,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessTimes> {
  const all: ProcessTimes[] = [];
  for (let run = 0; run < runs; run++) all.push(await timeProcess(command, env));
  return { cpu: Math.min(...all.map(({ cpu }) => cpu)), wall: Math.min(...all.map(({ wall }) => wall)) };
}

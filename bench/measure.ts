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

/** A command took longer than it was given, and was ended. */
export class TimeLimitError extends Error {
  constructor(command: readonly string[], limitSeconds: number) {
    super(`\`${command.join(' ')}\` was ended after ${limitSeconds} s.`);
    this.name = 'TimeLimitError';
  }
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Wall time after which the command is ended; none unless given. */
  readonly limitSeconds?: number;
}

/**
 * Runs a command in the project's folder. Node has no CPU time of a child, the shell has: one shell waits for the command
 * and prints the times, another tells its process id and becomes the command.
 *
 * @throws UserError when it fails, TimeLimitError
 */
export async function timeProcess(
  command: readonly string[],
  { env = {}, limitSeconds }: RunOptions = {},
): Promise<ProcessTimes> {
  const start = performance.now();
  const become = 'echo $$ >&3; exec "$@" 3>&-';
  const wait = `sh -c '${become}' sh "$@" 1>&2; code=$?; times; exit $code`;
  const child = execa('sh', ['-c', wait, 'sh', ...command], {
    cwd: projectRoot,
    env,
    reject: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let isEnded = false;
  let processId = 0;
  child.stdio[3]?.on('data', (bytes: Buffer) => {
    processId = Number(bytes.toString().trim());
  });
  const end = (): void => {
    isEnded = true;
    if (processId > 0) process.kill(processId, 'SIGKILL');
  };
  const timer = limitSeconds === undefined ? undefined : setTimeout(end, limitSeconds * 1000);
  const run = await child;
  clearTimeout(timer);
  const wall = (performance.now() - start) / 1000;
  if (isEnded) throw new TimeLimitError(command, limitSeconds ?? 0);
  if (run.exitCode !== 0)
    throw new UserError(`\`${command.join(' ')}\` fails, so that its time means nothing.`, run.stderr);
  return { cpu: childSeconds(run.stdout), wall };
}

/** The least CPU and the least wall time of several runs: what disturbs a run only adds to it. */
export async function leastTimes(
  runs: number,
  command: readonly string[],
  options: RunOptions = {},
): Promise<ProcessTimes> {
  const all: ProcessTimes[] = [];
  for (let run = 0; run < runs; run++) all.push(await timeProcess(command, options));
  return { cpu: Math.min(...all.map(({ cpu }) => cpu)), wall: Math.min(...all.map(({ wall }) => wall)) };
}

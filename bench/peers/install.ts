import { execa } from 'execa';
import { UserError } from '../../scripts/userError.ts';
import { cacheFolder } from '../../scripts/verilator/paths.ts';

/** An installation that takes longer is given up. */
const limitMinutes = 5;

/** What is kept by tools that are told where to keep it: nothing is written outside the project's cache. */
export const toolCache = (): Readonly<Record<string, string>> => ({ XDG_CACHE_HOME: cacheFolder('peers', 'tools') });

/** The output of a command that a peer needs. @throws UserError when it does not run */
export async function requireCommand(command: readonly [string, ...string[]]): Promise<string> {
  const [program, ...args] = command;
  const run = await execa(program, args, { reject: false, all: true });
  if (run.exitCode !== 0) throw new UserError(`${program} does not run here`);
  return run.all ?? '';
}

/** Runs a step of an installation. @throws UserError with the reason when it fails or takes too long */
export async function install(command: readonly [string, ...string[]]): Promise<void> {
  const [program, ...args] = command;
  const run = await execa(program, args, {
    reject: false,
    all: true,
    timeout: limitMinutes * 60_000,
    env: toolCache(),
  });
  if (run.timedOut) throw new UserError(`its installation was given up after ${limitMinutes} minutes`);
  if (run.exitCode !== 0) throw new UserError(`it cannot be installed: ${reasonIn(run.all ?? '', program)}`);
}

/** The line in which an installer says why it failed: the first that names an error, else its last. */
export function reasonIn(output: string, program: string): string {
  const lines = output
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const line = lines.find(text => /\berror\b/i.test(text)) ?? lines.at(-1) ?? 'it says nothing';
  return `${program}: ${line.length > 160 ? `${line.slice(0, 160)}…` : line}`;
}

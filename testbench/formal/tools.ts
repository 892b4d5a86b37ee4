import { execa } from 'execa';
import { UserError } from '../../scripts/userError.ts';
import { installCommand } from '../../scripts/verilator/installCommand.ts';
import { abcWheel, ensureProgram, z3Wheel } from './wheel.ts';
import { findYosys, type Yosys } from './yosys.ts';

/** What a proof needs. */
export interface FormalTools {
  readonly yosys: Yosys;
  /** Paths or names of programs. */
  readonly abc: string;
  readonly z3: string;
}

async function runs(command: string, args: readonly string[]): Promise<boolean> {
  const run = await execa(command, args, { reject: false, stdin: 'ignore' });
  return run.exitCode === 0;
}

const z3Install = 'Install z3 yourself: apt-get install z3, or brew install z3, or python3 -m pip install z3-solver.';
const abcInstall = `yosys-abc comes with Yosys: ${installCommand('yosys')}.`;

async function find(): Promise<FormalTools> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const yosys = await findYosys();
  const abc = (await runs('yosys-abc', ['-c', 'version']))
    ? 'yosys-abc'
    : await ensureProgram(abcWheel, abcInstall, say);
  const z3 = (await runs('z3', ['--version'])) ? 'z3' : await ensureProgram(z3Wheel, z3Install, say);
  for (const program of [abc, z3])
    if (!(await runs(program, program === abc ? ['-c', 'version'] : ['--version'])))
      throw new UserError(`${program} does not run on this machine.`, program === abc ? abcInstall : z3Install);
  return { yosys, abc, z3 };
}

let found: Promise<FormalTools> | undefined;

/**
 * Yosys, ABC and z3: those on PATH, else those of packages, which are downloaded into the project's cache. Asked once per
 * process.
 *
 * @throws UserError, with the command that installs it, when one is missing and cannot be downloaded
 */
export function formalTools(): Promise<FormalTools> {
  found ??= find();
  return found;
}

/** The tools, or why there are none. */
export async function formalAvailability(): Promise<
  { readonly available: true; readonly tools: FormalTools } | { readonly available: false; readonly reason: string }
> {
  try {
    return { available: true, tools: await formalTools() };
  } catch (error) {
    if (error instanceof UserError) return { available: false, reason: error.message };
    throw error;
  }
}

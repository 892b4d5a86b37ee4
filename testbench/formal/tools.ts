import { UserError } from '../../scripts/userError.ts';
import { abc, ensureProgram, type FormalProgram, versionOf, z3 } from '../../scripts/wheels/formalPrograms.ts';
import { findYosys, type Yosys } from './yosys.ts';

/** What a proof needs. */
export interface FormalTools {
  readonly yosys: Yosys;
  /** Paths or names of programs. */
  readonly abc: string;
  readonly z3: string;
}

async function ensureRunning(program: FormalProgram): Promise<string> {
  const command = await ensureProgram(program, line => void process.stderr.write(`${line}\n`));
  if ((await versionOf(command, program)) === undefined)
    throw new UserError(`${command} does not run on this machine.`, program.otherWay);
  return command;
}

async function find(): Promise<FormalTools> {
  const yosys = await findYosys();
  return { yosys, abc: await ensureRunning(abc), z3: await ensureRunning(z3) };
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

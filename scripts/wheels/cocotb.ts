import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../userError.ts';
import { folderOnce } from '../verilator/folderOnce.ts';
import { installCommand } from '../verilator/installCommand.ts';
import { cacheFolder } from '../verilator/paths.ts';

/** What is installed where Python has no cocotb of its own. */
const COCOTB = '2.1.0';
const PYTHON = 'python3';
const OLDEST_PYTHON = [3, 9] as const;

/** A Python that has cocotb. */
export interface CocotbPython {
  readonly command: string;
  /** Folders for PYTHONPATH. */
  readonly path: readonly string[];
  /** Of cocotb. */
  readonly version: string;
  /** Where cocotb was found. */
  readonly origin: 'Python' | 'cache';
}

/** Prints the version of Python, and that of cocotb where it has one. */
const question = `
import sys
print("%d.%d" % sys.version_info[:2])
try:
    from importlib.metadata import version
    import cocotb_tools.runner
    print(version("cocotb"))
except Exception:
    print("")
`;

async function ask(command: string): Promise<{ readonly python: string; readonly cocotb: string } | undefined> {
  const { exitCode, stdout = '' } = await execa(command, ['-c', question], { reject: false, stdin: 'ignore' });
  const [python = '', cocotb = ''] = stdout.split('\n').map(line => line.trim());
  return exitCode === 0 && /^\d+\.\d+$/.test(python) ? { python, cocotb } : undefined;
}

const isOld = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1]);
};

/** Where cocotb for this Python lives in the cache, present or not. */
export const cocotbFolder = (python: string): string =>
  cacheFolder('cocotb', `${COCOTB}-python${python}-${process.platform}-${process.arch}`);

async function install(command: string, python: string, say: (line: string) => void): Promise<string> {
  const target = cocotbFolder(python);
  return folderOnce(target, async temporary => {
    say(`Installing cocotb ${COCOTB} into ${target}`);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-warn-script-location'];
    const args = [...pip, '--only-binary=:all:', '--target', temporary, `cocotb==${COCOTB}`];
    // A folder of the user's own packages would send them elsewhere.
    const env = { PIP_USER: '0', PIP_ROOT_USER_ACTION: 'ignore' };
    const { exitCode, stderr = '' } = await execa(command, args, { reject: false, stdin: 'ignore', env });
    if (exitCode === 0) return;
    const reason = stderr.trim().split('\n').at(-1) ?? '';
    throw new UserError(
      `cocotb ${COCOTB} could not be installed with pip: ${reason === '' ? 'pip does not run' : reason}`,
      `pip comes with Python: ${installCommand('pip')}\nOr install cocotb yourself: python3 -m pip install "cocotb>=2,<3"`,
    );
  });
}

/**
 * A Python with cocotb 2: the one on PATH where it has it, else with cocotb out of the project's cache, into which it is
 * installed first if it is not there. No root, and nothing outside the cache.
 *
 * @throws UserError when there is no Python, an old one, or cocotb cannot be had
 */
export async function cocotbPython(say: (line: string) => void): Promise<CocotbPython> {
  const command = PYTHON;
  const found = await ask(command);
  if (found === undefined)
    throw new UserError('cocotb needs Python 3, and python3 does not run.', `Install it: ${installCommand('python3')}`);
  if (isOld(found.python))
    throw new UserError(
      `cocotb needs Python ${OLDEST_PYTHON.join('.')} or later, and python3 is ${found.python}.`,
      `Install a newer one: ${installCommand('python3')}`,
    );
  if (found.cocotb.startsWith('2.')) return { command, path: [], version: found.cocotb, origin: 'Python' };
  return { command, path: [await install(command, found.python, say)], version: COCOTB, origin: 'cache' };
}

/** What there is of cocotb, without installing anything. */
export async function cocotbAtHand(): Promise<
  | { readonly found: true; readonly version: string; readonly origin: 'Python' | 'cache'; readonly folder: string }
  | { readonly found: false; readonly reason: string; readonly canInstall: boolean }
> {
  const found = await ask(PYTHON);
  if (found === undefined) return { found: false, reason: `${PYTHON} does not run`, canInstall: false };
  const folder = cocotbFolder(found.python);
  if (found.cocotb.startsWith('2.')) return { found: true, version: found.cocotb, origin: 'Python', folder: '' };
  if (existsSync(folder)) return { found: true, version: COCOTB, origin: 'cache', folder };
  if (isOld(found.python))
    return { found: false, reason: `it needs a newer Python than ${found.python}`, canInstall: false };
  return { found: false, reason: `the first bench installs it with pip into ${folder}`, canInstall: true };
}

/** The environment in which such a Python finds cocotb. */
export function pythonEnvironment({ path }: CocotbPython): Record<string, string> {
  const before = process.env.PYTHONPATH ?? '';
  const folders = [...path, ...(before === '' ? [] : [before])];
  return folders.length === 0 ? {} : { PYTHONPATH: folders.join(delimiter) };
}

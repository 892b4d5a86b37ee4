/**
 * What every command does first. Plain JavaScript and nothing but Node: it runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { hostname } from 'node:os';
import { basename, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = resolve(fileURLToPath(new URL('../..', import.meta.url)));

const oldestNode = [20, 19];
/** The holder of the lock touches it this often; untouched for `lockStaleMs`, it was left behind. */
const lockTouchMs = 2_000;
const lockStaleMs = 30_000;

/**
 * Ends the process with a message for the user.
 *
 * @param {string} message
 * @param {string} remedy
 * @returns {never}
 */
function die(message, remedy) {
  process.stderr.write(`error: ${message}\n${remedy.replace(/^(?=.)/gm, '  ')}\n`);
  process.exit(1);
}

/** @param {string} version as in `process.versions.node` */
export function isNodeTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Whether `node_modules` holds what package-lock.json asks for on this machine. npm's own record of what it installed
 * (`node_modules/.package-lock.json`, written last) is compared, so that a plain `npm ci` counts as well as ours. The
 * stamp settles what cannot be known: an optional package that npm could not install is not asked for again.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const lockText = readIfThere(join(root, 'package-lock.json'));
  const installedText = readIfThere(join(root, 'node_modules/.package-lock.json'));
  if (lockText === undefined || installedText === undefined) return false;
  let installed;
  try {
    installed = JSON.parse(installedText).packages;
  } catch {
    return false;
  }
  const folders = Object.keys(installed);
  if (!folders.every(folder => existsSync(join(root, folder)))) return false;
  if (readIfThere(stampFile(root)) === stamp(lockText, installedText)) return true;
  const isWanted = ({ optional, os, cpu, libc }) =>
    optional !== true ||
    (os?.includes(process.platform) === true && cpu?.includes(process.arch) === true && libc === undefined);
  const complete = Object.entries(JSON.parse(lockText).packages).every(
    ([folder, entry]) => folder === '' || !isWanted(entry) || installed[folder]?.version === entry.version,
  );
  if (complete) writeStamp(root);
  return complete;
}

const stampFile = root => join(root, 'node_modules/.scoville-installed');

const stamp = (lockText, installedText) =>
  createHash('sha256').update(`${process.platform} ${process.arch}\n${lockText}\n${installedText}`).digest('hex');

function writeStamp(root) {
  const lockText = readIfThere(join(root, 'package-lock.json'));
  const installedText = readIfThere(join(root, 'node_modules/.package-lock.json'));
  if (lockText === undefined || installedText === undefined) return;
  try {
    writeFileSync(stampFile(root), stamp(lockText, installedText));
  } catch {
    // Somebody else's folder: the comparison is made anew each time.
  }
}

/** Whether the lock's holder is gone: its process ended (where that can be seen), or it stopped touching the lock. */
function isStale(lockFile, text) {
  const [host, pid] = text.split('\n');
  if (host === hostname() && Number(pid) > 0) {
    try {
      process.kill(Number(pid), 0);
    } catch (error) {
      if (error.code === 'ESRCH') return true;
    }
  }
  try {
    return Date.now() - statSync(lockFile).mtimeMs > lockStaleMs;
  } catch {
    return false;
  }
}

/** Takes a stale lock away, unless another process has replaced it meanwhile: then it is put back. */
function removeStale(lockFile, text) {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (readIfThere(aside) !== text) linkSync(aside, lockFile);
  } catch {
    // Somebody was faster.
  }
  rmSync(aside, { force: true });
}

/**
 * Runs `work` while no other process on this checkout does, and returns what it returns. `onWait` is called once if it
 * has to wait.
 *
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @param {() => void} onWait
 */
export async function withLock(lockFile, work, onWait = () => {}) {
  for (let waited = false; ; ) {
    try {
      writeFileSync(lockFile, `${hostname()}\n${process.pid}\n${Date.now()}`, { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const text = readIfThere(lockFile);
    if (text !== undefined && isStale(lockFile, text)) {
      removeStale(lockFile, text);
      continue;
    }
    if (!waited) onWait();
    waited = true;
    await new Promise(done => setTimeout(done, 200));
  }
  const touch = setInterval(() => {
    try {
      utimesSync(lockFile, new Date(), new Date());
    } catch {
      // Removed by hand: nothing to keep.
    }
  }, lockTouchMs);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    rmSync(lockFile, { force: true });
  }
}

/** What a surrounding npm or npx hands down that would change what `npm ci` installs, or where. */
const misleading =
  /^npm_config_(workspaces?|include_workspace_root|prefix|local_prefix|global|location|omit|only|production|dry_run|package|call|package_lock.*|ignore_scripts|install_links)$/i;

const noNpm = 'npm was not found';

/** Runs `npm ci` in `root`; its output is kept for the case that it fails. */
function npmCi(root) {
  const own = process.env.npm_execpath;
  const viaNode = own !== undefined && basename(own) === 'npm-cli.js' && existsSync(own);
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--no-update-notifier'];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleading.test(name)));
  return new Promise(done => {
    let output = '';
    const child = spawn(viaNode ? process.execPath : 'npm', viaNode ? [own, ...args] : args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: !viaNode && process.platform === 'win32',
    });
    child.on('error', error => done({ code: error.code === 'ENOENT' ? noNpm : error.message, output }));
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
    child.on('close', (code, signal) => done({ code: code ?? signal, output }));
  });
}

/** What npm gives as reasons: they come first; the usage and the place of the log follow. */
function npmReasons(output) {
  const lines = output.split('\n').filter(line => line.startsWith('npm error'));
  const usage = lines.findIndex(line => /^npm error (Clean install|Usage:)/.test(line));
  const reasons = (usage < 0 ? lines : lines.slice(0, usage)).filter(line => !/^npm error *($|at |\})/.test(line));
  const most = 20;
  return [...reasons.slice(0, most), ...(reasons.length > most ? [`(${reasons.length - most} more lines)`] : [])].join(
    '\n',
  );
}

/** Installs, and returns what to tell the user if that failed. */
async function install(root) {
  process.stderr.write('Installing what Scoville needs into node_modules (npm ci, a few seconds) ...\n');
  const { code, output } = await npmCi(root);
  if (code === noNpm) {
    return {
      message: 'the dependencies are not installed, and npm, which installs them, was not found.',
      remedy: `npm comes with Node: put it on PATH, or run \`npm ci\` in ${root} yourself.`,
    };
  }
  if (code !== 0) {
    const reason = typeof code === 'number' ? `exit code ${code}` : code;
    const said = npmReasons(output);
    return {
      message: `the dependencies could not be installed: npm ci failed (${reason}).`,
      remedy: `${said}${said === '' ? '' : '\n\n'}Check that the package registry can be reached and that ${root} can be written,\nthen run \`npm ci\` there to see all that npm says.`,
    };
  }
  writeStamp(root);
  if (isInstalled(root)) return undefined;
  return {
    message: 'npm ci ended well, but node_modules is not complete.',
    remedy: `Delete ${join(root, 'node_modules')} and try again.`,
  };
}

/** Whether this is a working copy of Scoville, and not a package that another project has installed. */
export function isCheckout(root = projectRoot) {
  return existsSync(join(root, 'package-lock.json')) && !root.split(sep).includes('node_modules');
}

/**
 * Makes sure that `node_modules` is what package-lock.json says; installs it where it is missing, incomplete or out of
 * date. Two processes at the same time install once. Does nothing where Scoville is itself an installed package, which
 * is then its package manager's affair. Ends the process with a message where it cannot.
 */
export async function ensureDependencies() {
  if (isNodeTooOld(process.versions.node)) {
    die(
      `Scoville needs Node ${oldestNode.join('.')} or later, and this is Node ${process.versions.node}.`,
      'Install a current version from https://nodejs.org, or choose another with your version manager.',
    );
  }
  const root = projectRoot;
  if (!isCheckout(root) || isInstalled(root)) return;
  let failure;
  try {
    mkdirSync(join(root, '.cache'), { recursive: true });
    failure = await withLock(
      join(root, '.cache/install.lock'),
      async () => (isInstalled(root) ? undefined : install(root)),
      () => process.stderr.write('Waiting for another process that installs the dependencies ...\n'),
    );
  } catch (error) {
    die(
      `the dependencies are not installed, and ${root} cannot be written (${error.code ?? error.message}).`,
      'Run `npm ci` there as a user who may write it.',
    );
  }
  if (failure !== undefined) die(failure.message, failure.remedy);
}

/**
 * Imports a TypeScript file, through tsx, and returns what it exports. tsx rather than Node's own type stripping: it
 * works on every supported Node and inside another project's node_modules, keeps lines and columns, and caches what it
 * has transformed (measured on 120 files: 0.2 s of CPU on Node 22 and 24, where type stripping takes 0.4).
 *
 * @param {string | URL} entry a URL, an absolute path, or a path from the project's root such as `scripts/scoville.ts`
 */
export async function runTypeScript(entry) {
  module.enableCompileCache?.();
  const { register } = await import('tsx/esm/api');
  // The tsconfig.json of whatever folder the command runs in is not ours to obey.
  register({ tsconfig: false });
  const text = String(entry);
  return import(text.startsWith('file:') ? text : pathToFileURL(resolve(projectRoot, text)).href);
}

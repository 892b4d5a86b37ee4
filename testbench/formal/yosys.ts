import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../../scripts/userError.ts';
import { installCommand } from '../../scripts/verilator/installCommand.ts';

/** What a script said, and the files that it wrote. */
export interface YosysRun {
  readonly failed: boolean;
  readonly text: string;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/** A Yosys: the one on PATH, or the WebAssembly one of the npm package @yowasp/yosys. */
export interface Yosys {
  readonly kind: 'native' | 'npm';
  /** Whether it makes one kind of cell of all properties, which has to be lowered (from 0.38). */
  readonly hasCheckCells: boolean;
  /** Runs a script in a folder with `inputs`; gives the content of `outputs` as far as they were written. */
  run(script: string, inputs: ReadonlyMap<string, string>, outputs: readonly string[]): Promise<YosysRun>;
}

async function runNative(
  script: string,
  inputs: ReadonlyMap<string, string>,
  outputs: readonly string[],
): Promise<YosysRun> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-yosys-'));
  try {
    for (const [name, text] of inputs) await writeFile(join(folder, name), text);
    const run = await execa('yosys', ['-q', '-p', script], { reject: false, all: true, cwd: folder, stdin: 'ignore' });
    const files = new Map<string, Uint8Array>();
    for (const name of outputs) {
      const content = await readFile(join(folder, name)).catch(() => undefined);
      if (content !== undefined) files.set(name, content);
    }
    return { failed: run.exitCode !== 0, text: run.all ?? '', files };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runNpm(
  script: string,
  inputs: ReadonlyMap<string, string>,
  outputs: readonly string[],
): Promise<YosysRun> {
  const { Exit, runYosys } = await import('@yowasp/yosys');
  const pieces: Uint8Array[] = [];
  const keep = (bytes: Uint8Array | null): void => {
    if (bytes !== null) pieces.push(bytes.slice());
  };
  const text = (): string => Buffer.concat(pieces).toString('utf8');
  try {
    const tree = await runYosys(['-q', '-p', script], Object.fromEntries(inputs), { stdout: keep, stderr: keep });
    const files = new Map<string, string | Uint8Array>();
    for (const name of outputs) {
      const content = tree?.[name];
      if (typeof content === 'string' || content instanceof Uint8Array) files.set(name, content);
    }
    return { failed: false, text: text(), files };
  } catch (error) {
    if (error instanceof Exit) return { failed: true, text: text(), files: new Map() };
    throw error;
  }
}

/** Minor version of the Yosys on PATH; undefined where there is none, or one that is too old for these scripts. */
async function nativeMinor(): Promise<number | undefined> {
  const run = await execa('yosys', ['-V'], { reject: false, stdin: 'ignore' });
  const [, major, minor] = /^Yosys (\d+)\.(\d+)/.exec(run.exitCode === 0 ? run.stdout : '') ?? [];
  if (major === undefined || minor === undefined) return undefined;
  if (Number(major) > 0) return Number.POSITIVE_INFINITY;
  return Number(minor) >= 23 ? Number(minor) : undefined;
}

/** The WebAssembly Yosys. @throws UserError where its package is not installed */
export async function npmYosys(): Promise<Yosys> {
  try {
    await import('@yowasp/yosys');
  } catch {
    throw new UserError(
      'There is no Yosys 0.23 or newer on PATH, and the npm package @yowasp/yosys is not installed.',
      `Install Yosys: ${installCommand('yosys')}, or npm install.`,
    );
  }
  return { kind: 'npm', hasCheckCells: true, run: runNpm };
}

/** The Yosys on PATH with its minor version; undefined where there is none, or one that is too old. */
export async function nativeYosys(): Promise<(Yosys & { readonly minor: number }) | undefined> {
  const minor = await nativeMinor();
  return minor === undefined ? undefined : { kind: 'native', hasCheckCells: minor >= 38, run: runNative, minor };
}

/** The Yosys on PATH, else the WebAssembly one. @throws UserError when there is neither */
export async function findYosys(): Promise<Yosys> {
  return (await nativeYosys()) ?? npmYosys();
}

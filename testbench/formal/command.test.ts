import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipUnless } from '../../scripts/test/skip.ts';
import { projectRoot } from '../../scripts/verilator/paths.ts';
import { formalAvailability } from './tools.ts';

const formal = await formalAvailability();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-formal-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function scoville(...args: string[]) {
  const run = await execa('node', [join(projectRoot, 'scripts/bin/scoville.mjs'), 'formal', ...args], {
    reject: false,
    cwd: projectRoot,
    env: { NO_COLOR: '1' },
  });
  const stderr = run.stderr
    .split('\n')
    .filter(line => !line.startsWith('proving:'))
    .join('\n');
  return { exitCode: run.exitCode, stdout: run.stdout, stderr };
}

const fixtures = 'testbench/formal/fixtures.ts';

describe('formal', () => {
  it('lists what it can prove', async () => {
    const { exitCode, stdout } = await scoville('--list', 'skid-buffer-2');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      'skid-buffer-2 (monitored_skid_buffer, WIDTH=2)\n' +
        '  a skid buffer is a queue of two elements that passes one in every cycle',
    );
  });

  it.each([
    [['fifo-9x9'], /^error: There is no proof fifo-9x9\.\n {2}The proofs are fifo-2x1, .*\.$/],
    [['--set', 'WIDTH=1'], /^error: --set changes the parameters of one proof\.\n {2}Name the proof that it is for\.$/],
    [
      ['--depth', '0'],
      /error: option '--depth <cycles>' argument '0' is invalid\. It is a whole number from 1 to 10000/,
    ],
  ])('refuses %o', async (args, message) => {
    const { exitCode, stderr } = await scoville(...args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(1);
  });
});

describe('formal, with its tools', () => {
  skipUnless(formal.available, formal.available ? '' : formal.reason);

  it('proves a user’s own block, and writes how its cover statements are reached', async () => {
    const args = ['overrunning', '--from', fixtures, '--set', 'LIMIT=4', '--engine', 'bounded', '--depth', '6'];
    const waves = join(folder, 'bounded');
    const { exitCode, stdout } = await scoville(...args, '--waves', waves);
    expect(stdout).toMatch(
      /^proof +properties +result +by +seconds\n.*\noverrunning +2 +bounded +holds for 6 cycles +[\d.]+\n/,
    );
    expect(exitCode).toBe(0);
    expect(await readdir(waves)).toEqual(['overrunning-cover-1.vcd']);
  });

  it('says what fails, where, and how, and writes the waveform', async () => {
    const waves = join(folder, 'failing');
    const { exitCode, stdout } = await scoville('overrunning', '--from', fixtures, '--waves', waves);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/overrunning +2 +fails +(pdr|k-induction) +[\d.]+\n/);
    expect(stdout).toMatch(
      /\nerror: overrunning fails in cycle 5:\n {2}`it stops at LIMIT` \(testbench\/formal\/fixtures\.ts:\d+:\d+\)\n/,
    );
    expect(stdout).toMatch(/\n {2}counted +[\da-f] +0 +1 +2 +3 +4\n/);
    expect(await readdir(waves)).toEqual(['overrunning.vcd']);
    expect(await readFile(join(waves, 'overrunning.vcd'), 'utf8')).toContain('$var wire 4');
  });
});

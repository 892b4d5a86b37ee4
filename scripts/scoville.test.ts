import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('bin/scoville.mjs', import.meta.url));

const scoville = (...args: readonly string[]) =>
  execa(process.execPath, [bin, ...args], { reject: false, stdin: 'ignore' });

describe('scoville', () => {
  it('lists every command with a line of its own', async () => {
    const { exitCode, stdout, stderr } = await scoville('--help');
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    for (const name of ['generate', 'simulate', 'regress', 'check']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\S+`, 'm'));
    }
  });

  it('tells its version', async () => {
    const { exitCode, stdout } = await scoville('--version');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  });

  it('refuses an unknown command, and says which one may be meant', async () => {
    const { exitCode, stdout, stderr } = await scoville('generat');
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: "error: unknown command 'generat'\n(Did you mean generate?)\n(see --help)",
    });
  });

  it('refuses an unknown option of a command', async () => {
    const { exitCode, stderr } = await scoville('generate', '--bogus');
    expect(exitCode).toBe(1);
    expect(stderr).toContain("error: unknown option '--bogus'");
  });

  it('bears with a reader that has had enough', async () => {
    const process_ = execa(process.execPath, [bin, '--help'], { reject: false, stdin: 'ignore' });
    process_.stdout.destroy();
    const { exitCode, stderr } = await process_;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});

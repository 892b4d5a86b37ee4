import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../bin/scoville.mjs', import.meta.url));

const regress = (...args: readonly string[]) =>
  execa(process.execPath, [bin, 'regress', ...args], { reject: false, stdin: 'ignore' });

describe('regress', () => {
  it('runs cases in processes of their own, and prints a line for each binding', async () => {
    const { exitCode, stdout } = await regress('--count', '27', '--seed', '1', '--jobs', '2');
    const [title, headings, , ...rest] = stdout.split('\n');
    expect(title).toBe('27 random cases of seed 1 in verilator');
    expect(headings).toMatch(/^configuration +parameters changed +cases +failed +cycles$/);
    expect(rest.map(line => line.replace(/^.* (\d+ +\d+) +\d+$/, '$1').replace(/ +/g, ' '))).toEqual([
      '25 0',
      '2 0',
      '27 cases, all passed',
    ]);
    expect(exitCode).toBe(0);
  });

  it('replays one case', async () => {
    const { exitCode, stdout } = await regress('--replay', '1:3');
    expect(stdout).toMatch(/^1:3: array-\S+ with ROWS=1 .*: M x K x N \d.*\npassed, \d+ cycles$/);
    expect(exitCode).toBe(0);
  });

  it.each([
    [['--replay', 'x'], 'error: x names no case.\n  It is written 7:12, or 7:12/2x3x1/wr for a reduced case'],
    [['--replay', '1:3', '--seed', '2'], 'error: --seed means nothing with --replay, which runs one case.'],
    [['--replay', '1:3', '--waves', 'x.png'], 'error: x.png is no waveform.'],
    [['--waves', 'x.vcd'], 'error: --waves goes with --replay.'],
    [
      ['--count', '0'],
      "error: option '--count <number>' argument '0' is invalid. It is a whole number from 1 to 1000000.",
    ],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await regress(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
  });
});

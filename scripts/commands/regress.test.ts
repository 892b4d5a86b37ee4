import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../bin/scoville.mjs', import.meta.url));

const regress = (...args: readonly string[]) =>
  execa(process.execPath, [bin, 'regress', ...args], { reject: false, stdin: 'ignore' });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-regress-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('regress', () => {
  it('runs cases in processes of their own, and prints a line for each binding', async () => {
    const junit = join(folder, 'results.xml');
    const { exitCode, stdout } = await regress('--count', '27', '--seed', '1', '--jobs', '2', '--junit', junit);
    const [title, headings, , ...rest] = stdout.split('\n');
    expect(title).toBe('54 random cases of seed 1 in verilator');
    expect(headings).toMatch(/^block +configuration +parameters changed +cases +failed +cycles$/);
    expect(rest.map(line => line.replace(/^.* (\d+ +\d+) +\d+$/, '$1').replace(/ +/g, ' '))).toEqual([
      '20 0',
      '7 0',
      '25 0',
      '2 0',
      '54 cases, all passed',
    ]);
    expect(exitCode).toBe(0);
    const xml = await readFile(junit, 'utf8');
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="54" failures="0">\n/);
    expect(xml).toContain(
      '<testsuite name="random cases of the engine" tests="27" failures="0" errors="0" skipped="0">',
    );
    const names = [...xml.matchAll(/<testcase name="([^"]+)"/g)].map(([, name]) => name);
    const numbered = (prefix: string) => Array.from({ length: 27 }, (_, index) => `${prefix}1:${index}`);
    expect(names).toEqual([...numbered('engine-'), ...numbered('')]);
  });

  it.each([
    ['1:3', /^1:3: array-\S+ with ROWS=1 .*: M x K x N \d.*\npassed, \d+ cycles$/],
    ['engine-1:3', /^engine-1:3: systolic-\S+ with ROWS=\d .*: M x K x N \d.*; .*\npassed, \d+ cycles$/],
  ])('replays one case: %s', async (name, text) => {
    const { exitCode, stdout } = await regress('--replay', name);
    expect(stdout).toMatch(text);
    expect(exitCode).toBe(0);
  });

  it('drives one block alone', async () => {
    const { exitCode, stdout } = await regress('--count', '2', '--seed', '1', '--block', 'engine');
    expect(stdout).toMatch(/\nengine +systolic-.* 2 +0 +\d+\n2 cases, all passed$/);
    expect(exitCode).toBe(0);
  });

  it.each([
    [['--replay', 'x'], 'error: x names no case.\n  It is written 7:12, or 7:12/2x3x1/wr for a reduced case'],
    [
      ['--replay', 'engine-x'],
      'error: engine-x names no case.\n  It is written engine-7:12, or engine-7:12/2x3.4x1,!,-/wr',
    ],
    [['--junit', 'nowhere/x.xml'], 'error: cannot write nowhere/x.xml: there is no folder'],
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

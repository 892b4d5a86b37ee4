import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../verilator/paths.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-cocotb-command-'));
  await mkdir(join(folder, 'mine'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Progress goes to stderr where the machine is slow. */
const withoutProgress = (text: string): string =>
  text
    .split('\n')
    .filter(line => !/^(checking \d+ files?|cocotb:|Installing)/.test(line))
    .join('\n');

async function cocotb(...args: string[]) {
  const run = await execa('node', [join(projectRoot, 'scripts/bin/scoville.mjs'), 'cocotb', ...args], {
    reject: false,
    cwd: folder,
    env: { NO_COLOR: '1' },
  });
  return { exitCode: run.exitCode, stdout: run.stdout, stderr: withoutProgress(run.stderr) };
}

const language = join(projectRoot, 'dsl/index.ts');
const source = (body: string): string =>
  `import { blackBox, bool, input, module, output } from '${language}';\n${body}`;

describe('cocotb', () => {
  it('lists the blocks, each with its golden model and its parameters', async () => {
    const { exitCode, stdout } = await cocotb('--list');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('round_robin: golden: testbench/golden/buffers/roundRobin.ts\n');
    expect(stdout).toMatch(/\n {2}MEMORY +distributed +one of distributed, block\n/);
  });

  it('writes a bench that stands alone, parameters set', async () => {
    const out = join(folder, 'bench');
    const run = await cocotb('async_fifo', '--no-run', '--out', out, '--set', 'MEMORY=block', '--set', 'WIDTH=9');
    expect(run).toEqual({
      exitCode: 0,
      stdout: `bench       folder\n----------  ${'-'.repeat(out.length)}\nasync_fifo  ${out}`,
      stderr: '',
    });
    const names = (await readdir(out)).sort();
    expect(names).toEqual([
      'README.md',
      'async_fifo_interface.py',
      'async_fifo_memory_block.v',
      'files.f',
      'generated.json',
      'packing.py',
      'pyproject.toml',
      'requirements.txt',
      'run.py',
      'streams.py',
      'test_async_fifo.py',
      'vectors.json',
    ]);
    expect(await readFile(join(out, 'run.py'), 'utf8')).toContain(
      'PARAMETERS: dict[str, object] = {"WIDTH": 9, "DEPTH": 8}',
    );
    const vectors: unknown = JSON.parse(await readFile(join(out, 'vectors.json'), 'utf8'));
    expect(vectors).toMatchObject({ block: 'async_fifo_memory_block', seed: 1, parameters: { WIDTH: 9, DEPTH: 8 } });
    await writeFile(join(out, 'test_async_fifo.py'), '# mine\n');
    const again = await cocotb('async_fifo', '--no-run', '--out', out);
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      `error: ${out} holds files that were changed or added since they were written: test_async_fifo.py.\n  They would be lost: give --out another folder, or remove this one.`,
    ]);
  });

  it('takes the modules of a file of the user, each with its defaults', async () => {
    const file = join(folder, 'mine', 'gate.ts');
    await writeFile(
      file,
      source(
        `export const Gate = module('gate', { params: {}, ports: () => ({ a: input(bool), b: output(bool) }) }, ({ a, b }) => b.set(a.not()));\n`,
      ),
    );
    expect(await cocotb(file, '--no-run')).toMatchObject({
      exitCode: 0,
      stdout: 'bench  folder\n-----  -----------------\ngate   build/cocotb/gate',
    });
    expect(await readFile(join(folder, 'build/cocotb/gate/vectors.json'), 'utf8')).toContain(
      '"origin": "recorded from the built-in simulator',
    );
  });

  it('takes golden models of a file of the user, and says what does not fit', async () => {
    const file = join(folder, 'mine', 'benches.ts');
    const write = (cycles: string): Promise<void> =>
      writeFile(
        file,
        source(`import { cocotbBlock } from '${join(projectRoot, 'testbench/cocotb/block.ts')}';
const Not = module('inverter', { params: {}, ports: () => ({ a: input(bool), b: output(bool) }) }, ({ a, b }) => b.set(a.not()));
export const benches = [cocotbBlock(Not, { values: {}, golden: 'the opposite', vectors: () => ({ kind: 'cycles', cycles: [${cycles}] }) })];
`),
      );
    await write('{ inputs: { a: true }, outputs: { b: 0 } }');
    expect(await cocotb(file, '--no-run')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await cocotb(file, '--list')).toMatchObject({ exitCode: 0, stdout: 'inverter: golden: the opposite' });
    for (const [cycles, message] of [
      ['{ inputs: { a: true }, outputs: { c: 0 } }', 'it has no output c.\n  It has b.'],
      ['{ inputs: {}, outputs: {} }', 'a has no value in cycle 0.\n  Every input has one in every cycle.'],
      ['{ inputs: { a: [1] }, outputs: {} }', 'a in cycle 0: 1 is no bit.'],
    ] as const) {
      await write(cycles);
      expect((await cocotb(file, '--no-run')).stderr).toBe(`error: The vectors of inverter do not fit it: ${message}`);
    }
  });

  it.each([
    [[], 'error: No block is named.\n  The blocks are fifo, skid_buffer, '],
    [['fifu'], 'error: There is no block fifu with golden vectors.\n  The blocks are fifo, '],
    [['fifo', 'ram', '--out', 'x'], 'error: --out takes one bench.\n  Name one block.'],
    [['fifo', 'ram', '--set', 'WIDTH=2'], 'error: --set changes one block.\n  Name the block that it is for.'],
    [
      ['fifo', '--set', 'WIDTH'],
      "error: option '--set <NAME=VALUE>' argument 'WIDTH' is invalid. It is written NAME=VALUE",
    ],
    [
      ['fifo', '--simulator', 'vcs'],
      "error: option '--simulator <name>' argument 'vcs' is invalid. Allowed choices are icarus, verilator.",
    ],
    [['fifo', '--simulator', 'icarus', '--no-run'], 'error: --no-run runs no simulator.'],
    [
      ['fifo', '--seed', '-1'],
      "error: option '--seed <n>' argument '-1' is invalid. It is a whole number from 0 to 4294967295.",
    ],
    [
      ['fifo', '--no-run', '--set', 'WIDTH=0'],
      'error[parameter-out-of-range]: WIDTH of `fifo` is 0, but must be at least 1.',
    ],
    [['fifo', '--no-run', '--set', 'SIZE=2'], 'error[unknown-parameter]: '],
    [['nosuch.ts', '--no-run'], 'error: There is no file nosuch.ts.'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await cocotb(...args);
    expect(exitCode).toBe(1);
    expect(stderr.startsWith(message), stderr).toBe(true);
    expect(stdout).toBe('');
  });

  it('refuses a block of which a part is written elsewhere and is not here', async () => {
    const file = join(folder, 'mine', 'outside.ts');
    await writeFile(
      file,
      source(`const Outside = blackBox('outside', { params: {}, ports: () => ({ a: input(bool), b: output(bool) }) });
export const Around = module('around', { params: {}, ports: () => ({ a: input(bool), b: output(bool) }) }, ({ a, b }, _, m) => {
  m.inst('outside_there', Outside, {}, { a, b });
});
`),
    );
    expect((await cocotb(file, '--no-run')).stderr).toBe(
      'error: around cannot be simulated: there is no Verilog of outside, which it instantiates.\n  Give the black box its Verilog.',
    );
  });
});

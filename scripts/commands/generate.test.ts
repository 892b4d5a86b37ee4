import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../verilator/paths.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-generate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Progress goes to stderr where the machine is slow. */
const withoutProgress = (text: string): string =>
  text
    .split('\n')
    .filter(line => !/^(checking \d+ files?|generating:)/.test(line))
    .join('\n');

async function scoville(...args: string[]) {
  const run = await execa('node', [join(projectRoot, 'scripts/bin/scoville.mjs'), 'generate', ...args], {
    reject: false,
    cwd: projectRoot,
    env: { NO_COLOR: '1' },
  });
  return { exitCode: run.exitCode, stdout: run.stdout, stderr: withoutProgress(run.stderr) };
}

describe('generate', () => {
  it('writes one design, changed, into a folder that stands alone', async () => {
    const out = join(folder, 'alone');
    const run = await scoville('array-16x16', '--set', 'ROWS=24', '--prefix', 'soc_', '--out', out);
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(
      /^design +modules +lines +parameters +ms\n.*\narray-16x16 +\d+ +\d+ +6 +[\d.]+\n\nVerilog written to .*alone$/,
    );
    const names = await readdir(out);
    const list = (await readFile(join(out, 'files.f'), 'utf8')).trim().split('\n');
    expect(names.filter(name => name.endsWith('.v')).sort()).toEqual([...list].sort());
    expect(await readFile(join(out, 'soc_array_16x16.v'), 'utf8')).toMatch(/parameter integer ROWS +=\s24,/);
    const manifest: unknown = JSON.parse(await readFile(join(out, 'design.json'), 'utf8'));
    expect(manifest).toMatchObject({
      top: 'soc_array_16x16',
      files: list,
      configuration: { name: 'array-16x16', module: 'systolic_array', values: { ROWS: 24, COLS: 16 } },
    });
  });

  it('renames the clock and the reset of the top', async () => {
    const out = join(folder, 'renamed');
    const options = ['--clock', 'aclk', '--reset', 'aresetn', '--reset-active', 'low', '--out', out];
    expect((await scoville('systolic-4x4', ...options)).exitCode).toBe(0);
    const top = await readFile(join(out, 'systolic_4x4.v'), 'utf8');
    expect(top).toContain('// Synchronous, active low.\n');
    expect(top).toMatch(/\.clk +\(aclk\),\n +\.rst +\(!aresetn\),/);
    expect(top).not.toMatch(/input +wire +(clk|rst),/);
  });

  it('takes files of words, black boxes and macros along, and says what is whose', async () => {
    const from = ['--from', join(import.meta.dirname, 'parts.fixture.ts')];
    const out = join(folder, 'parts');
    const macro = join(folder, 'foundry_ram.v');
    const generic = join(folder, 'generic');
    expect((await scoville('parts', ...from, '--out', generic)).stderr).toBe('');
    const text = await readFile(join(generic, 'ram.v'), 'utf8');
    await writeFile(macro, `// A foundry's own.\n${text}`);
    const run = await scoville('parts', ...from, '--macro', `ram=${macro}`, '--data-path', '/data', '--out', out);
    expect(run.stderr).toBe('');
    expect((await readdir(out)).sort()).toEqual(
      [
        'README.md',
        'analog_front_stub.v',
        'block.v',
        'design.json',
        'files.f',
        'modules.json',
        'parts.v',
        'ram.v',
        'sine.hex',
        'swap_bits.v',
      ].sort(),
    );
    expect(await readFile(join(out, 'files.f'), 'utf8')).not.toContain('analog_front');
    expect(await readFile(join(out, 'block.v'), 'utf8')).toContain('$readmemh("/data/sine.hex", sine, 0, 3);');
    expect(await readFile(join(out, 'ram.v'), 'utf8')).toMatch(/^\/\/ A foundry's own\.\n/);
    expect(await readFile(join(out, 'analog_front_stub.v'), 'utf8')).toContain('(* blackbox *)\nmodule analog_front');
    const manifest = JSON.parse(await readFile(join(out, 'design.json'), 'utf8'));
    expect(manifest.data).toEqual(['sine.hex']);
    expect(manifest.library).toEqual({
      description: 'modules.json',
      modules: ['swap_bits', 'analog_front', 'ram', 'block'],
    });
    const { modules } = JSON.parse(await readFile(join(out, 'modules.json'), 'utf8'));
    expect([...modules, manifest.module].map(({ name, source }) => [name, source])).toEqual([
      ['analog_front', 'external'],
      ['block', 'language'],
      ['ram', 'macro'],
      ['swap_bits', 'black box'],
      ['parts', 'language'],
    ]);
    expect(modules[2].memories).toEqual([{ name: 'words', width: 'LANE_WIDTH', depth: 'DEPTH', reads: 1, writes: 1 }]);
    expect(modules[1].memories).toEqual([
      { name: 'sine', width: '8', depth: '4', reads: 1, writes: 0, init: 'sine.hex' },
    ]);
  });

  it('refuses a macro that is none', async () => {
    const from = ['--from', join(import.meta.dirname, 'parts.fixture.ts'), '--out', join(folder, 'refused')];
    const macro = join(folder, 'bad_ram.v');
    await writeFile(
      macro,
      'module ram #(parameter DEPTH = 4) (input clk, output write_enable, input extra); endmodule\n',
    );
    expect((await scoville('parts', ...from, '--macro', `ram=${macro}`)).stderr).toBe(
      [
        `error: ${macro} cannot take the place of ram: it has no port \`write_address\`, \`write_lanes\`, \`write_data\`, ` +
          '`read_enable`, `read_address`, `read_data`: its ports are `clk`, `write_enable`, `extra`; it has `write_enable` as ' +
          'an output, not as an input; it has ports that nothing would connect: `extra`; it has no parameter `LANES`, ' +
          '`LANE_WIDTH`.',
        '  A macro has the module name, the parameters and the ports of what it stands for: put them around it in a wrapper.',
      ].join('\n'),
    );
    expect((await scoville('parts', ...from, '--macro', `rom=${macro}`)).stderr).toBe(
      'error: There is no module rom below the top of parts.\n  Its modules are swap_bits, analog_front, ram, block.',
    );
    expect((await scoville('parts', ...from, '--macro', 'ram=/nowhere.v')).stderr).toBe(
      'error: /nowhere.v cannot be read.\n  Give --macro the Verilog file that takes the place of a module.',
    );
  });

  it('takes the modules of a file with their defaults, where it names no configurations', async () => {
    const out = join(folder, 'counter');
    const run = await scoville('examples/counter.ts', '--out', out);
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect((await readFile(join(out, 'files.f'), 'utf8')).trim().split('\n')).toEqual(
      ['event_counter.v', 'event_counter_top.v'].sort(),
    );
  });

  it('writes several designs beside each other, with one library, and again', async () => {
    const out = join(folder, 'several');
    for (const _ of ['first', 'again']) {
      const run = await scoville('examples/configurations.ts', 'byte-queue', 'decade-counter', '--out', out);
      expect([run.exitCode, run.stderr]).toEqual([0, '']);
    }
    expect((await readdir(out)).sort()).toEqual(['byte-queue', 'decade-counter', 'lib']);
    expect((await readdir(join(out, 'lib'))).sort()).toEqual(['event_counter.v', 'modules.json', 'queue.v']);
    expect(await readFile(join(out, 'byte-queue/files.f'), 'utf8')).toBe('../lib/queue.v\nbyte_queue.v\n');
    await writeFile(join(out, 'notes.txt'), 'mine');
    const run = await scoville('examples/configurations.ts', 'byte-queue', 'decade-counter', '--out', out);
    expect(run.stderr.split('\n')[0]).toBe(`error: ${out} holds files that \`generate\` did not write.`);
  });

  it('looks for host conditions in all that a file imports', async () => {
    await mkdir(join(folder, 'project'));
    await writeFile(join(folder, 'project/package.json'), '{ "type": "module" }');
    await writeFile(
      join(folder, 'project/block.ts'),
      [
        `import { bool, input, module, output } from '${join(projectRoot, 'dsl/index.ts')}';`,
        "export const Block = module('block', { params: {}, ports: () => ({ a: input(bool), q: output(bool) }) }, io => {",
        '  io.q.set(io.a ? false : true);',
        '});',
      ].join('\n'),
    );
    await writeFile(
      join(folder, 'project/points.ts'),
      "import { Block } from './block.ts';\nexport const configurations = [{ name: 'one', description: 'One.', module: Block, values: {} }];\n",
    );
    const run = await scoville(join(folder, 'project/points.ts'), '--out', join(folder, 'vanished'));
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('error[host-condition]: `io.a` is a hardware value');
    expect(await readdir(folder)).not.toContain('vanished');
  });

  it('lists configurations with their parameters and ranges', async () => {
    const run = await scoville('--list', 'array-5x3');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toBe(`array-5x3: The array of systolic-5x3 alone, with its register cut every two.
  parameter  value  range
  ---------  -----  ----------------
  ROWS           5  at least 1
  COLS           3  at least 1
  A_WIDTH        8  2 to 16
  W_WIDTH        8  2 to 16
  ACC_WIDTH     32  any whole number
  PIPELINE       2  at least 0`);
  });

  it.each<[string, string[], string]>([
    [
      'an unknown configuration',
      ['systolic-3x3'],
      'error: There is no configuration systolic-3x3.\n  The configurations are systolic-4x4, systolic-16x16, systolic-16x16-os, systolic-16x16-w4a8, systolic-8x32, systolic-5x3, systolic-64x64, array-4x4, array-16x16, array-5x3, async-fifo-32x16, async-fifo-64x512.',
    ],
    [
      'a setting without a folder',
      ['systolic-4x4', '--set', 'ROWS=3'],
      'error: A changed design does not go into rtl-out/, which holds the configurations as they are.\n  Say where it goes with --out DIR.',
    ],
    [
      'a setting without a configuration',
      ['--set', 'ROWS=3', '--out', 'x'],
      'error: --set changes one configuration.\n  Name the configuration that it is for.',
    ],
    [
      'a file without a folder',
      ['examples/counter.ts'],
      'error: The designs of your own file go into a folder of your own.\n  Say which with --out DIR.',
    ],
    [
      'two files',
      ['examples/counter.ts', '--from', 'examples/queue.ts', '--out', 'x'],
      'error: One file at a time, not examples/queue.ts and examples/counter.ts.\n  Name one file; what others hold it can import and export again.',
    ],
    [
      'a file that exports nothing',
      ['scripts/table.ts', '--out', 'x'],
      'error: scripts/table.ts exports neither modules nor `configurations`.\n  Export what `module(...)` gives, or an array of { name, description, module, values } as `configurations`.',
    ],
    [
      'a configuration that a file does not have',
      ['examples/configurations.ts', 'decade', '--out', 'x'],
      'error: There is no configuration decade.\n  The configurations are decade-counter, byte-queue, dot-product-8, uart-115200, sequencer-64, sensor-bridge-12.',
    ],
  ])('refuses %s', async (_, args, message) => {
    const run = await scoville(...args);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toBe(message);
    expect(run.stdout).toBe('');
  });

  it.each<[string, string, string]>([
    ['an unknown parameter', 'ROWX=3', 'error[unknown-parameter]: `systolic_array` has no parameter `ROWX`.'],
    [
      'a value outside the range',
      'W_WIDTH=17',
      'error[parameter-out-of-range]: W_WIDTH of `systolic_array` is 17, but must be 2 to 16.',
    ],
    [
      'a violated relation',
      'ACC_WIDTH=15',
      'error[relation-violated]: The parameters of `systolic_array` violate its relation `ACC_WIDTH >= A_WIDTH + W_WIDTH`: ROWS = 4, COLS = 4, A_WIDTH = 8, W_WIDTH = 8, ACC_WIDTH = 15, PIPELINE = 0.',
    ],
    [
      'what is no whole number',
      'ROWS=2.5',
      "error: option '--set <NAME=VALUE>' argument 'ROWS=2.5' is invalid. It is written NAME=VALUE, with a whole number.",
    ],
  ])('refuses %s, and writes nothing', async (_, setting, message) => {
    const out = join(folder, 'refused');
    const run = await scoville('array-4x4', '--set', setting, '--out', out);
    expect(run.exitCode).toBe(1);
    expect(run.stderr.split('\n')[0]).toBe(message);
    expect(await readdir(folder)).not.toContain('refused');
  });

  it('says where nothing can be written', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const run = await scoville('systolic-4x4', '--out', join(file, 'below'));
    expect(run.stderr).toBe(
      `error: ${file} cannot be made (EEXIST).\n  Give --out a folder in a place that can be written.`,
    );
    expect((await scoville('nowhere.ts', '--out', join(folder, 'x'))).stderr).toBe(
      'error: There is no file nowhere.ts.\n  Name a file, from the folder you are in.',
    );
  });

  it('does not overwrite a folder that it did not write', async () => {
    const out = join(folder, 'mine');
    await mkdir(out);
    await writeFile(join(out, 'thesis.tex'), 'years of work');
    const run = await scoville('systolic-4x4', '--out', out);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toBe(
      `error: ${out} holds files that \`generate\` did not write.\n  Give --out a new folder, or one that was generated before.`,
    );
    expect(await readdir(out)).toEqual(['thesis.tex']);
  });
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NpyArray, readNpy, writeNpy } from '../../testbench/formats/npy.ts';
import { emittedFolder } from '../../testbench/gemm/design.ts';
import { type GemmReport, type SimulateOptions, simulateGemm } from '../../testbench/gemm/simulateGemm.ts';
import { gemm } from '../../testbench/golden/gemm.ts';
import { requantise } from '../../testbench/golden/requantise.ts';
import { random } from '../../testbench/random.ts';
import { UserError } from '../userError.ts';

const bin = fileURLToPath(new URL('../bin/scoville.mjs', import.meta.url));

let folder = '';
const file = (name: string): string => join(folder, name);

const scoville = (...args: readonly string[]) =>
  execa(process.execPath, [bin, ...args], { reject: false, stdin: 'ignore', cwd: folder });

const source = random(1);
const values = (count: number, width = 8) =>
  Int8Array.from({ length: count }, () => source.integer(-(2 ** (width - 1)), 2 ** (width - 1) - 1));

const [m, k, n] = [9, 13, 6];
const a = values(m * k);
const b = values(k * n);
const bias = Int32Array.from({ length: n }, (_, column) => column * 100_000_007);

/** The array with a product that is wrong and otherwise keeps its manners, in a folder that stands beside its library. */
async function plantFault(): Promise<void> {
  await cp(join(emittedFolder, 'lib'), file('lib'), { recursive: true });
  await cp(join(emittedFolder, 'systolic-4x4'), file('broken'), { recursive: true });
  await cp(join(emittedFolder, 'matmul-4x4'), file('broken-matmul'), { recursive: true });
  const path = file('lib/systolic_grid.v');
  const text = readFileSync(path, 'utf8');
  const broken = text.replace('weight <= shadow_weight;', 'weight <= ~shadow_weight;');
  expect(broken).not.toBe(text);
  writeFileSync(path, broken);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-simulate-'));
  const write = (name: string, array: NpyArray) => writeNpy(file(name), array);
  write('a.npy', { dataType: 'int8', shape: [m, k], data: a });
  write('b.npy', { dataType: 'int8', shape: [k, n], data: b });
  write('bias.npy', { dataType: 'int32', shape: [n], data: bias });
  await plantFault();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const options = (changes: Partial<SimulateOptions> = {}): SimulateOptions => ({
  config: 'systolic-4x4',
  a: file('a.npy'),
  b: file('b.npy'),
  out: file('unwanted.npy'),
  ...changes,
});

/** What a user is told, with the remedy indented. */
async function refusal(changes: Partial<SimulateOptions>): Promise<string> {
  const before = readdirSync(folder);
  const error: unknown = await simulateGemm(options(changes)).catch(caught => caught);
  expect(readdirSync(folder)).toEqual(before);
  if (error instanceof UserError) return `${error.message}\n  ${error.remedy}`.replaceAll(folder, '.');
  throw error;
}

describe('simulate gemm', () => {
  it('multiplies, writes result and report, and prints a table', async () => {
    const { exitCode, stdout, stderr } = await scoville(
      ...['simulate', 'gemm', '--config', 'systolic-4x4', '--a', 'a.npy', '--b', 'b.npy', '--bias', 'bias.npy'],
      ...['--out', 'c.npy', '--report', 'report.json', '--seed', '7'],
    );
    expect(stderr.split('\n').filter(line => !/^building the model/.test(line))).toEqual(stderr === '' ? [''] : []);
    // 4 of 4 rows, 3 tiles more along K (the last of 1 row), twice: max(9, k) cycles each; latency 8.
    const cycles = 4 + 8 * 9 + 8;
    expect(stdout.replace(/Verilator \S+/, 'Verilator X').replace(/% +\d+ +\d+\.\d\d$/m, '% speed')).toBe(
      [
        'systolic-4x4 in Verilator X',
        'M   K  N  cycles  ideal  weight port  utilisation  kcycle/s  seconds',
        '-  --  -  ------  -----  -----------  -----------  --------  -------',
        `9  13  6      ${cycles}     44           26  52.4 % speed`,
        'c.npy (int32, 9 × 6): every element equals the golden model.',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
    const expected = gemm({ a, b, bias, m, k, n });
    expect(readNpy(file('c.npy'))).toEqual({ dataType: 'int32', shape: [m, n], data: expected });
    const report: GemmReport = JSON.parse(readFileSync(file('report.json'), 'utf8'));
    expect(report).toEqual({
      configuration: 'systolic-4x4',
      parameters: { ROWS: 4, COLS: 4, A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 32, PIPELINE: 0 },
      m,
      k,
      n,
      bias: true,
      cycles,
      ideal_cycles: 44,
      weight_cycles: 26,
      utilisation: 44 / cycles,
      mismatches: 0,
      first_mismatches: [],
      seed: 7,
      verilator: expect.stringMatching(/^\d+\.\d{3}$/),
      kcycles_per_second: expect.any(Number),
      seconds: expect.any(Number),
    });
  });

  it('runs the engine of a matmul, requantised as a file says', async () => {
    const scaling = { mode: 'double', multiplier: 2 ** 30, shift: -22, offset: 3 } as const;
    writeFileSync(file('params.json'), JSON.stringify(scaling));
    const args = ['simulate', 'gemm', '--config', 'matmul-4x4', '--a', 'a.npy', '--b', 'b.npy', '--bias', 'bias.npy'];
    const { exitCode, stdout } = await scoville(
      ...[...args, '--requant', 'params.json', '--out', 'q.npy', '--report', 'engine.json'],
    );
    expect(stdout).toMatch(/^matmul-4x4 in Verilator .*\nq\.npy \(int8, 9 × 6\): every element equals/s);
    expect(exitCode).toBe(0);
    const data = requantise(gemm({ a, b, bias, m, k, n }), n, {
      mode: 'double',
      multiplier: Int32Array.of(scaling.multiplier),
      shift: Int8Array.of(scaling.shift),
      offset: scaling.offset,
      low: -128,
      high: 127,
    });
    expect(new Set(data).size).toBeGreaterThan(3);
    expect(readNpy(file('q.npy'))).toEqual({ dataType: 'int8', shape: [m, n], data });
    const report: GemmReport = JSON.parse(readFileSync(file('engine.json'), 'utf8'));
    expect(report).toMatchObject({
      ...{ configuration: 'matmul-4x4', m, k, n, bias: true, ideal_cycles: 44, weight_cycles: 26 },
      ...{ mismatches: 0, first_mismatches: [], seed: 1, utilisation: 44 / report.cycles },
      parameters: { ROWS: 4, COLS: 4, OUTPUT_STATIONARY: 0, ACC_DEPTH: 64, REQUANT_LANES: 4, FLOAT: 1 },
    });
    const raw = await simulateGemm(options({ config: 'matmul-4x4', bias: file('bias.npy'), out: file('raw.npy') }));
    expect(raw.mismatches).toBe(0);
    const sums = gemm({ a, b, bias, m, k, n });
    expect(readNpy(file('raw.npy'))).toEqual({ dataType: 'int32', shape: [m, n], data: sums });
  });

  it('says what is wrong with a file, and exits with 1', async () => {
    const args = ['--config', 'systolic-4x4', '--a', 'a.npy', '--b', 'nowhere.npy', '--out', 'd.npy'];
    expect(await scoville('simulate', 'gemm', ...args)).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'error: cannot read nowhere.npy: there is no such file or folder.\n  Check the path.',
    });
    expect(readdirSync(folder)).not.toContain('d.npy');
  });

  it('writes no result that differs from the golden model, says so, and exits with 1', async () => {
    const { exitCode, stderr } = await scoville(
      ...['simulate', 'gemm', '--config', './broken', '--a', 'a.npy', '--b', 'b.npy'],
      ...['--out', 'wrong.npy', '--report', 'wrong.json'],
    );
    expect(stderr).toMatch(
      /error: 54 of 54 elements differ from the golden model; wrong\.npy is not written\.\n {2}\[0, 0\] is/,
    );
    expect(exitCode).toBe(1);
    expect(readdirSync(folder)).not.toContain('wrong.npy');
    const { mismatches, first_mismatches: first }: GemmReport = JSON.parse(readFileSync(file('wrong.json'), 'utf8'));
    expect({ mismatches, first: first.length }).toEqual({ mismatches: 54, first: 10 });
    expect(first[0]?.expected).toBe(gemm({ a, b, m, k, n })[0]);
    const matmul = await simulateGemm(options({ config: file('broken-matmul'), out: file('wrong.npy') }));
    expect(matmul.mismatches).toBe(54);
    expect(readdirSync(folder)).not.toContain('wrong.npy');
  });

  it('writes a waveform, under its name only when it is whole', async () => {
    const waves = file('run.vcd');
    for (const config of ['systolic-4x4', 'matmul-4x4']) {
      await simulateGemm(options({ config, waves, out: file('again.npy') }));
      expect(readFileSync(waves, 'utf8')).toMatch(/\$var wire 32 \S+ weight_bits \[31:0\] \$end/);
      await rm(waves);
    }
    expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
  });

  it('asks for the options that it needs', async () => {
    const { exitCode, stderr } = await scoville('simulate', 'gemm', '--config', 'systolic-4x4', '--a', 'a.npy');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "error: required option '--b <file>' not specified\n(see --help)",
    });
  });
});

describe('simulate gemm refuses', () => {
  const write = (name: string, array: NpyArray): string => {
    writeNpy(file(name), array);
    return file(name);
  };

  it('a configuration that is not there, naming those that are', async () => {
    expect(await refusal({ config: 'systolic-3x3' })).toMatch(
      /^There is no configuration systolic-3x3\.\n {2}The configurations are .*matmul-4x4, systolic-16x16, .*; the folder of another design is given with a slash, as \.\/mine\.$/,
    );
    expect(await refusal({ config: './nowhere' })).toMatch(/^cannot read nowhere\/design\.json\.\n/);
    expect(await refusal({ folder: file('empty') })).toBe(
      'There is no configuration systolic-4x4.\n  ./empty holds none: write them with `npm run generate`.',
    );
  });

  it('a requantisation on an array, or one that is wrong', async () => {
    writeFileSync(file('bad.json'), '{"mode":"triple"}');
    expect(await refusal({ requant: file('bad.json') })).toBe(
      'systolic-4x4 is a systolic array, which does not requantise.\n  Leave out --requant, or choose a configuration of matmul.',
    );
    const config = 'matmul-4x4';
    expect(await refusal({ config, requant: file('bad.json') })).toContain('must be "single", "double" or "float"');
    expect(await refusal({ config, requant: file('nowhere.json') })).toContain('cannot read ./nowhere.json');
    writeFileSync(file('two.json'), '{"mode":"float","scale":[1,2]}');
    expect(await refusal({ config, requant: file('two.json') })).toContain('scale has 2 values');
    expect(await refusal({ config, requant: file('two.json'), out: file('two.json') })).toBe(
      '--out and --requant are the same file.\n  Give two names.',
    );
  });

  it('a damaged or foreign manifest', async () => {
    const design = (name: string, text: string): string => {
      mkdirSync(file(name), { recursive: true });
      writeFileSync(join(file(name), 'design.json'), text);
      return file(name);
    };
    const remedy = '\n  Write it with `npm run generate`.';
    expect(await refusal({ config: design('d1', '{') })).toBe(`./d1/design.json is damaged: it is not JSON.${remedy}`);
    expect(await refusal({ config: design('d2', '{"top":"x","modules":[]}') })).toMatch(
      /^\.\/d2\/design\.json is damaged: configuration: .*\n {2}Write it with `npm run generate`\.$/,
    );
    const other = JSON.stringify({ top: 'x', modules: [], configuration: { name: 'queue', module: 'fifo' } });
    expect(await refusal({ config: design('d3', other) })).toBe(
      'queue is a fifo, not a systolic array.\n  Matrices run on configurations of the systolic array.',
    );
  });

  it('operands that are not int8', async () => {
    const floats = write('float.npy', { dataType: 'float32', shape: [m, k], data: new Float32Array(m * k) });
    expect(await refusal({ a: floats })).toBe(
      'float.npy (float32, 9 × 13) is not int8.\n  Quantise it: scale = abs(x).max() / 127; numpy.save(file, numpy.round(x / scale).astype(numpy.int8)).',
    );
    expect(await refusal({ a: file('a.npy'), b: floats, config: 'systolic-16x16-w4a8' })).toContain('/ 7; ');
    const unsigned = write('uint8.npy', { dataType: 'uint8', shape: [k, n], data: new Uint8Array(k * n) });
    expect(await refusal({ b: unsigned })).toMatch(/^uint8\.npy \(uint8, 13 × 6\) is not int8\.\n {2}Shift it: /);
    const wide = write('int16.npy', { dataType: 'int16', shape: [k, n], data: new Int16Array(k * n) });
    expect(await refusal({ b: wide })).toBe(
      'int16.npy (int16, 13 × 6) is not int8.\n  numpy.save(file, x.astype(numpy.int8)) if the values fit.',
    );
  });

  it('shapes that do not fit', async () => {
    const matrices = 'A is M × K and B is K × N: reshape it, x.reshape(1, -1) for a single row.';
    const row = write('row.npy', { dataType: 'int8', shape: [k], data: new Int8Array(k) });
    expect(await refusal({ a: row })).toBe(`row.npy (int8, 13) is not a matrix.\n  ${matrices}`);
    const cube = write('cube.npy', { dataType: 'int8', shape: [1, m, k], data: a });
    expect(await refusal({ a: cube })).toBe(`cube.npy (int8, 1 × 9 × 13) is not a matrix.\n  ${matrices}`);
    const none = write('none.npy', { dataType: 'int8', shape: [0, k], data: new Int8Array(0) });
    expect(await refusal({ a: none })).toBe('none.npy (int8, 0 × 13) has no elements.\n  M, K and N are 1 or more.');
    expect(await refusal({ b: file('a.npy') })).toBe(
      `a.npy (int8, 9 × 13) and a.npy (int8, 9 × 13) do not multiply: A has 13 columns, B has 9 rows.\n  ${matrices}`,
    );
  });

  it('values beyond int4 where the weights are int4, naming the first', async () => {
    const wide = Int8Array.from({ length: k * n }, (_, at) => (at < 10 ? -8 : at));
    const path = write('int5.npy', { dataType: 'int8', shape: [k, n], data: wide });
    expect(await refusal({ b: path, config: 'systolic-16x16-w4a8' })).toBe(
      'int5.npy: element [1, 4] is 10, but systolic-16x16-w4a8 takes weights of 4 bits, -8 to 7.\n  Quantise to fewer bits, or choose a configuration with wider operands.',
    );
  });

  it('a bias that is none', async () => {
    expect(await refusal({ bias: file('a.npy') })).toBe(
      'a.npy (int8, 9 × 13) is not int32.\n  numpy.save(file, x.astype(numpy.int32)).',
    );
    const short = write('short.npy', { dataType: 'int32', shape: [n - 1], data: new Int32Array(n - 1) });
    expect(await refusal({ bias: short })).toBe(
      'short.npy (int32, 5) is no bias for b.npy (int8, 13 × 6).\n  It has one number for each column of B, 6 in all.',
    );
    const tall = write('tall.npy', { dataType: 'int32', shape: [n, 1], data: bias });
    expect(await refusal({ bias: tall })).toContain('tall.npy (int32, 6 × 1) is no bias for b.npy (int8, 13 × 6).');
  });

  it('files that are empty, cut short, or of another kind', async () => {
    writeFileSync(file('zero.npy'), '');
    expect(await refusal({ a: file('zero.npy') })).toBe('./zero.npy is empty.\n  Write it with numpy.save.');
    writeFileSync(file('cut.npy'), readFileSync(file('a.npy')).subarray(0, 200));
    expect(await refusal({ a: file('cut.npy') })).toBe(
      './cut.npy is truncated: its header promises (9, 13) int8, 117 bytes, but 72 follow.\n  Write it anew with numpy.save.',
    );
    writeFileSync(file('text.npy'), '1, 2, 3');
    expect(await refusal({ a: file('text.npy') })).toBe('./text.npy is not a .npy file.\n  Write it with numpy.save.');
  });

  it('places where nothing can be written, before it runs', async () => {
    expect(await refusal({ out: file('no/c.npy') })).toBe(
      'cannot write ./no/c.npy: there is no folder ./no.\n  Make it first.',
    );
    expect(await refusal({ report: file('lib') })).toBe(
      'cannot write ./lib: it is a folder.\n  Give the path of a file.',
    );
    expect(await refusal({ waves: file('x.png') })).toBe(
      './x.png is no waveform.\n  Its name ends in .vcd or .fst, which says in which form it is written.',
    );
    expect(await refusal({ out: file('a.npy') })).toBe('--out and --a are the same file.\n  Give two names.');
    expect(await refusal({ report: file('unwanted.npy') })).toBe(
      '--report and --out are the same file.\n  Give two names.',
    );
  });

  it('a design whose ports have other names', async () => {
    await cp(file('broken'), file('renamed'), { recursive: true });
    const text = readFileSync(join(file('renamed'), 'systolic_4x4.v'), 'utf8');
    const renamed = text.replace('wire                      clk', 'wire core_clk').replace('(clk)', '(core_clk)');
    writeFileSync(join(file('renamed'), 'systolic_4x4.v'), renamed);
    expect(await refusal({ config: file('renamed') })).toBe(
      'systolic-4x4 has no port clk.\n  Designs are simulated with the names that they have without --clock and --reset.',
    );
  });
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NpyArray, readNpy, writeNpy } from '../../testbench/formats/npy.ts';
import { emittedFolder } from '../../testbench/gemm/emittedDesign.ts';
import { type GemmReport, type SimulateOptions, simulateGemm } from '../../testbench/gemm/simulateGemm.ts';
import { fullyConnectedCase } from '../../testbench/golden/cmsisNn.ts';
import { gemm } from '../../testbench/golden/gemm.ts';
import { type Requantisation, requantise } from '../../testbench/golden/requantise.ts';
import { sharedData } from '../../testbench/golden/sharedData.ts';
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

/** The engine with a fault in one of its files, in a folder that stands alone. */
async function plantFault(name: string, module: string, right: string, wrong: string): Promise<void> {
  await cp(join(emittedFolder, 'lib'), file(`${name}/lib`), { recursive: true });
  await cp(join(emittedFolder, 'systolic-4x4'), file(`${name}/engine`), { recursive: true });
  const path = file(`${name}/lib/${module}.v`);
  const text = readFileSync(path, 'utf8');
  expect(text.split(right)).toHaveLength(2);
  writeFileSync(path, text.replace(right, wrong));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-simulate-'));
  const write = (name: string, array: NpyArray) => writeNpy(file(name), array);
  write('a.npy', { dataType: 'int8', shape: [m, k], data: a });
  write('b.npy', { dataType: 'int8', shape: [k, n], data: b });
  write('bias.npy', { dataType: 'int32', shape: [n], data: bias });
  // Products that are wrong, and otherwise its manners kept; and right ones that come later than they should.
  await plantFault('broken', 'systolic_grid', 'weight <= shadow_weight;', 'weight <= ~shadow_weight;');
  await plantFault('late', 'fit_check', 'cols_left               <= in_n;', "cols_left <= in_n + 16'd16;");
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

/** Writes systolic-4x4 with other values of its parameters into a folder of its own, which is returned. */
async function generate(name: string, ...settings: readonly string[]): Promise<string> {
  const { exitCode } = await scoville(
    'generate',
    'systolic-4x4',
    ...settings.flatMap(setting => ['--set', setting]),
    ...['--out', file(name)],
  );
  expect(exitCode).toBe(0);
  return file(name);
}

describe('simulate gemm', () => {
  it('multiplies, writes result and report, and prints a table', async () => {
    const { exitCode, stdout, stderr } = await scoville(
      ...['simulate', 'gemm', '--config', 'systolic-4x4', '--a', 'a.npy', '--b', 'b.npy', '--bias', 'bias.npy'],
      ...['--out', 'c.npy', '--report', 'report.json', '--seed', '7'],
    );
    expect(stderr.split('\n').filter(line => !/^building the model/.test(line))).toEqual(stderr === '' ? [''] : []);
    // Four tiles along K and three cycles before the first weights; 4 rows of them, seven tiles of 9 vectors and the last
    // one's; latency 8, and two of the accumulator.
    const cycles = 4 + 3 + 4 + 7 * 9 + 9 + 8 + 2;
    expect(stdout.replace(/Verilator \S+/, 'Verilator X').replace(/% +\d+ +\d+\.\d\d$/m, '% speed')).toBe(
      [
        'systolic-4x4 in Verilator X',
        'M   K  N  loads  commands  cycles  formula  ideal  utilisation  kcycle/s  seconds',
        '-  --  -  -----  --------  ------  -------  -----  -----------  --------  -------',
        `9  13  6      1         1      ${cycles}       ${cycles}     44  47.3 % speed`,
        'c.npy (int32, 9 × 6): every element equals the golden model.',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
    const expected = gemm({ a, b, bias, m, k, n });
    expect(readNpy(file('c.npy'))).toEqual({ dataType: 'int32', shape: [m, n], data: expected });
    const report: GemmReport = JSON.parse(readFileSync(file('report.json'), 'utf8'));
    expect(report).toEqual({
      configuration: 'systolic-4x4',
      parameters: {
        ...{ ROWS: 4, COLS: 4, A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 32, PIPELINE: 0, OUTPUT_STATIONARY: 0 },
        ...{ SIZE_WIDTH: 16, ACC_DEPTH: 64, REQUANT_LANES: 4, OUT_WIDTH: 8, FLOAT: 1, COMMANDS: 4 },
        ...{ ACTIVATION_DEPTH: 1024, WEIGHT_DEPTH: 1024, PARAMETER_DEPTH: 256, BASE_WIDTH: 16 },
      },
      ...{ m, k, n, engine_k: k, bias: true, loads: 1, commands: 1 },
      ...{ cycles, expected_cycles: cycles, ideal_cycles: 44, utilisation: 44 / cycles },
      // Eight tiles of 9 vectors, and the first one's weights, for which the buffer takes a cycle.
      activity: { moved: 76, weights: 1, activations: 0, parameters: 0, results: 0, rest: expect.any(Number) },
      mismatches: 0,
      first_mismatches: [],
      output_type: 'int32',
      seed: 7,
      verilator: expect.stringMatching(/^\d+\.\d{3}$/),
      kcycles_per_second: expect.any(Number),
      seconds: expect.any(Number),
    });
  });

  const scaling = { mode: 'double', multiplier: 2 ** 30, shift: -22, offset: 3 } as const;
  const requantisation: Requantisation = {
    mode: 'double',
    multiplier: Int32Array.of(scaling.multiplier),
    shift: Int8Array.of(scaling.shift),
    ...{ offset: scaling.offset, low: -128, high: 127 },
  };

  it('requantises as a file says', async () => {
    writeFileSync(file('params.json'), JSON.stringify(scaling));
    const args = ['simulate', 'gemm', '--config', 'systolic-4x4', '--a', 'a.npy', '--b', 'b.npy', '--bias', 'bias.npy'];
    const { exitCode, stdout } = await scoville(...[...args, '--requant', 'params.json', '--out', 'q.npy']);
    expect(stdout).toMatch(/\nq\.npy \(int8, 9 × 6\): every element equals the golden model\.$/);
    expect(exitCode).toBe(0);
    const data = requantise(gemm({ a, b, bias, m, k, n }), n, requantisation);
    expect(new Set(data).size).toBeGreaterThan(3);
    expect(readNpy(file('q.npy'))).toEqual({ dataType: 'int8', shape: [m, n], data });
  });

  it('takes unsigned operands with zero points, and gives unsigned outputs', async () => {
    const unsigned = (values: Int8Array) => Uint8Array.from(values, value => value + 128);
    const zeros = Uint8Array.of(0, 255, 128, 127, 3, 200);
    writeNpy(file('ua.npy'), { dataType: 'uint8', shape: [m, k], data: unsigned(a) });
    writeNpy(file('ub.npy'), { dataType: 'uint8', shape: [k, n], data: unsigned(b) });
    writeNpy(file('zeros.npy'), { dataType: 'uint8', shape: [n], data: zeros });
    writeFileSync(
      file('unsigned.json'),
      JSON.stringify({ ...scaling, shift: -9, unsigned: true, offset: 131, low: 20 }),
    );
    const { exitCode, stdout, stderr } = await scoville(
      ...['simulate', 'gemm', '--config', 'systolic-4x4', '--a', 'ua.npy', '--b', 'ub.npy', '--out', 'u.npy'],
      ...['--a-zero-point', '100', '--b-zero-point', 'zeros.npy', '--requant', 'unsigned.json'],
    );
    expect({ exitCode, stderr: stderr.replace(/^(building|simulating|comparing).*\n?/gm, '') }).toEqual({
      exitCode: 0,
      stderr: '',
    });
    // −zero takes two blocks more, as one of them is 128 below the middle.
    expect(stdout).toMatch(/^9 +13 as 39 +6 /m);
    const sums = gemm({
      a: Int16Array.from(unsigned(a), value => value - 100),
      b: Int16Array.from(unsigned(b), (value, at) => value - (zeros[at % n] ?? 0)),
      ...{ m, k, n },
    });
    const signed = requantise(sums, n, { ...requantisation, shift: Int8Array.of(-9), offset: 3, low: -108 });
    expect(new Set(signed).size).toBeGreaterThan(10);
    expect(readNpy(file('u.npy'))).toEqual({ dataType: 'uint8', shape: [m, n], data: unsigned(signed) });
  });

  it("computes a layer of CMSIS-NN's tests as TensorFlow Lite expects it", async ({ skip }) => {
    const { path, absent, reason } = sharedData('cmsis-nn', 'fully_connected');
    skip(absent, reason);
    const layer = fullyConnectedCase(path);
    const { requantisation: how } = layer;
    if (how.mode === 'float') throw new Error('CMSIS-NN has integer modes only.');
    writeNpy(file('la.npy'), { dataType: 'int8', shape: [layer.m, layer.k], data: layer.a });
    writeNpy(file('lb.npy'), { dataType: 'int8', shape: [layer.k, layer.n], data: layer.b });
    writeNpy(file('lbias.npy'), { dataType: 'int32', shape: [layer.n], data: layer.bias });
    const list = (values: Int32Array | Int8Array) => (values.length === 1 ? values[0] : [...values]);
    const { offset, low, high } = how;
    const params = { mode: how.mode, multiplier: list(how.multiplier), shift: list(how.shift), offset, low, high };
    writeFileSync(file('layer.json'), JSON.stringify(params));
    const { exitCode } = await scoville(
      ...['simulate', 'gemm', '--config', 'systolic-5x3', '--a', 'la.npy', '--b', 'lb.npy', '--bias', 'lbias.npy'],
      ...['--requant', 'layer.json', '--out', 'layer.npy'],
    );
    expect(exitCode).toBe(0);
    expect(readNpy(file('layer.npy')).data).toEqual(layer.expected);
  });

  it('cuts what the buffers do not hold, along every side', async () => {
    const [rows, inner, columns] = [70, 1100, 9];
    writeNpy(file('deep.npy'), { dataType: 'int8', shape: [rows, inner], data: values(rows * inner) });
    writeNpy(file('wide.npy'), { dataType: 'int8', shape: [inner, columns], data: values(inner * columns) });
    const out = file('cut.npy');
    const cut = await simulateGemm(options({ a: file('deep.npy'), b: file('wide.npy'), out }));
    expect(cut).toMatchObject({ m: rows, k: inner, n: columns, mismatches: 0, cycles: cut.expected_cycles });
    expect(cut.loads).toBeGreaterThan(1);
    expect(cut.commands).toBeGreaterThan(cut.loads);
    const waves = file('cut.vcd');
    expect(await refusal({ a: file('deep.npy'), b: file('wide.npy'), waves })).toMatch(
      /^The buffers of systolic-4x4 are filled \d+ times for this product, and a waveform shows one of these\.\n {2}Cut the product to \d+ × 1100 × 4 or less, or leave out --waves\.$/,
    );
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
      ...['simulate', 'gemm', '--config', './broken/engine', '--a', 'a.npy', '--b', 'b.npy'],
      ...['--out', 'wrong.npy', '--report', 'wrong.json'],
    );
    expect(stderr).toMatch(/error: 54 of 54 elements differ from the golden model\n {2}\[0, 0\] is -?\d+, should be/);
    expect(stderr).toMatch(/\nwrong\.npy is not written\.$/);
    expect(exitCode).toBe(1);
    expect(readdirSync(folder)).not.toContain('wrong.npy');
    const { mismatches, first_mismatches: first }: GemmReport = JSON.parse(readFileSync(file('wrong.json'), 'utf8'));
    expect({ mismatches, first: first.length }).toEqual({ mismatches: 54, first: 10 });
    expect(first[0]?.expected).toBe(gemm({ a, b, m, k, n })[0]);
  });

  it('writes no result that came at another time than the formula says, and exits with 1', async () => {
    const { exitCode, stderr } = await scoville(
      ...['simulate', 'gemm', '--config', './late/engine', '--a', 'a.npy', '--b', 'b.npy', '--out', 'late.npy'],
    );
    expect(stderr).toMatch(/error: it took 95 cycles, but the formula says 93\nlate\.npy is not written\.$/);
    expect(exitCode).toBe(1);
    expect(readdirSync(folder)).not.toContain('late.npy');
  });

  it('writes a waveform, under its name only when it is whole', async () => {
    const waves = file('run.vcd');
    await simulateGemm(options({ waves, out: file('again.npy') }));
    expect(readFileSync(waves, 'utf8')).toMatch(/\$var wire 32 \S+ weight_bits \[31:0\] \$end/);
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
      /^There is no configuration systolic-3x3\.\n {2}The configurations are systolic-16x16, .*, systolic-8x32; the folder of another design is given with a slash, as \.\/mine\.$/,
    );
    expect(await refusal({ config: './nowhere' })).toMatch(/^cannot read nowhere\/design\.json\.\n/);
    expect(await refusal({ folder: file('empty') })).toBe(
      'There is no configuration systolic-4x4.\n  ./empty holds none: write them with `npm run generate`.',
    );
  });

  it('an array, which takes no commands', async () => {
    expect(await refusal({ config: 'array-4x4' })).toBe(
      'array-4x4 is a systolic_array, not a matmul engine.\n  Whole products run on the configurations systolic-….',
    );
  });

  it('a requantisation that is wrong, or not of this engine', async () => {
    const params = (name: string, content: unknown): string => {
      writeFileSync(file(name), JSON.stringify(content));
      return file(name);
    };
    expect(await refusal({ requant: params('bad.json', { mode: 'triple' }) })).toContain(
      'must be "single", "double" or "float"',
    );
    expect(await refusal({ requant: file('nowhere.json') })).toContain('cannot read ./nowhere.json');
    const two = params('two.json', { mode: 'float', scale: [1, 2] });
    expect(await refusal({ requant: two })).toContain('scale has 2 values, but the product has 6 columns');
    expect(await refusal({ requant: two, out: two })).toBe('--out and --requant are the same file.\n  Give two names.');
    const beyond = params('beyond.json', { mode: 'float', scale: 1, high: 128 });
    expect(await refusal({ requant: beyond })).toBe(
      './beyond.json: high is 128, but signed outputs of 8 bits are -128 to 127.\n  docs/requant.schema.json describes every field.',
    );
    const bare = await generate('bare', 'REQUANT_LANES=0');
    expect(await refusal({ config: bare, requant: params('one.json', { mode: 'float', scale: 1 }) })).toBe(
      'systolic-4x4 has no mode float: its REQUANT_LANES is 0.\n  Choose another mode or configuration, or leave out --requant for raw sums.',
    );
    const integers = await generate('integers', 'FLOAT=0');
    expect(await refusal({ config: integers, requant: file('one.json') })).toMatch(
      /^systolic-4x4 has no mode float: its FLOAT is 0\.\n/,
    );
  });

  it('a zero point that its matrix cannot have', async () => {
    const zeros = (name: string, array: NpyArray): string => write(name, array);
    expect(await refusal({ aZeroPoint: '128' })).toBe(
      '--a-zero-point is 128, but must be -128 to 127.\n  It is of the type of its matrix, int8.',
    );
    expect(await refusal({ aZeroPoint: '1.5' })).toBe('--a-zero-point is 1.5, but must be a whole number.\n  ');
    const ua = write('zua.npy', { dataType: 'uint8', shape: [m, k], data: new Uint8Array(m * k) });
    expect(await refusal({ a: ua, aZeroPoint: '-1' })).toBe(
      '--a-zero-point is -1, but must be 0 to 255.\n  It is of the type of its matrix, uint8.',
    );
    const small = write('z4.npy', { dataType: 'int8', shape: [k, n], data: new Int8Array(k * n) });
    expect(await refusal({ b: small, bZeroPoint: '8', config: 'systolic-16x16-w4a8' })).toBe(
      '--b-zero-point is 8, but must be -8 to 7.\n  It is of the type of its matrix, int8, of which systolic-16x16-w4a8 takes 4 bits.',
    );
    const wrongType = zeros('zt.npy', { dataType: 'uint8', shape: [n], data: new Uint8Array(n) });
    expect(await refusal({ bZeroPoint: wrongType })).toBe(
      'zt.npy (uint8, 6) is not int8.\n  Zero points are of the type of their matrix: numpy.save(file, x.astype(numpy.int8)).',
    );
    const few = zeros('zf.npy', { dataType: 'int8', shape: [n - 1], data: new Int8Array(n - 1) });
    expect(await refusal({ bZeroPoint: few })).toBe(
      'zf.npy (int8, 5) holds no zero points of B.\n  There is one for all columns, or one for each, 6 in all.',
    );
    expect(await refusal({ bZeroPoint: few, out: few })).toContain('--out and --b-zero-point are the same file.');
  });

  it('a damaged or foreign manifest', async () => {
    const design = (name: string, text: string): string => {
      mkdirSync(file(name), { recursive: true });
      writeFileSync(join(file(name), 'design.json'), text);
      return file(name);
    };
    const remedy = '\n  Write it with `npm run generate`.';
    expect(await refusal({ config: design('d1', '{') })).toBe(`./d1/design.json is damaged: it is not JSON.${remedy}`);
    expect(await refusal({ config: design('d2', '{"format":2,"top":"x","module":{"parameters":[]}}') })).toMatch(
      /^\.\/d2\/design\.json is damaged: configuration: .*\n {2}Write it with `npm run generate`\.$/,
    );
    expect(await refusal({ config: design('old', '{"format":1}') })).toBe(
      `./old/design.json is of format 1; this version reads format 2.${remedy}`,
    );
    const other = JSON.stringify({
      format: 2,
      top: 'x',
      module: { parameters: [] },
      configuration: { name: 'queue', module: 'fifo' },
    });
    expect(await refusal({ config: design('d3', other) })).toBe(
      'queue is a fifo, not a matmul engine.\n  Whole products run on the configurations systolic-….',
    );
  });

  it('operands that are not of 8 bits', async () => {
    const floats = write('float.npy', { dataType: 'float32', shape: [m, k], data: new Float32Array(m * k) });
    expect(await refusal({ a: floats })).toBe(
      'float.npy (float32, 9 × 13) is not int8 or uint8.\n  Quantise it: scale = abs(x).max() / 127; numpy.save(file, numpy.round(x / scale).astype(numpy.int8)).',
    );
    expect(await refusal({ a: file('a.npy'), b: floats, config: 'systolic-16x16-w4a8' })).toContain('/ 7; ');
    const wide = write('int16.npy', { dataType: 'int16', shape: [k, n], data: new Int16Array(k * n) });
    expect(await refusal({ b: wide })).toBe(
      'int16.npy (int16, 13 × 6) is not int8 or uint8.\n  numpy.save(file, x.astype(numpy.int8)) if the values fit.',
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
    const above = write('uint5.npy', { dataType: 'uint8', shape: [k, n], data: new Uint8Array(k * n).fill(119) });
    expect(await refusal({ b: above, config: 'systolic-16x16-w4a8' })).toContain(
      'element [0, 0] is 119, but systolic-16x16-w4a8 takes weights of 4 bits, 120 to 135 (uint8 less 128).',
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
    expect(await refusal({ report: file('broken') })).toBe(
      'cannot write ./broken: it is a folder.\n  Give the path of a file.',
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
    await generate('renamed');
    const path = join(file('renamed'), 'systolic_4x4.v');
    const text = readFileSync(path, 'utf8');
    const renamed = text.replace(/(input +wire +)clk,/, '$1core_clk,').replace('(clk)', '(core_clk)');
    expect(renamed.match(/core_clk/g)).toHaveLength(2);
    writeFileSync(path, renamed);
    expect(await refusal({ config: file('renamed') })).toBe(
      'systolic-4x4 has no port clk.\n  Designs are simulated with the names that they have without --clock and --reset.',
    );
  });
});

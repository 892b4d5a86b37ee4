import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNpy, writeNpy } from '../../testbench/formats/npy.ts';
import { emittedFolder } from '../../testbench/gemm/emittedDesign.ts';
import { type GemmReport, simulateGemm } from '../../testbench/gemm/simulateGemm.ts';
import { fullyConnectedCase } from '../../testbench/golden/cmsisNn.ts';
import { gemm } from '../../testbench/golden/gemm.ts';
import { type Requantisation, requantise } from '../../testbench/golden/requantise.ts';
import { sharedData } from '../../testbench/golden/sharedData.ts';
import {
  a,
  b,
  bias,
  file,
  folder,
  k,
  m,
  makeFolder,
  n,
  options,
  refusal,
  removeFolder,
  scoville,
  values,
} from './simulate.fixture.ts';

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
  await makeFolder();
  // Products that are wrong, and otherwise its manners kept; and right ones that come later than they should.
  await plantFault('broken', 'systolic_grid', 'weight <= shadow_weight;', 'weight <= ~shadow_weight;');
  await plantFault('late', 'fit_check', 'cols_left               <= in_n;', "cols_left <= in_n + 16'd16;");
});
afterAll(removeFolder);

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

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NpyArray, writeNpy } from '../../testbench/formats/npy.ts';
import { a, bias, file, generate, k, m, makeFolder, n, refusal, removeFolder } from './simulate.fixture.ts';

beforeAll(makeFolder);
afterAll(removeFolder);

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
    mkdirSync(file('reports'));
    expect(await refusal({ report: file('reports') })).toBe(
      'cannot write ./reports: it is a folder.\n  Give the path of a file.',
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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Matmul } from '../../../generators/systolic/index.ts';
import { projectRoot } from '../../../scripts/verilator/paths.ts';
import { type CycleParameters, matmulCycles, type TimedCommand } from '../../gemm/matmulCycles.ts';
import { random } from '../../random.ts';
import { drawMatmulWave, matmulWavePath } from './matmulWave.ts';

const page = await readFile(join(projectRoot, 'docs', 'blocks', 'matmul.md'), 'utf8');

/** From a heading to the next. */
const section = (heading: string): string => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

/** The names in the first column of a section's tables. */
const named = (text: string): string[] =>
  text
    .split('\n')
    .filter(line => line.startsWith('| '))
    .flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name));

it('the page lists the parameters with their defaults and ranges', () => {
  const listed = [...section('Interface').matchAll(/^\| `([A-Z_]+)` *\| (\d+) *\| ([^|]+?) *\|/gm)].map(
    ([, name, value, range]) => [name, value, range],
  );
  const relations: Readonly<Record<string, (range: string) => string>> = {
    ACC_WIDTH: range => `A_WIDTH + W_WIDTH or more, OUT_WIDTH or more, ${range}`,
    REQUANT_LANES: range => `${range}, at most COLS`,
    BASE_WIDTH: range => `${range}, and the bits of the largest buffer's addresses`,
  };
  const ranges = Object.entries(Matmul.params).map(([name, { default: value, min, max }]) => {
    const one = max === undefined ? `${min} or more` : `at most ${max}`;
    const range = min === undefined || max === undefined ? one : `${min} to ${max}`;
    return [name, String(value), relations[name]?.(range) ?? range];
  });
  expect(listed).toEqual(ranges);
});

it('the page lists every port, and every field of a command', () => {
  const keys = Matmul.elaborate().ports.map(({ key }) => key);
  // A stream is one line.
  const ports = new Set(keys.map(key => key.replace(/^(command|response)_.*|^(result)_(valid|ready|bits)$/, '$1$2')));
  expect(named(section('Interface').split('| Port ')[1] ?? '')).toEqual(['clk', 'rst', ...ports]);
  const fields = keys.flatMap(key => /^command_(?!valid|ready)(\w+)/.exec(key)?.[1] ?? []);
  expect(named(section('Commands').split('Every command')[0] ?? '')).toEqual(fields);
});

it('the page shows the cycles of the formula, which is measured beside this test', () => {
  const array = { ROWS: 16, COLS: 16, PIPELINE: 0, REQUANT_LANES: 16, FLOAT: 1 };
  let size = { m: 0, k: 0, n: 0 };
  const rows = section('Cycles')
    .split('\n')
    .filter(line => /^\| (\d|the same)/.test(line))
    .map(line => line.split('|').map(cell => cell.trim()));
  expect(rows).toHaveLength(6);
  for (const [, what = '', ...cells] of rows) {
    const [m, k, n] = what.split(' × ').map(Number);
    if (m !== undefined && k !== undefined && n !== undefined) size = { m, k, n };
    const product = { ...size, mode: what.endsWith('mode 1') ? 1 : 0, parametric: true, ends: true };
    for (const OUTPUT_STATIONARY of [0, 1]) {
      const shown = cells[OUTPUT_STATIONARY];
      if (shown !== '')
        expect(shown).toBe(matmulCycles({ ...array, OUTPUT_STATIONARY }, product).toLocaleString('en-US'));
    }
  }
});

it('the page shows the run of the present engine (else: npx tsx testbench/regressions/systolic/matmulWave.ts)', async () => {
  expect(await readFile(matmulWavePath, 'utf8')).toBe(drawMatmulWave());
});

/** The formulas as the page has them. */
function closedForm(engine: CycleParameters, { m, k, n, mode, ends }: TimedCommand): number {
  const { ROWS, COLS, PIPELINE, OUTPUT_STATIONARY, REQUANT_LANES, FLOAT } = engine;
  const q = (cut: number): number => (PIPELINE === 0 ? 0 : Math.floor(cut / PIPELINE));
  const [tm, tk, tn] = [Math.ceil(m / ROWS), Math.ceil(k / ROWS), Math.ceil(n / COLS)];
  const latency = ROWS + COLS + q(ROWS - 1) + q(COLS - 1);
  const groups = mode === 0 ? 1 : Math.ceil(COLS / REQUANT_LANES);
  const leaving = m * tn * (groups - 1) + (mode === 0 ? 0 : 6 + FLOAT);
  if (OUTPUT_STATIONARY === 1) {
    if (!ends) return Math.max(tm, tn) + 3 + k + 1;
    const apart = Math.max(k, ROWS + q(ROWS - 1));
    const lastRows = m - (tm - 1) * ROWS;
    return Math.max(tm, tn) + 3 + k + (tm * tn - 1) * apart + latency + lastRows - 1 + leaving;
  }
  const rows = Array.from({ length: tk * tn }, (_, tile) => Math.min(ROWS, k - (tile % tk) * ROWS));
  const tiles = rows.slice(1).reduce((sum, own) => sum + Math.max(m, own), rows[0] ?? 0);
  return Math.max(tk, tn) + 3 + tiles + m + latency + (ends ? 2 + leaving : 1);
}

it('the page states the cycles in closed form where no gap passes while sums wait, and parameters are in time', () => {
  const source = random(1);
  for (let trial = 0; trial < 3000; trial++) {
    const [ROWS, COLS] = [source.integer(1, 9), source.integer(1, 9)];
    const engine = {
      ...{ ROWS, COLS, PIPELINE: source.integer(0, 4), OUTPUT_STATIONARY: source.integer(0, 1) },
      ...{ REQUANT_LANES: source.integer(1, COLS), FLOAT: source.integer(0, 1) },
    };
    const ends = source.chance(0.8);
    const raw = !ends || source.chance(0.5);
    const [k, n] = [source.integer(1, 40), source.integer(1, 40)];
    // Raw sums do not wait.
    const m = source.integer(raw || engine.OUTPUT_STATIONARY === 1 ? 1 : Math.min(ROWS, k), 30);
    const parametric = ends && Math.max(m, k) >= Math.min(n, COLS) && source.chance(0.5);
    const command = { m, k, n, mode: raw ? 0 : 1, parametric, ends };
    const text = JSON.stringify({ engine, command });
    if (ends || engine.OUTPUT_STATIONARY === 0 || m <= ROWS) {
      expect(matmulCycles(engine, command), text).toBe(closedForm(engine, command));
    }
  }
});

it('and takes no longer than that with gaps', () => {
  const source = random(2);
  let shorter = 0;
  for (let trial = 0; trial < 1000; trial++) {
    const [ROWS, COLS] = [source.integer(2, 9), source.integer(2, 9)];
    const engine = { ROWS, COLS, PIPELINE: 0, OUTPUT_STATIONARY: 0, REQUANT_LANES: 1, FLOAT: 0 };
    const size = { m: source.integer(1, ROWS - 1), k: source.integer(1, 40), n: source.integer(1, 40) };
    const command = { ...size, mode: 1, parametric: false, ends: true };
    const [found, stated] = [matmulCycles(engine, command), closedForm(engine, command)];
    expect(found).toBeLessThanOrEqual(stated);
    if (found < stated) shorter++;
  }
  expect(shorter).toBeGreaterThan(100);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Matmul } from '../../../generators/systolic/index.ts';
import { projectRoot } from '../../../scripts/verilator/paths.ts';
import { matmulCycles } from '../../gemm/matmulCycles.ts';

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
  expect(rows).toHaveLength(5);
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

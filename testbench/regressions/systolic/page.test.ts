import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SystolicArray } from '../../../generators/systolic/index.ts';
import { projectRoot } from '../../../scripts/verilator/paths.ts';
import { drawArrayWave, wavePath } from './wave.ts';

const page = await readFile(join(projectRoot, 'docs', 'blocks', 'systolic.md'), 'utf8');

it('the page shows the waveform of the present array (else: npx tsx testbench/regressions/systolic/wave.ts)', async () => {
  expect(await readFile(wavePath, 'utf8')).toBe(await drawArrayWave());
});

it('the page lists the parameters with their defaults and ranges', () => {
  const listed = [...page.matchAll(/^\| `([A-Z_]+)` *\| (\d+) *\| ([^|]+?) *\|/gm)].map(([, ...cells]) => cells);
  const ranges = Object.entries(SystolicArray.params).map(([name, { default: value, min, max }]) => {
    if (name === 'ACC_WIDTH') return [name, String(value), 'A_WIDTH + W_WIDTH or more'];
    return [name, String(value), max === undefined ? `${min} or more` : `${min} to ${max}`];
  });
  expect(listed).toEqual(ranges);
});

it('the page lists every port', () => {
  const table = page.slice(page.indexOf('| Port '), page.indexOf('A beat passes'));
  const listed = table
    .split('\n')
    .flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(listed).toEqual(['clk', 'rst', ...SystolicArray.elaborate().ports.map(({ key }) => key)]);
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { behaviour } from '../../../docs/language/behaviour.ts';
import { clocks } from '../../../docs/language/clocks.ts';
import { hasNativeYosys } from '../../lint/yosys.ts';
import { emitFiles } from '../language/tools.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-inference-'));
});
afterAll(() => rm(folder, { recursive: true }));

const shown = { ...behaviour, ...clocks };

it.for([
  { name: 'port_modes', blocks: 3 },
  { name: 'two_clock_memory', blocks: 1 },
])('the memories of $name are $blocks block memories, and little else', async ({ name, blocks }, { skip }) => {
  if (!(await hasNativeYosys())) return skip('There is no yosys on PATH.');
  const described = shown[name];
  if (described === undefined) throw new Error(`The reference shows no ${name}.`);
  const { files, top } = await emitFiles(folder, described);
  const report = join(folder, `${name}.txt`);
  const reads = files.map(file => `read_verilog ${file}`).join('; ');
  await execa('yosys', ['-q', '-p', `${reads}; synth_ecp5 -top ${top}; tee -o ${report} stat`]);
  const counts = new Map(
    [...(await readFile(report, 'utf8')).matchAll(/^ +(\w+) +(\d+)$/gm)].map(([, cell = '', count]) => [
      cell,
      Number(count),
    ]),
  );
  expect(counts.get('DP16KD')).toBe(blocks);
  expect(counts.get('TRELLIS_FF') ?? 0).toBe(0);
  expect(counts.get('LUT4') ?? 0).toBeLessThanOrEqual(2);
});

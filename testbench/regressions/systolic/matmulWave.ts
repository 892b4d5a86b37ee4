/**
 * The picture of docs/blocks/matmul.md of tiles that overlap, from a run in the built-in simulator:
 * `npx tsx testbench/regressions/systolic/matmulWave.ts`
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { Matmul } from '../../../generators/systolic/index.ts';
import { projectRoot } from '../../../scripts/verilator/paths.ts';
import { matmulCycles } from '../../gemm/matmulCycles.ts';
import { drawWaveform, type WaveSignal } from './waveform.ts';

export const matmulWavePath = join(projectRoot, 'docs', 'blocks', 'images', 'matmul-wave.svg');

const engine = { ROWS: 2, COLS: 2, PIPELINE: 0, OUTPUT_STATIONARY: 0, REQUANT_LANES: 2, FLOAT: 0 };

/** Two products in a row: four tiles, A to D, of which A and B, and C and D, make a column of the result; and one, E. */
const products = [
  { m: 3, k: 4, n: 4, tiles: ['A', 'B', 'C', 'D'], columns: ['AB', 'CD'] },
  { m: 2, k: 2, n: 2, tiles: ['E'], columns: ['E'] },
];

/** What passes on each stream, beat by beat. */
const beats = {
  weights: products.flatMap(({ tiles }) => tiles.flatMap(tile => [`${tile}1`, `${tile}0`])),
  activations: products.flatMap(({ m, tiles }) =>
    tiles.flatMap(tile => Array.from({ length: m }, (_, row) => `${tile}${row}`)),
  ),
  result: products.flatMap(({ m, columns }) =>
    columns.flatMap(tiles => Array.from({ length: m }, (_, row) => `${tiles}${row}`)),
  ),
};

/** The picture as SVG. @throws Error when the run is not as long as the formula says */
export function drawMatmulWave(): string {
  const core = simulate(Matmul, { ...engine, ACC_DEPTH: 4, ACTIVATION_DEPTH: 16, WEIGHT_DEPTH: 16, SIZE_WIDTH: 4 });
  core.poke('response_ready', true);
  core.poke('result_ready', true);
  core.poke('command_starts', true);
  core.poke('command_ends', true);
  const next = { command: 0, weights: 0, activations: 0, result: 0, response: 0 };
  const seen = {
    command: [] as (string | undefined)[],
    weights: [] as (string | undefined)[],
    activations: [] as (string | undefined)[],
    result: [] as (string | undefined)[],
    response: [] as (string | undefined)[],
  };
  const fires = (stream: string): boolean =>
    (core.peekNumber(`${stream}_valid`) & core.peekNumber(`${stream}_ready`)) === 1;
  while (next.response < products.length) {
    const { m = 0, k = 0, n = 0 } = products[next.command] ?? {};
    for (const [field, value] of Object.entries({ m, k, n, valid: m > 0 ? 1 : 0 }))
      core.poke(`command_${field}`, value);
    seen.command.push(fires('command') ? `${m}·${k}·${n}` : undefined);
    if (fires('command')) next.command++;
    for (const stream of ['weights', 'activations'] as const) {
      seen[stream].push(fires(stream) ? beats[stream][next[stream]++] : undefined);
    }
    seen.result.push(core.peekNumber('result_valid') === 1 ? beats.result[next.result++] : undefined);
    const answered = core.peekNumber('response_valid') === 1;
    seen.response.push(answered ? String(core.peekNumber('response_code')) : undefined);
    if (answered) next.response++;
    core.step();
    if (seen.command.length > 60) throw new Error('The commands are not answered.');
  }
  const [first = { m: 1, k: 1, n: 1, columns: [] }] = products;
  const end = seen.result.lastIndexOf(`${first.columns.at(-1)}${first.m - 1}`) + 1;
  const formula = matmulCycles(engine, { ...first, mode: 0, parametric: false, ends: true });
  if (end !== formula) throw new Error(`The first product takes ${end} cycles, but the formula says ${formula}.`);
  const bus = (name: string, values: readonly (string | undefined)[]): WaveSignal => ({ name, kind: 'bus', values });
  return drawWaveform('Two products on a 2 x 2 engine', [
    [bus('command', seen.command)],
    [bus('weights', seen.weights), bus('activations', seen.activations)],
    [bus('result', seen.result), bus('response', seen.response)],
  ]);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(dirname(matmulWavePath), { recursive: true });
  await writeFile(matmulWavePath, drawMatmulWave());
}

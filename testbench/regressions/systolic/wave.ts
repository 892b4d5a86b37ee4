/** The waveform of docs/blocks/systolic.md, from a run in Verilator: `npx tsx testbench/regressions/systolic/wave.ts` */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../../scripts/verilator/paths.ts';
import { unpackValues } from '../../streams/bits.ts';
import type { InputDrive, StreamResult } from '../../streams/job.ts';
import { unpackLanes } from '../../streams/lanes.ts';
import { packRows, unpackRows, vectorLayout } from '../../streams/vectors.ts';
import { buildModel } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import { runVectors } from '../../verilator/runVectors.ts';
import { type ArrayShape, type ArrayStalls, arrayJob, arraySource, noStalls, type Tile } from './tiles.ts';
import { drawWaveform, type WaveSignal } from './waveform.ts';

export const wavePath = join(projectRoot, 'docs', 'blocks', 'images', 'systolic-wave.svg');

const shape: ArrayShape = { ROWS: 2, COLS: 2, A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 32, PIPELINE: 0 };

const tile = (weights: readonly number[], activations: readonly number[]): Tile => ({
  k: 2,
  m: activations.length / 2,
  weights: Int16Array.from(weights),
  activations: Int16Array.from(activations),
});

/** Three vectors, one, two; numbers small enough to be checked in the head. */
const tiles: readonly Tile[] = [
  tile([1, 2, 3, 4], [1, 0, 0, 1, 1, 1]),
  tile([5, 6, 7, 8], [2, 1]),
  tile([1, 1, 2, -2], [2, 3, -1, 1]),
];

/** The second result is not taken at once. */
const stalls: ArrayStalls = {
  ...noStalls,
  result: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, ...new Array<number>(40).fill(0)),
};

/** Per cycle, the index of the beat that a stream without stalls of its own offers. */
function offers(accepted: Uint32Array, cycles: number): (number | undefined)[] {
  return Array.from({ length: cycles }, (_, cycle) => {
    const beat = accepted.findIndex(at => at >= cycle);
    return beat < 0 ? undefined : beat;
  });
}

/** Runs the tiles through the streams, and the same once more port by port, so that every cycle is seen. */
async function record() {
  const model = await buildModel(arraySource(shape));
  const job = arrayJob(tiles, shape, stalls, 1);
  const run: StreamResult = runStreams(model, job);
  const cycles = run.cycles + 1;
  const layout = vectorLayout(model.ports, 'clk');
  const drive = (name: string) => {
    const input: InputDrive | undefined = job.inputs[name];
    const mark = name === 'weight' ? 'last' : 'first';
    const bits = unpackValues(input?.fields.bits ?? new Uint8Array(), 16);
    const offered = offers(run.inputs[name]?.cycles ?? new Uint32Array(), cycles);
    return offered.map(beat => ({
      [`${name}_valid`]: beat === undefined ? 0n : 1n,
      [`${name}_bits`]: beat === undefined ? 0n : (bits[beat] ?? 0n),
      [`${name}_${mark}`]: beat === undefined ? 0n : BigInt(input?.fields[mark]?.[beat] ?? 0),
    }));
  };
  const weight = drive('weight');
  const activation = drive('activation');
  const rows = Array.from({ length: cycles + 1 }, (_, at) => ({
    rst: at === 0 ? 1n : 0n,
    result_ready: at > 0 && stalls.result[at - 1] === 1 ? 0n : 1n,
    ...weight[Math.max(0, at - 1)],
    ...activation[Math.max(0, at - 1)],
  }));
  const { outputs } = runVectors(model, { cycles: rows.length, inputs: packRows(layout.inputs, rows) });
  const seen = unpackRows(layout.outputs, outputs);
  return rows.slice(1).map((row, cycle): Record<string, bigint> => ({ ...row, ...seen[cycle + 1] }));
}

/** The picture as SVG. */
export async function drawArrayWave(): Promise<string> {
  const rows = await record();
  const bit = (name: string): WaveSignal => ({ name, kind: 'bit', values: rows.map(row => row[name] === 1n) });
  const numbers = (name: string, laneWidth: number): WaveSignal => ({
    name: `${name}_bits`,
    kind: 'bus',
    values: rows.map(row => {
      if (row[`${name}_valid`] !== 1n) return undefined;
      const value = row[`${name}_bits`] ?? 0n;
      const bytes = Uint8Array.from({ length: (2 * laneWidth) / 8 }, (_, at) =>
        Number((value >> BigInt(8 * at)) & 255n),
      );
      return unpackLanes(bytes, { lanes: 2, laneWidth }).join(' ');
    }),
  });
  return drawWaveform('Three tiles on a 2 x 2 array', [
    [bit('weight_valid'), bit('weight_ready'), numbers('weight', 8), bit('weight_last')],
    [bit('activation_valid'), bit('activation_ready'), numbers('activation', 8), bit('activation_first')],
    [bit('result_valid'), bit('result_ready'), numbers('result', 32)],
    [bit('busy')],
  ]);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(dirname(wavePath), { recursive: true });
  await writeFile(wavePath, await drawArrayWave());
}

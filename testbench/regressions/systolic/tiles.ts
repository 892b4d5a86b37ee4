import { join } from 'node:path';
import { projectRoot } from '../../../scripts/verilator/paths.ts';
import { gemm } from '../../golden/gemm.ts';
import type { Random } from '../../random.ts';
import type { StreamJob, StreamResult } from '../../streams/job.ts';
import { packLanes, unpackLanes } from '../../streams/lanes.ts';
import { neverStall, type StallPattern } from '../../streams/stalls.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';

/** Values of the array's parameters. */
export interface ArrayShape {
  readonly ROWS: number;
  readonly COLS: number;
  readonly A_WIDTH: number;
  readonly W_WIDTH: number;
  readonly ACC_WIDTH: number;
  readonly PIPELINE: number;
}

export const shapeName = ({ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, PIPELINE }: ArrayShape): string =>
  `${ROWS}x${COLS}, ${A_WIDTH} x ${W_WIDTH} to ${ACC_WIDTH} bits, PIPELINE ${PIPELINE}`;

const modules = ['skew', 'deskew', 'systolic_grid', 'systolic_array'];

/** The emitted array: one text for every shape, which comes in by overriding parameters. */
export function arraySource(shape: ArrayShape, folder = join(projectRoot, 'rtl-out', 'lib')): VerilogSource {
  return { files: modules.map(name => join(folder, `${name}.v`)), top: 'systolic_array', parameters: { ...shape } };
}

/** A product that the array computes in one go: m × k activations by k × COLS weights, k at most ROWS. */
export interface Tile {
  readonly k: number;
  readonly m: number;
  /** k × COLS, row by row. */
  readonly weights: Int16Array;
  /** m × k, vector by vector. */
  readonly activations: Int16Array;
}

/** The number that the nth element of an operand gets. */
type Draw = (width: number) => number;

const uniform =
  (random: Random): Draw =>
  width =>
    random.integer(-(2 ** (width - 1)), 2 ** (width - 1) - 1);

export function makeTile(shape: ArrayShape, k: number, m: number, draw: Draw): Tile {
  return {
    k,
    m,
    weights: Int16Array.from({ length: k * shape.COLS }, () => draw(shape.W_WIDTH)),
    activations: Int16Array.from({ length: m * k }, () => draw(shape.A_WIDTH)),
  };
}

export function randomTile(shape: ArrayShape, k: number, m: number, random: Random): Tile {
  return makeTile(shape, k, m, uniform(random));
}

/** Tiles of random sizes: k in 1 to ROWS, m of one vector, about k, or more than the array is deep. */
export function randomTiles(shape: ArrayShape, count: number, random: Random): Tile[] {
  return Array.from({ length: count }, () => {
    const k = random.integer(1, shape.ROWS);
    const most = random.pick([1, k + 1, 2 * (shape.ROWS + shape.COLS)]);
    return randomTile(shape, k, random.integer(1, most), random);
  });
}

/** Results of all tiles, vector by vector, COLS numbers each, from the golden model. */
export function goldenResults(tiles: readonly Tile[], { COLS, ACC_WIDTH }: ArrayShape): Int32Array {
  const parts = tiles.map(({ k, m, weights, activations }) =>
    gemm({ a: activations, b: weights, m, k, n: COLS, accumulatorWidth: ACC_WIDTH }),
  );
  return Int32Array.from(parts.flatMap(part => [...part]));
}

export interface ArrayStalls {
  readonly weight: StallPattern;
  readonly activation: StallPattern;
  readonly result: StallPattern;
}

export const noStalls: ArrayStalls = { weight: neverStall, activation: neverStall, result: neverStall };

/** What the array's streams are given for these tiles: weights last row first, activations zero from row k on. */
export function arrayJob(tiles: readonly Tile[], shape: ArrayShape, stalls: ArrayStalls, seed: number): StreamJob {
  const { ROWS, COLS, A_WIDTH, W_WIDTH } = shape;
  const weights: number[] = [];
  const last: number[] = [];
  const activations: number[] = [];
  const first: number[] = [];
  for (const tile of tiles) {
    for (let row = tile.k - 1; row >= 0; row--) {
      weights.push(...tile.weights.subarray(row * COLS, (row + 1) * COLS));
      last.push(row === 0 ? 1 : 0);
    }
    for (let vector = 0; vector < tile.m; vector++) {
      const given = tile.activations.subarray(vector * tile.k, (vector + 1) * tile.k);
      activations.push(...given, ...new Array<number>(ROWS - tile.k).fill(0));
      first.push(vector === 0 ? 1 : 0);
    }
  }
  return {
    inputs: {
      weight: {
        beats: last.length,
        fields: { bits: packLanes(weights, { lanes: COLS, laneWidth: W_WIDTH }), last: Uint8Array.from(last) },
        stall: stalls.weight,
      },
      activation: {
        beats: first.length,
        fields: { bits: packLanes(activations, { lanes: ROWS, laneWidth: A_WIDTH }), first: Uint8Array.from(first) },
        stall: stalls.activation,
      },
    },
    outputs: { result: { beats: first.length, stall: stalls.result } },
    seed,
  };
}

/** Result vectors as numbers, COLS each. */
export function resultsOf(run: StreamResult, { COLS, ACC_WIDTH }: ArrayShape): Int32Array {
  return unpackLanes(run.outputs.result?.fields.bits ?? new Uint8Array(), { lanes: COLS, laneWidth: ACC_WIDTH });
}

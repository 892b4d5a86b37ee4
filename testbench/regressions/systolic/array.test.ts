import { beforeAll, describe, expect, it } from 'vitest';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runStreamsInIcarus } from '../../icarus/runStreams.ts';
import { random } from '../../random.ts';
import { packValues, unpackValues } from '../../streams/bits.ts';
import { expectNoViolations, type StreamResult } from '../../streams/job.ts';
import { unpackLanes } from '../../streams/lanes.ts';
import { DesignStoppedError } from '../../streams/simulationErrors.ts';
import { anyStalls, burstStalls, randomStalls } from '../../streams/stalls.ts';
import { packRows, unpackRows, vectorLayout } from '../../streams/vectors.ts';
import { buildModel, type Model } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import { runVectors } from '../../verilator/runVectors.ts';
import { cyclesOf, fullSpeed, latencyOf, type Schedule, stalled } from './schedule.ts';
import {
  type ArrayShape,
  type ArrayStalls,
  arrayJob,
  arraySource,
  goldenResults,
  makeTile,
  noStalls,
  randomTile,
  randomTiles,
  resultsOf,
  shapeName,
  type Tile,
} from './tiles.ts';

/** All run from one emitted text: sizes of one, both kinds of rectangle, every width's end, cuts that do not align. */
const shapes: readonly ArrayShape[] = [
  { ROWS: 1, COLS: 1, A_WIDTH: 2, W_WIDTH: 2, ACC_WIDTH: 4, PIPELINE: 0 },
  { ROWS: 4, COLS: 4, A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 32, PIPELINE: 0 },
  { ROWS: 5, COLS: 3, A_WIDTH: 8, W_WIDTH: 4, ACC_WIDTH: 12, PIPELINE: 2 },
  { ROWS: 3, COLS: 5, A_WIDTH: 16, W_WIDTH: 16, ACC_WIDTH: 32, PIPELINE: 1 },
  { ROWS: 1, COLS: 7, A_WIDTH: 2, W_WIDTH: 16, ACC_WIDTH: 18, PIPELINE: 3 },
  { ROWS: 8, COLS: 1, A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 17, PIPELINE: 3 },
];

/** Whatever registers hold at power-up must not matter. */
const initialStates = [1, 2];

/** The cycles in which beats were accepted. */
const happened = (run: StreamResult): Schedule => ({
  weight: [...(run.inputs.weight?.cycles ?? [])],
  activation: [...(run.inputs.activation?.cycles ?? [])],
  result: [...(run.outputs.result?.cycles ?? [])],
});

/** Runs tiles and holds results and every cycle against the golden model and the schedule. */
function check(model: Model, shape: ArrayShape, tiles: readonly Tile[], stalls: ArrayStalls = noStalls): void {
  const schedule = stalls === noStalls ? fullSpeed(tiles, shape) : stalled(tiles, shape, stalls);
  const golden = goldenResults(tiles, shape);
  for (const seed of initialStates) {
    const run = runStreams(model, arrayJob(tiles, shape, stalls, seed));
    expectNoViolations(run);
    expect(resultsOf(run, shape)).toEqual(golden);
    expect(happened(run)).toEqual(schedule);
    expect(run.finalOutputs).toEqual({ busy: 0n });
  }
}

/** Every k, each with one vector, as many as k, one less and one more, and more than the array is deep. */
function everySize(shape: ArrayShape, seed: number): Tile[] {
  const source = random(seed);
  const ks = Array.from({ length: shape.ROWS }, (_, row) => row + 1);
  const sizes = ks.flatMap(k => [1, k - 1, k, k + 1, latencyOf(shape) + 2].map(m => ({ k, m: Math.max(1, m) })));
  // In an order in which large and small k follow each other.
  const shuffled = sizes.map(size => ({ size, key: source.uint32() })).sort((a, b) => a.key - b.key);
  return shuffled.map(({ size: { k, m } }) => randomTile(shape, k, m, source));
}

describe.each(shapes.map(shape => ({ name: shapeName(shape), shape })))('systolic_array $name', ({ shape }) => {
  let model: Model;
  beforeAll(async () => {
    model = await buildModel(arraySource(shape));
  });

  it('multiplies tiles of every size at full speed, every beat in the cycle that the formulas say', () => {
    for (const seed of [1, 2, 3]) check(model, shape, everySize(shape, seed));
  });

  it('takes as many cycles as the formula says for one tile and for many, and begins tiles max(M, k) apart', () => {
    for (const count of [1, 2, 17]) {
      const tiles = randomTiles(shape, count, random(count));
      const run = runStreams(model, arrayJob(tiles, shape, noStalls, 1));
      expect(run.cycles).toBe(cyclesOf(tiles, shape));
      const accepted = happened(run).activation;
      let first = 0;
      const starts = tiles.map(({ m }) => {
        const start = accepted[first] ?? -1;
        first += m;
        return start;
      });
      tiles.slice(1).forEach(({ k }, before) => {
        expect((starts[before + 1] ?? 0) - (starts[before] ?? 0)).toBe(Math.max(tiles[before]?.m ?? 0, k));
      });
    }
  });

  it('takes a row of weights in every cycle when each tile is used for one vector', () => {
    const source = random(5);
    const tiles = Array.from({ length: 20 }, () => randomTile(shape, shape.ROWS, 1, source));
    const run = runStreams(model, arrayJob(tiles, shape, noStalls, 1));
    expect(happened(run).weight).toEqual(Array.from({ length: 20 * shape.ROWS }, (_, cycle) => cycle));
    expect(resultsOf(run, shape)).toEqual(goldenResults(tiles, shape));
  });

  it('takes a vector in every cycle when tiles are as long as they are deep', () => {
    const source = random(6);
    const { ROWS } = shape;
    const tiles = Array.from({ length: 8 }, () => randomTile(shape, ROWS, ROWS, source));
    const run = runStreams(model, arrayJob(tiles, shape, noStalls, 1));
    expect(happened(run).activation).toEqual(Array.from({ length: 8 * ROWS }, (_, vector) => ROWS + vector));
  });

  it('is exact at the ends of the operands, where sums wrap', () => {
    const low = (width: number): number => -(2 ** (width - 1));
    const high = (width: number): number => 2 ** (width - 1) - 1;
    const draws = [low, high, (width: number) => (width === shape.A_WIDTH ? low(width) : high(width)), () => 0];
    check(
      model,
      shape,
      draws.flatMap(draw => [makeTile(shape, shape.ROWS, 3, draw), makeTile(shape, 1, 2, draw)]),
    );
  });

  it('loses and repeats nothing under stalls of one stream or of all, and stalls no more than it must', () => {
    for (let seed = 0; seed < 24; seed++) {
      const source = random(seed);
      const tiles = randomTiles(shape, 15, source);
      const stalls = source.pick<ArrayStalls>([
        { ...noStalls, weight: burstStalls(source, 12) },
        { ...noStalls, activation: burstStalls(source, 12) },
        { ...noStalls, result: burstStalls(source, 12) },
        { ...noStalls, result: randomStalls(source, 0.5) },
        { weight: anyStalls(source), activation: anyStalls(source), result: anyStalls(source) },
        { weight: anyStalls(source), activation: anyStalls(source), result: anyStalls(source) },
      ]);
      check(model, shape, tiles, stalls);
    }
  });

  it('is busy while weights wait, and idle when nothing ever came', () => {
    const { COLS, ROWS } = shape;
    const { inputs } = arrayJob([randomTile(shape, ROWS, 1, random(3))], shape, noStalls, 1);
    const { weight } = inputs;
    if (weight === undefined) throw new Error('no weights');
    expect(runStreams(model, { inputs: { weight }, outputs: {} }).finalOutputs).toEqual({ busy: 1n });
    if (ROWS > 1) {
      // The first beat of a tile alone.
      const bits = weight.fields.bits?.subarray(0, Math.ceil((COLS * shape.W_WIDTH) / 8)) ?? new Uint8Array();
      const beat = { beats: 1, fields: { bits, last: Uint8Array.of(0) } };
      expect(runStreams(model, { inputs: { weight: beat }, outputs: {} }).finalOutputs).toEqual({ busy: 1n });
    }
    expect(runStreams(model, { inputs: {}, outputs: {} }).finalOutputs).toEqual({ busy: 0n });
  });

  it('forgets everything when it is reset, whatever was going on', () => {
    const source = random(8);
    const { ROWS, COLS } = shape;
    const tile = randomTile(shape, 1, 2, source);
    const layout = vectorLayout(model.ports, 'clk');
    const { inputs } = arrayJob([tile], shape, noStalls, 1);
    const beats = (stream: string, field: string, width: number): bigint[] =>
      unpackValues(inputs[stream]?.fields[field] ?? new Uint8Array(), width);
    const weights = beats('weight', 'bits', COLS * shape.W_WIDTH);
    const vectors = beats('activation', 'bits', ROWS * shape.A_WIDTH);
    for (let before = 0; before < latencyOf(shape) + 4; before++) {
      const bit = (): bigint => source.bits(1);
      const noise = () => ({
        rst: 0n,
        weight_valid: bit(),
        weight_bits: source.bits(COLS * shape.W_WIDTH),
        // Tiles of one row: more than ROWS rows would be reported.
        weight_last: 1n,
        activation_valid: bit(),
        activation_bits: source.bits(ROWS * shape.A_WIDTH),
        activation_first: bit(),
        result_ready: bit(),
      });
      const quiet = { ...noise(), weight_valid: 0n, activation_valid: 0n, result_ready: 1n };
      const rows = [
        { ...noise(), rst: 1n },
        ...Array.from({ length: before }, noise),
        { ...noise(), rst: 1n },
        { ...quiet, weight_valid: 1n, weight_bits: weights[0] ?? 0n },
        ...vectors.map((bits, vector) => ({
          ...quiet,
          activation_valid: 1n,
          activation_bits: bits,
          activation_first: vector === 0 ? 1n : 0n,
        })),
        ...Array.from({ length: latencyOf(shape) + 4 }, () => quiet),
      ];
      const packed = packRows(layout.inputs, rows);
      const seen = initialStates.map(seed => {
        const { outputs } = runVectors(model, { cycles: rows.length, inputs: packed, seed });
        const taken = unpackRows(layout.outputs, outputs).map((row, cycle) => ({ row, cycle: cycle - before - 2 }));
        return taken.filter(({ cycle, row }) => cycle >= 0 && row.result_valid === 1n);
      });
      const golden = [...goldenResults([tile], shape)];
      for (const results of seen) {
        expect(results.map(({ cycle }) => cycle)).toEqual([1 + latencyOf(shape), 2 + latencyOf(shape)]);
        const bits = results.map(({ row }) => row.result_bits ?? 0n);
        const lanes = { lanes: COLS, laneWidth: shape.ACC_WIDTH };
        expect([...unpackLanes(packValues(bits, COLS * shape.ACC_WIDTH), lanes)]).toEqual(golden);
      }
    }
  });

  it('stops a simulation in which a tile has more than ROWS rows', () => {
    const tile = randomTile({ ...shape, ROWS: shape.ROWS + 1 }, shape.ROWS + 1, 1, random(4));
    const { weight } = arrayJob([tile], { ...shape, ROWS: shape.ROWS + 1 }, noStalls, 1).inputs;
    if (weight === undefined) throw new Error('no weights');
    const run = () => runStreams(model, { inputs: { weight }, outputs: {} });
    expect(run).toThrow(DesignStoppedError);
    expect(run).toThrow(/systolic_array: a tile has more than ROWS rows of weights/);
  });
});

describe('systolic_array in Icarus, unknowns where nothing is driven', async () => {
  const icarus = await icarusAvailability();
  skipUnless(icarus.available, icarus.available ? '' : icarus.reason);

  it.each(shapes.map(shape => ({ name: shapeName(shape), shape })))('$name', async ({ shape }) => {
    const source = random(9);
    // A first tile of one row: the shadow weights of the other rows never enter.
    const tiles = [randomTile(shape, 1, 2, source), ...randomTiles(shape, 6, source)];
    const stalls = {
      weight: anyStalls(source),
      activation: randomStalls(source, 0.3),
      result: randomStalls(source, 0.3),
    };
    const run = await runStreamsInIcarus(await icarusModel(arraySource(shape)), arrayJob(tiles, shape, stalls, 1));
    expectNoViolations(run);
    expect(resultsOf(run, shape)).toEqual(goldenResults(tiles, shape));
    expect(happened(run)).toEqual(stalled(tiles, shape, stalls));
    expect(run.finalOutputs).toEqual({ busy: 0n });
  });
});

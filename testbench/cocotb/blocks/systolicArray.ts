import { SystolicArray } from '../../../generators/systolic/array.ts';
import { cyclesOf, latencyOf } from '../../regressions/systolic/schedule.ts';
import { goldenResults, randomTiles, type Tile } from '../../regressions/systolic/tiles.ts';
import { cocotbBlock } from '../block.ts';

const TILES = 12;

/** Rows of a matrix, row by row. */
const rowsOf = (values: Int16Array | Int32Array, width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);

/** The beats of a tile's weights: last row first, the beat of row 0 marked. */
const weightBeats = ({ k, weights }: Tile, COLS: number) =>
  rowsOf(weights, COLS)
    .map((bits, row) => ({ bits, last: row === 0 }))
    .slice(0, k)
    .reverse();

/** Its vectors, rows k and up zero, the first marked. */
const activationBeats = ({ k, activations }: Tile, ROWS: number) =>
  rowsOf(activations, k).map((row, vector) => ({
    bits: [...row, ...new Array<number>(ROWS - k).fill(0)],
    first: vector === 0,
  }));

export const systolicArray = cocotbBlock(SystolicArray, {
  values: { ROWS: 3, COLS: 5, PIPELINE: 2 },
  golden: 'testbench/golden/gemm.ts',
  vectors: (shape, random) => {
    const tiles = randomTiles(shape, TILES, random);
    return {
      kind: 'streams',
      inputs: {
        weight: tiles.flatMap(tile => weightBeats(tile, shape.COLS)),
        activation: tiles.flatMap(tile => activationBeats(tile, shape.ROWS)),
      },
      outputs: { result: rowsOf(goldenResults(tiles, shape), shape.COLS) },
      duration: {
        from: 'weight',
        to: 'result',
        cycles: cyclesOf(tiles, shape),
        formula:
          `${TILES} tiles of k rows and M vectors: k of the first, max(M of one, k of the next) between any two, M of ` +
          `the last, and the latency, which is ${latencyOf(shape)}.`,
      },
    };
  },
});

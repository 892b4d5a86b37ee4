import { describe, expect, it } from 'vitest';
import { unpackLanes } from '../streams/lanes.ts';
import type { ArrayParameters } from './arrayDesign.ts';
import { activationBeats, expectedCycles, weightBeats } from './tiling.ts';

const array: ArrayParameters = { ROWS: 2, COLS: 3, A_WIDTH: 8, W_WIDTH: 4, ACC_WIDTH: 32, PIPELINE: 0 };
const shape = { m: 2, k: 3, n: 4 };
const a = Int8Array.of(1, 2, 3, 4, 5, 6);
const b = Int8Array.of(1, 2, 3, 4, 5, 6, 7, -8, -1, -2, -3, -4);
const operands = { a, b, ...shape };

describe('tiling', () => {
  it('sends weights column of tiles after column of tiles, in each tile the last row first', () => {
    const { beats, bits, marks } = weightBeats(operands, array);
    expect([...unpackLanes(bits, { lanes: 3, laneWidth: 4 })]).toEqual(
      [
        [5, 6, 7],
        [1, 2, 3],
        [-1, -2, -3],
        [-8, 0, 0],
        [4, 0, 0],
        [-4, 0, 0],
      ].flat(),
    );
    expect([beats, ...marks]).toEqual([6, 0, 1, 1, 0, 1, 1]);
  });

  it('sends all rows of A for each tile along K, rows of the array past K being zero', () => {
    const { beats, bits, marks } = activationBeats(operands, array);
    expect([...unpackLanes(bits, { lanes: 2, laneWidth: 8 })]).toEqual([1, 2, 4, 5, 3, 0, 6, 0]);
    expect([beats, ...marks]).toEqual([4, 1, 0, 1, 0]);
  });

  it('knows how long it takes', () => {
    const sixteen = { ...array, ROWS: 16, COLS: 16 };
    expect(expectedCycles([{ m: 256, k: 256, n: 256 }], sixteen)).toBe(16 + 256 * 256 + 32);
    // One row: the weight port is busy in every cycle.
    expect(expectedCycles([{ m: 1, k: 64, n: 64 }], sixteen)).toBe(64 * 4 + 1 + 32);
    // Tiles of k = 2, 1, 2, 1 with m = 2: 2 + max(2, 1) + max(2, 2) + max(2, 1) + 2, and a latency of 5.
    expect(expectedCycles([shape], array)).toBe(2 + 2 + 2 + 2 + 2 + 5);
    // Two products: the second begins max(m of the first, k of the second) after the first's last tile.
    const [short, long] = [
      { m: 1, k: 1, n: 1 },
      { m: 5, k: 2, n: 1 },
    ];
    expect(expectedCycles([short, long], array)).toBe(1 + 2 + 5 + 5);
    expect(expectedCycles([long, short], array)).toBe(2 + 5 + 1 + 5);
    // Cuts before columns and rows 2, 4: (4 - 1) / 2 and (5 - 1) / 2 more cycles of latency.
    expect(expectedCycles([short], { ...array, ROWS: 4, COLS: 5, PIPELINE: 2 })).toBe(1 + 1 + 9 + 1 + 2);
  });
});

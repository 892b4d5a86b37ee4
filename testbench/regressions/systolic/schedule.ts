import type { StallPattern } from '../../streams/stalls.ts';
import type { ArrayShape, ArrayStalls, Tile } from './tiles.ts';

/**
 * When everything happens, from what the array promises and not from how it is made. Cycles count from the first after
 * reset.
 */
export interface Schedule {
  /** The cycle in which each beat is accepted. */
  readonly weight: readonly number[];
  readonly activation: readonly number[];
  readonly result: readonly number[];
}

/** Cycles from a vector's acceptance to its result, without stalls. */
export function latencyOf({ ROWS, COLS, PIPELINE }: ArrayShape): number {
  const cuts = (length: number): number => (PIPELINE === 0 ? 0 : Math.floor((length - 1) / PIPELINE));
  return ROWS + COLS + cuts(ROWS) + cuts(COLS);
}

/** Cycles that tiles take without stalls, from the first weight beat to the last result, both counted. */
export function cyclesOf(tiles: readonly Tile[], shape: ArrayShape): number {
  const between = tiles.slice(1).map(({ k }, before) => Math.max(tiles[before]?.m ?? 0, k));
  return (tiles[0]?.k ?? 0) + between.reduce((sum, gap) => sum + gap, 0) + (tiles.at(-1)?.m ?? 0) + latencyOf(shape);
}

/** The schedule without stalls, in closed form. */
export function fullSpeed(tiles: readonly Tile[], shape: ArrayShape): Schedule {
  const weight: number[] = [];
  const activation: number[] = [];
  let weightsFrom = 0;
  let start = tiles[0]?.k ?? 0;
  tiles.forEach(({ k, m }, index) => {
    for (let beat = 0; beat < k; beat++) weight.push(weightsFrom + beat);
    for (let vector = 0; vector < m; vector++) activation.push(start + vector);
    weightsFrom = start;
    start += Math.max(m, tiles[index + 1]?.k ?? 0);
  });
  return { weight, activation, result: activation.map(cycle => cycle + latencyOf(shape)) };
}

const stallsIn = (pattern: StallPattern, cycle: number): boolean =>
  pattern.length > 0 && pattern[cycle % pattern.length] === 1;

/**
 * The schedule under stalls, cycle by cycle, from four rules: nothing is accepted in a cycle in which a result waits and
 * is not taken, and such cycles do not count towards the latency; a tile's first weight beat is accepted together with
 * the first vector of the tile before, or later; a tile's first vector is accepted after its last weight beat; all else
 * is accepted when it is offered.
 */
export function stalled(tiles: readonly Tile[], shape: ArrayShape, stalls: ArrayStalls): Schedule {
  const latency = latencyOf(shape);
  const weightTile = tiles.flatMap(({ k }, tile) => new Array<number>(k).fill(tile));
  const vectorTile = tiles.flatMap(({ m }, tile) => new Array<number>(m).fill(tile));
  const weightsOf = tiles.map((_, tile) => weightTile.lastIndexOf(tile) + 1);
  const vectorsBefore = tiles.map((_, tile) => vectorTile.indexOf(tile));
  const weight: number[] = [];
  const activation: number[] = [];
  const result: number[] = [];
  /** Per vector in the array, the number of moving cycles at which its result is there. */
  const due: number[] = [];
  let moved = 0;
  let weightOffered = false;
  let activationOffered = false;
  for (let cycle = 0; result.length < vectorTile.length; cycle++) {
    weightOffered ||= weight.length < weightTile.length && !stallsIn(stalls.weight, cycle);
    activationOffered ||= activation.length < vectorTile.length && !stallsIn(stalls.activation, cycle);
    const hasResult = due[0] === moved;
    if (hasResult && stallsIn(stalls.result, cycle)) continue;
    if (hasResult) {
      result.push(cycle);
      due.shift();
    }
    const vector = activation.length;
    const isFirst = vector !== vectorTile.length && vectorTile[vector] !== vectorTile[vector - 1];
    const isLoaded = weight.length >= (weightsOf[vectorTile[vector] ?? 0] ?? 0);
    if (activationOffered && (!isFirst || isLoaded)) {
      activation.push(cycle);
      due.push(moved + latency);
      activationOffered = false;
    }
    const before = (weightTile[weight.length] ?? 0) - 1;
    if (weightOffered && (before < 0 || activation.length > (vectorsBefore[before] ?? 0))) {
      weight.push(cycle);
      weightOffered = false;
    }
    moved++;
  }
  return { weight, activation, result };
}

/** How many cycles matmul takes for a command: the formula of docs/blocks/matmul.md, "Cycles". */
import { latency } from './arrayDesign.ts';

/** What of the engine's parameters (generators/systolic/engine/matmul.ts) its cycles depend on. */
export interface CycleParameters {
  readonly ROWS: number;
  readonly COLS: number;
  readonly PIPELINE: number;
  readonly OUTPUT_STATIONARY: number;
  readonly REQUANT_LANES: number;
  readonly FLOAT: number;
}

/** M × K times K × N, how it leaves, and whether it takes a word of parameters a column. */
export interface TimedCommand {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** 0 for raw sums. */
  readonly mode: number;
  readonly parametric: boolean;
  /** Whether results leave. */
  readonly ends: boolean;
}

/** From a command's acceptance to the first operand's. */
function start({ ROWS, COLS, OUTPUT_STATIONARY }: CycleParameters, { m, k, n }: TimedCommand): number {
  return Math.max(Math.ceil((OUTPUT_STATIONARY === 1 ? m : k) / ROWS), Math.ceil(n / COLS)) + 3;
}

/** What takes sums one after the other: each for as many cycles as the requantiser has groups, with its parameters. */
function resultPath(parameters: CycleParameters, command: TimedCommand, firstWord: number) {
  const { COLS, REQUANT_LANES } = parameters;
  const { m, n, mode, parametric } = command;
  const groups = mode === 0 ? 1 : Math.ceil(COLS / REQUANT_LANES);
  const columns = (tile: number): number => Math.min(COLS, n - tile * COLS);
  let tile = 0;
  let row = 0;
  // From when on the tile's parameters are in use: those of the next load behind them.
  let usable = parametric ? firstWord + columns(0) + 1 : 0;
  return {
    /** A sum that is offered from a cycle on. @returns the cycle in which it is taken */
    take: (offered: number): number => {
      const taken = Math.max(offered, usable) + groups - 1;
      if (++row === m) {
        row = 0;
        tile++;
        if (parametric) usable = Math.max(taken + 1, usable + columns(tile));
      }
      return taken;
    },
  };
}

/** The cycle in which the last sum is taken (or, of sums that are kept, in which it enters), outputs staying. */
function lastOfOutputStationary(parameters: CycleParameters, command: TimedCommand): number {
  const { ROWS, COLS, PIPELINE } = parameters;
  const { m, k, n, ends } = command;
  const begin = start(parameters, command);
  if (!ends) return begin + k - 1;
  const path = resultPath(parameters, command, begin);
  const space = ROWS + (PIPELINE === 0 ? 0 : Math.floor((ROWS - 1) / PIPELINE));
  const tiles = Math.ceil(m / ROWS) * Math.ceil(n / COLS);
  // A sum that waits freezes the array as a whole.
  let frozen = 0;
  let taken = 0;
  for (let tile = 0; tile < tiles; tile++) {
    const lastBeat = begin + k - 1 + tile * Math.max(k, space);
    const rows = Math.min(ROWS, m - (tile % Math.ceil(m / ROWS)) * ROWS);
    for (let row = 0; row < rows; row++) {
      const offered = lastBeat + latency(parameters) + row + frozen;
      taken = path.take(offered);
      frozen += taken - offered;
    }
  }
  return taken;
}

/** The same, weights staying: sums go through an accumulator of two stages. */
function lastOfWeightStationary(parameters: CycleParameters, command: TimedCommand): number {
  const { ROWS, COLS } = parameters;
  const { m, k, n, ends } = command;
  const begin = start(parameters, command);
  const path = resultPath(parameters, command, begin);
  const tilesK = Math.ceil(k / ROWS);
  const rowsOf = (tile: number): number => Math.min(ROWS, k - (tile % tilesK) * ROWS);
  /** The last two sums that left: from when on, and before when, they held the accumulator up. */
  let older = { from: 0, before: 0 };
  let newer = older;
  /** The first cycle from this one on in which the accumulator moves. */
  const moves = (cycle: number): number => {
    let moving = cycle;
    for (const { from, before } of [older, newer]) if (moving >= from && moving < before) moving = before;
    return moving;
  };
  // A product that waits freezes the array as a whole; gaps between tiles pass while sums wait.
  let frozen = 0;
  let begins = begin + rowsOf(0);
  let last = 0;
  for (let tile = 0; tile < tilesK * Math.ceil(n / COLS); tile++) {
    if (tile > 0) begins += Math.max(m, rowsOf(tile));
    const leaves = ends && tile % tilesK === tilesK - 1;
    for (let row = 0; row < m; row++) {
      const offered = begins + row + latency(parameters) + frozen;
      const entered = moves(offered);
      frozen += entered - offered;
      last = entered;
      if (leaves) {
        const from = moves(entered + 1) + 1;
        const before = path.take(from);
        older = newer;
        newer = { from, before };
        last = before;
      } else if (entered >= newer.before) {
        // Nothing holds up the rest of the tile.
        last = begins + m - 1 + latency(parameters) + frozen;
        break;
      }
    }
  }
  return last;
}

/**
 * Cycles of one command whose operands are in the buffers, the engine being idle before it and nothing stalled: from its
 * acceptance to the handshake of its last result or, where sums are kept, of its answer, both counted.
 */
export function matmulCycles(parameters: CycleParameters, command: TimedCommand): number {
  const { OUTPUT_STATIONARY, FLOAT } = parameters;
  const last =
    OUTPUT_STATIONARY === 1 ? lastOfOutputStationary(parameters, command) : lastOfWeightStationary(parameters, command);
  if (!command.ends) return last + 2;
  return last + 1 + (command.mode === 0 ? 0 : 6 + FLOAT);
}

/** Cycles that the multipliers would take if none ever rested. */
export const idealCycles = (
  { m, k, n }: Pick<TimedCommand, 'm' | 'k' | 'n'>,
  { ROWS, COLS }: Pick<CycleParameters, 'ROWS' | 'COLS'>,
): number => Math.ceil((m * k * n) / (ROWS * COLS));

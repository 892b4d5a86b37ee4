/** What of the engine's parameters (generators/systolic/engine/matmul.ts) its cycles depend on. */
export interface Engine {
  readonly ROWS: number;
  readonly COLS: number;
  readonly PIPELINE: number;
  readonly OUTPUT_STATIONARY: number;
  readonly REQUANT_LANES: number;
  readonly FLOAT: number;
}

/** M × K times K × N, and the mode in which it leaves, 0 for raw sums. */
export interface Product {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly mode: number;
}

/**
 * Cycles of one command, from its acceptance to the handshake of its last result, both counted, without stalls:
 * docs/blocks/matmul.md derives them. Requantised, with REQUANT_LANES = COLS; with parameters, where those of COLS columns
 * load within the tiles of COLS columns.
 */
export function matmulCycles(engine: Engine, { m, k, n, mode }: Product): number {
  const { ROWS, COLS, PIPELINE, OUTPUT_STATIONARY, REQUANT_LANES, FLOAT } = engine;
  const cuts = (length: number): number => (PIPELINE === 0 ? 0 : Math.floor((length - 1) / PIPELINE));
  const latency = ROWS + COLS + cuts(ROWS) + cuts(COLS);
  const requantiser = mode === 0 ? 0 : 6 + FLOAT + Math.ceil(COLS / REQUANT_LANES) - 1;
  const tilesN = Math.ceil(n / COLS);
  if (OUTPUT_STATIONARY === 1) {
    const tilesM = Math.ceil(m / ROWS);
    const lastRows = m - (tilesM - 1) * ROWS;
    const apart = Math.max(k, ROWS + cuts(ROWS));
    return Math.max(tilesM, tilesN) + 3 + k + (tilesM * tilesN - 1) * apart + latency + lastRows - 1 + requantiser;
  }
  const tilesK = Math.ceil(k / ROWS);
  const rowsOf = (tile: number): number => Math.min(ROWS, k - (tile % tilesK) * ROWS);
  let begins = rowsOf(0);
  for (let tile = 1; tile < tilesK * tilesN; tile++) begins += Math.max(m, rowsOf(tile));
  return Math.max(tilesK, tilesN) + 3 + begins + m + latency + 2 + requantiser;
}

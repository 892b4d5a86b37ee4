/** How a product of any size is cut into commands whose operands the buffers of matmul hold. */
import { modes, takesParameters } from './engineCommand.ts';
import type { MatmulCommand, MatmulParameters } from './matmulCommand.ts';
import { matmulCycles } from './matmulCycles.ts';

export interface ProductSize {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** What all commands of a product have in common. */
export type CommandTemplate = Omit<MatmulCommand, 'm' | 'k' | 'n' | 'starts' | 'ends' | 'bases'>;

/** Tiles of a product: each of M and N is a load of the buffers, each of K a command that goes on with the sums. */
export interface MatmulPlan {
  readonly tile: ProductSize;
  /** Commands of all loads. */
  readonly commands: number;
  /** Cycles of all commands, by the formula, one after the other. */
  readonly cycles: number;
}

/** `most` or less, whole steps where there are several. */
const inSteps = (most: number, step: number, size: number): number =>
  most >= size ? size : most >= step ? Math.floor(most / step) * step : most;

/** The largest tile of a given K, or undefined when not even one row and column of it fit. */
function largestTile(
  { m, k, n }: ProductSize,
  tileK: number,
  parametric: boolean,
  parameters: MatmulParameters,
): ProductSize | undefined {
  const { ROWS, COLS, SIZE_WIDTH, ACC_DEPTH, OUTPUT_STATIONARY } = parameters;
  const { ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH } = parameters;
  const largest = 2 ** SIZE_WIDTH - 1;
  const several = tileK < k;
  const mostM =
    OUTPUT_STATIONARY === 1
      ? Math.min(Math.floor(ACTIVATION_DEPTH / tileK) * ROWS, several ? ROWS : largest)
      : Math.min(Math.floor(ACTIVATION_DEPTH / Math.ceil(tileK / ROWS)), ACC_DEPTH);
  const mostN = Math.min(
    Math.floor(WEIGHT_DEPTH / tileK) * COLS,
    several ? COLS : largest,
    parametric ? PARAMETER_DEPTH : largest,
  );
  if (tileK > largest || mostM < 1 || mostN < 1) return undefined;
  return {
    m: inSteps(Math.min(mostM, largest), ROWS, m),
    k: tileK,
    n: inSteps(Math.min(mostN, largest), COLS, n),
  };
}

/** Sizes of the tiles along one side, with how many there are of each. */
function pieces(size: number, tile: number): { readonly size: number; readonly count: number }[] {
  const whole = Math.floor(size / tile);
  const rest = size % tile;
  return [...(whole > 0 ? [{ size: tile, count: whole }] : []), ...(rest > 0 ? [{ size: rest, count: 1 }] : [])];
}

/** Commands along K, in order, the last of which ends the sum. */
function along(k: number, tile: number): { readonly size: number; readonly ends: boolean; readonly count: number }[] {
  const commands = Math.ceil(k / tile);
  const last = k - (commands - 1) * tile;
  return [
    ...(commands > 1 ? [{ size: tile, ends: false, count: commands - 1 }] : []),
    { size: last, ends: true, count: 1 },
  ];
}

function planOf(
  { m, k, n }: ProductSize,
  tile: ProductSize,
  template: CommandTemplate,
  parameters: MatmulParameters,
): MatmulPlan {
  let [commands, cycles] = [0, 0];
  for (const rows of pieces(m, tile.m)) {
    for (const columns of pieces(n, tile.n)) {
      for (const part of along(k, tile.k)) {
        const count = rows.count * columns.count * part.count;
        const size = { m: rows.size, k: part.size, n: columns.size };
        const parametric = takesParameters({ ...template, ...size, starts: true, ends: part.ends });
        commands += count;
        cycles += count * matmulCycles(parameters, { ...size, mode: template.mode, parametric, ends: part.ends });
      }
    }
  }
  return { tile, commands, cycles };
}

/**
 * The cut that takes the fewest cycles: K whole, or halved as often as it takes to be worth it.
 *
 * @param size of 1 or more each
 */
export function planProduct(size: ProductSize, template: CommandTemplate, parameters: MatmulParameters): MatmulPlan {
  const { ROWS } = parameters;
  const parametric = template.bias || (template.perChannel && template.mode !== modes.raw);
  const plans: MatmulPlan[] = [];
  for (let parts = 1, before = Number.POSITIVE_INFINITY; ; parts *= 2) {
    const tileK = Math.min(size.k, Math.ceil(size.k / parts / ROWS) * ROWS);
    // No buffer is so small that a row of K does not fit, but it may hold fewer than ROWS of them.
    const last = tileK >= before;
    const tile = largestTile(size, last ? 1 : tileK, parametric, parameters);
    if (tile !== undefined) plans.push(planOf(size, tile, template, parameters));
    if (last) break;
    before = tileK;
  }
  const [first, ...others] = plans;
  if (first === undefined) throw new RangeError('Not even one row of K fits the buffers.');
  return others.reduce((best, plan) => (plan.cycles < best.cycles ? plan : best), first);
}

/** Tiles of one load: rows and columns from `row` and `column` on, and its commands along K. */
export interface Load extends ProductSize {
  readonly row: number;
  readonly column: number;
  readonly parts: readonly { readonly first: number; readonly k: number }[];
}

/** Loads in the order in which they are run: N outer, M inner. */
export function* loadsOf({ m, k, n }: ProductSize, { tile }: MatmulPlan): Generator<Load> {
  const parts: { first: number; k: number }[] = [];
  for (let first = 0; first < k; first += tile.k) parts.push({ first, k: Math.min(tile.k, k - first) });
  for (let column = 0; column < n; column += tile.n) {
    for (let row = 0; row < m; row += tile.m) {
      yield { row, column, m: Math.min(tile.m, m - row), k, n: Math.min(tile.n, n - column), parts };
    }
  }
}

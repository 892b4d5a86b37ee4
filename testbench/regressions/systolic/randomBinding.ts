import type { ArrayDesign, ArrayParameters } from '../../gemm/arrayDesign.ts';
import { withParameters } from '../../gemm/emittedDesign.ts';
import type { Random } from '../../random.ts';
import { randomOf } from './randomOf.ts';

/** A configuration with other values of its parameters, given to the simulator: the emitted files are the same. */
export interface Binding {
  readonly design: ArrayDesign;
  readonly overrides: Partial<ArrayParameters>;
}

/** Elements of an array at most: what is larger takes long to build and shows nothing more. */
const LARGEST = 96;
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 16];
const WIDTHS = [2, 3, 4, 5, 8, 8, 11, 15, 16];

/** What a binding must have, one after the other: corners that chance alone would leave out of a short run. */
const CORNERS: readonly Partial<ArrayParameters>[] = [
  { ROWS: 1 },
  { COLS: 1, PIPELINE: 1 },
  { A_WIDTH: 2, W_WIDTH: 16 },
  { A_WIDTH: 16, W_WIDTH: 2, ACC_WIDTH: 18 },
  { A_WIDTH: 16, W_WIDTH: 16, ACC_WIDTH: 32 },
  { ROWS: 5, COLS: 16, PIPELINE: 1 },
  { ROWS: 16, COLS: 6, ACC_WIDTH: 40, PIPELINE: 3 },
];

function drawOverrides(source: Random, { parameters }: ArrayDesign, corner: Partial<ArrayParameters>) {
  const ROWS = corner.ROWS ?? source.pick(SIZES.filter(rows => rows * (corner.COLS ?? 1) <= LARGEST));
  const COLS = corner.COLS ?? source.pick(SIZES.filter(columns => ROWS * columns <= LARGEST));
  const chosen: Record<string, number> = { ROWS, COLS };
  const change = (name: keyof ArrayParameters, draw: () => number): number => {
    const drawn = corner[name] ?? (source.chance(0.6) ? draw() : undefined);
    if (drawn !== undefined) chosen[name] = drawn;
    return drawn ?? parameters[name];
  };
  const least = change('A_WIDTH', () => source.pick(WIDTHS)) + change('W_WIDTH', () => source.pick(WIDTHS));
  const accumulator = change('ACC_WIDTH', () =>
    source.pick([() => least, () => least + 1, () => 32, () => source.integer(least, 36)])(),
  );
  if (accumulator < least) chosen.ACC_WIDTH = least;
  change('PIPELINE', () => source.pick([0, 1, 2, 3, 5, 16]));
  return chosen;
}

/** Binding `index` of `seed`. Every eighth is a configuration as it is. */
export function drawBinding(designs: readonly ArrayDesign[], seed: number, index: number): Binding {
  const source = randomOf(seed, 0x8000_0000 + index);
  const corner = CORNERS[index % (CORNERS.length + 1)];
  const small = designs.filter(({ parameters: { ROWS, COLS } }) => ROWS * COLS <= LARGEST);
  if (corner === undefined && small.length > 0) return { design: source.pick(small), overrides: {} };
  const design = source.pick(designs);
  const overrides = drawOverrides(source, design, corner ?? {});
  return { design: withParameters(design, overrides), overrides };
}

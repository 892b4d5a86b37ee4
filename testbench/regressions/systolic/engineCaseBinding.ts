import type { MatmulParameters } from '../../gemm/matmulCommand.ts';
import type { MatmulDesign } from '../../gemm/matmulDesign.ts';
import type { Random } from '../../random.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';
import { randomOf } from './randomOf.ts';

/** An engine with its buffers, or the engine proper, with other values of its parameters; the emitted files are the same. */
export interface EngineBinding {
  readonly kind: 'matmul' | 'engine';
  readonly design: MatmulDesign;
  readonly source: VerilogSource;
  readonly overrides: Partial<MatmulParameters>;
}

/** Elements of an array at most: what is larger takes long to build and shows nothing more. */
const LARGEST = 30;
const SIZES = [1, 2, 3, 4, 5, 6, 7, 9];
const WIDTHS = [2, 3, 4, 4, 8, 8, 8, 9, 16];

/** What a binding must have, one after the other: corners that chance alone would leave out of a short run. */
const CORNERS: readonly Partial<MatmulParameters>[] = [
  { OUTPUT_STATIONARY: 0, REQUANT_LANES: 2, COLS: 5 },
  { OUTPUT_STATIONARY: 1, REQUANT_LANES: 1, COLS: 4 },
  { ROWS: 1, OUTPUT_STATIONARY: 0, W_WIDTH: 4 },
  { OUT_WIDTH: 4, COLS: 3, REQUANT_LANES: 3, FLOAT: 1 },
  { OUTPUT_STATIONARY: 1, PIPELINE: 2, COMMANDS: 1 },
  { ROWS: 1, COLS: 1, REQUANT_LANES: 1, OUT_WIDTH: 16, ACC_WIDTH: 32 },
];

/** Words that the largest command of engineRandom takes, and as many again and more, so that several fit. */
function drawDepths(
  source: Random,
  { ROWS, ACC_DEPTH, OUTPUT_STATIONARY }: { ROWS: number; ACC_DEPTH: number; OUTPUT_STATIONARY: number },
  COLS: number,
) {
  const mostK = 3 * ROWS + 2;
  const most = OUTPUT_STATIONARY === 1 ? 3 * mostK : 5 * ACC_DEPTH;
  const depth = (words: number): number => source.integer(words + 3, 4 * words + 3);
  return {
    ACTIVATION_DEPTH: depth(most),
    WEIGHT_DEPTH: depth(4 * mostK),
    PARAMETER_DEPTH: depth(3 * COLS + 1),
  };
}

function drawParameters(source: Random, corner: Partial<MatmulParameters>): MatmulParameters {
  const ROWS = corner.ROWS ?? source.pick(SIZES.filter(rows => rows * (corner.COLS ?? 1) <= LARGEST));
  const COLS = corner.COLS ?? source.pick(SIZES.filter(columns => ROWS * columns <= LARGEST));
  const bit = (): 0 | 1 => (source.chance(0.5) ? 1 : 0);
  const OUTPUT_STATIONARY = corner.OUTPUT_STATIONARY ?? bit();
  const A_WIDTH = corner.A_WIDTH ?? source.pick(WIDTHS);
  const W_WIDTH = corner.W_WIDTH ?? source.pick(WIDTHS);
  const least = Math.max(4, A_WIDTH + W_WIDTH);
  const ACC_WIDTH = corner.ACC_WIDTH ?? source.pick([least, 32, 32, source.integer(least, 32)]);
  const ACC_DEPTH = OUTPUT_STATIONARY === 1 ? 1 : source.integer(1, 12);
  const depths = drawDepths(source, { ROWS, ACC_DEPTH, OUTPUT_STATIONARY }, COLS);
  const addressBits = Math.ceil(Math.log2(Math.max(...Object.values(depths))));
  return {
    ...{ ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, OUTPUT_STATIONARY, ACC_DEPTH, ...depths },
    PIPELINE: corner.PIPELINE ?? source.pick([0, 0, 1, 2, 3]),
    SIZE_WIDTH: source.pick([7, 8, 16]),
    REQUANT_LANES: corner.REQUANT_LANES ?? source.pick([0, 1, COLS, source.integer(1, COLS), source.integer(1, COLS)]),
    OUT_WIDTH: corner.OUT_WIDTH ?? source.pick([2, 4, 8, 8, 12, 16, 31].filter(width => width <= ACC_WIDTH)),
    FLOAT: corner.FLOAT ?? bit(),
    COMMANDS: corner.COMMANDS ?? source.integer(1, 5),
    BASE_WIDTH: source.pick([addressBits, addressBits + 1, 16]),
  };
}

/** Binding `index` of `seed`: with buffers and without, in turn. */
export function drawEngineBinding(designs: readonly MatmulDesign[], seed: number, index: number): EngineBinding {
  const source = randomOf(seed, 0xc000_0000 + index);
  const design = source.pick(designs);
  const parameters = drawParameters(source, CORNERS[index % (CORNERS.length + 1)] ?? {});
  const kind = index % 2 === 0 ? 'matmul' : 'engine';
  const { ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH, BASE_WIDTH, ...proper } = parameters;
  const overrides = kind === 'matmul' ? parameters : proper;
  const top = kind === 'matmul' ? design.source.top : 'matmul_engine';
  return {
    kind,
    design: { ...design, parameters },
    source: { files: design.source.files, top, parameters: { ...overrides } },
    overrides,
  };
}

export const describeEngineBinding = ({ kind, overrides }: EngineBinding): string =>
  [kind === 'matmul' ? '' : 'matmul_engine', ...Object.entries(overrides).map(([name, value]) => `${name}=${value}`)]
    .filter(text => text !== '')
    .join(' ');

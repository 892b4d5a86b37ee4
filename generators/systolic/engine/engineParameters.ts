import { int, type Params, type Relation } from '../../../dsl/index.ts';

/** The parameters of matmul_engine; matmul has them too. */
export const engineParameters = {
  /** Rows of elements: products summed in one dot product. */
  ROWS: int(4, { min: 1 }),
  /** Columns of elements: dot products computed side by side. */
  COLS: int(4, { min: 1 }),
  /** Bits of an activation, signed. */
  A_WIDTH: int(8, { min: 2, max: 16 }),
  /** Bits of a weight, signed. */
  W_WIDTH: int(8, { min: 2, max: 16 }),
  /** Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more, OUT_WIDTH or more. */
  ACC_WIDTH: int(32, { max: 32 }),
  /** Columns and rows between extra registers, which 0 leaves out. */
  PIPELINE: int(0, { min: 0 }),
  /** 1: sums stay in the array's elements; 0: weights do. */
  OUTPUT_STATIONARY: int(0, { min: 0, max: 1 }),
  /** Bits of M, K, N. */
  SIZE_WIDTH: int(16, { min: 2, max: 31 }),
  /** Vectors of sums, the largest M, of a weight-stationary engine. */
  ACC_DEPTH: int(64, { min: 1 }),
  /** Requantising lanes, up to COLS; 0: raw sums only. */
  REQUANT_LANES: int(4, { min: 0 }),
  /** Bits of a requantised result. */
  OUT_WIDTH: int(8, { min: 2, max: 31 }),
  /** 1: mode 3 is there. */
  FLOAT: int(1, { min: 0, max: 1 }),
  /** Commands that are under way or wait; 2 or more for work without gaps. */
  COMMANDS: int(4, { min: 1 }),
};

/** What holds between them in every legal engine. */
export const engineRules = ({
  COLS,
  A_WIDTH,
  W_WIDTH,
  ACC_WIDTH,
  REQUANT_LANES,
  OUT_WIDTH,
}: Params<typeof engineParameters>): readonly Relation[] => [
  ACC_WIDTH.atLeast(A_WIDTH.plus(W_WIDTH)),
  REQUANT_LANES.atMost(COLS),
  ACC_WIDTH.atLeast(OUT_WIDTH),
];

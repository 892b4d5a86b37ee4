import { bool, constant, genIf, input, int, module, mux, output, uint } from '../../../dsl/index.ts';
import { CODE_WIDTH, codes, modes } from './command.ts';

/**
 * What a command is answered with that the engine cannot carry out: 1 a size is 0; 2 M is above ACC_DEPTH
 * (weight-stationary), or a sum that the command does not both start and end is larger than what is kept of it; 3 the
 * mode is not there; otherwise fault, what the sender found. 0: it can.
 *
 * Combinational.
 */
export const CommandCheck = module(
  'command_check',
  {
    params: {
      /** Rows of the array. */
      ROWS: int(4, { min: 1 }),
      /** Columns of the array. */
      COLS: int(4, { min: 1 }),
      /** 1: sums stay in the array's elements; 0: weights do. */
      OUTPUT_STATIONARY: int(0, { min: 0, max: 1 }),
      /** Bits of M, K, N. */
      SIZE_WIDTH: int(16, { min: 2, max: 31 }),
      /** Vectors of sums, the largest M, of a weight-stationary engine. */
      ACC_DEPTH: int(64, { min: 1 }),
      /** Requantising lanes; 0: raw sums only. */
      REQUANT_LANES: int(4, { min: 0 }),
      /** 1: mode 3 is there. */
      FLOAT: int(1, { min: 0, max: 1 }),
    },
    ports: ({ SIZE_WIDTH }) => ({
      /** The command. */
      m: input(uint(SIZE_WIDTH)),
      k: input(uint(SIZE_WIDTH)),
      n: input(uint(SIZE_WIDTH)),
      starts: input(bool),
      ends: input(bool),
      mode: input(uint(2)),
      fault: input(uint(CODE_WIDTH)),
      code: output(uint(CODE_WIDTH)),
    }),
  },
  (io, { ROWS, COLS, OUTPUT_STATIONARY, ACC_DEPTH, REQUANT_LANES, FLOAT }, m) => {
    const limit = uint(31);
    const answer = uint(CODE_WIDTH);
    const empty = io.m.eq(0).or(io.k.eq(0)).or(io.n.eq(0));
    // A sum that goes on from command to command stays where it is: in the elements, or in one memory word a row.
    const open = io.starts.and(io.ends).not();
    const manyColumns = io.n.gt(constant(limit, COLS));
    const { too_large } = genIf(
      OUTPUT_STATIONARY.ne(0),
      ['in_elements', () => ({ too_large: open.and(io.m.gt(constant(limit, ROWS)).or(manyColumns)) })],
      ['in_memory', () => ({ too_large: io.m.gt(constant(limit, ACC_DEPTH)).or(open.and(manyColumns)) })],
    );
    const { no_mode } = genIf(
      REQUANT_LANES.eq(0),
      ['no_lanes', () => ({ no_mode: io.mode.ne(modes.raw) })],
      FLOAT.eq(0),
      ['no_float', () => ({ no_mode: io.mode.eq(modes.float) })],
      ['all_modes', () => ({ no_mode: constant(bool, false) })],
    );
    const refused = mux(too_large, constant(answer, codes.tooLarge), mux(no_mode, codes.noMode, io.fault));
    io.code.set(mux(empty, codes.empty, refused));
    m.unused({ mode: io.mode }, 'with FLOAT every mode is there');
  },
);

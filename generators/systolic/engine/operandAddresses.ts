import { bool, input, int, output, type Params, uint } from '../../../dsl/index.ts';

/** The parameters of activation_addresses and weight_addresses: of the array, and of what counts in it. */
export const operandAddressParameters = {
  /** Rows of the array. */
  ROWS: int(4, { min: 1 }),
  /** Columns of the array. */
  COLS: int(4, { min: 1 }),
  /** 1: sums stay in the array's elements; 0: weights do. */
  OUTPUT_STATIONARY: int(0, { min: 0, max: 1 }),
  /** Bits of M, K, N. */
  SIZE_WIDTH: int(16, { min: 2, max: 31 }),
  /** Bits of an address. */
  BASE_WIDTH: int(16, { min: 1 }),
};

/** Their ports: a product goes in, the addresses of one operand's words come out one by one. */
export const operandAddressPorts = ({ SIZE_WIDTH, BASE_WIDTH }: Params<typeof operandAddressParameters>) => ({
  /** The product's sizes, and its first word; they stay until done. */
  m: input(uint(SIZE_WIDTH)),
  k: input(uint(SIZE_WIDTH)),
  n: input(uint(SIZE_WIDTH)),
  base: input(uint(BASE_WIDTH)),
  /** To the next address. */
  next: input(bool),
  address: output(uint(BASE_WIDTH)),
  /** next, at the last address. */
  done: output(bool),
});

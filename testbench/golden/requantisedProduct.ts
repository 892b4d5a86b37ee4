import { gemm } from './gemm.ts';
import { type Requantisation, requantise } from './requantise.ts';

/** A whole quantised product as an array and its requantiser are given it, zero points folded in. */
export interface RequantisedProduct {
  /** m × k */
  readonly a: Int8Array;
  /** k × n */
  readonly b: Int8Array;
  /** n */
  readonly bias: Int32Array;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Bits that every element of b fits in. */
  readonly weightWidth: 4 | 8;
  readonly requantisation: Requantisation;
}

/** A product whose outputs were computed outside the project. */
export interface ReferenceProduct extends RequantisedProduct {
  /** m × n. An output that the reference holds as uint8 is shifted by 128, like uint8 operands. */
  readonly expected: Int8Array;
}

/** requantise(A · B + bias) with a 32-bit accumulator: m × n, row by row. */
export function requantisedProduct(product: RequantisedProduct): Int8Array {
  return requantise(gemm(product), product.n, product.requantisation);
}

/**
 * How the generated program holds a value of a type. Every value is exact and in the range of its type, negative where
 * the type is signed: `int` is a 32-bit integer, `float` a whole number of up to 53 bits in a double, `big` a BigInt.
 */
export type Representation = 'int' | 'float' | 'big';

export interface Bits {
  readonly width: number;
  readonly signed: boolean;
}

/** The widest value that a double holds exactly, whatever its sign. */
const FLOAT_BITS = 53;

export function representation({ width, signed }: Bits): Representation {
  if (width <= (signed ? 32 : 31)) return 'int';
  return width <= FLOAT_BITS ? 'float' : 'big';
}

/** Least and greatest value, both included. */
export interface Range {
  readonly low: bigint;
  readonly high: bigint;
}

export function rangeOf({ width, signed }: Bits): Range {
  const half = 1n << BigInt(width - 1);
  return signed ? { low: -half, high: half - 1n } : { low: 0n, high: 2n * half - 1n };
}

export const lies = (inner: Range, outer: Range): boolean => inner.low >= outer.low && inner.high <= outer.high;

const exact = 1n << BigInt(FLOAT_BITS);

/** Whether a double holds every value of a range. */
export const isExact = ({ low, high }: Range): boolean => low >= -exact && high <= exact;

const word = 1n << 32n;

/** Whether bit operators of JavaScript, which work modulo 2^32 on exact whole numbers, see the low 32 bits. */
export const fitsWord = ({ low, high }: Range): boolean => low >= -(word / 2n) && high < word;

/** The range from the least to the greatest of some values. */
export function hull([first = 0n, ...others]: readonly bigint[]): Range {
  let [low, high] = [first, first];
  for (const value of others) {
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return { low, high };
}

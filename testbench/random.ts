/**
 * The one source of randomness of the test benches: xoshiro128** seeded through SplitMix32, so that any two seeds,
 * neighbours too, give unrelated sequences, the same on every machine.
 * Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021.
 */
export interface Random {
  /** The next 32 bits, 0 to 2^32 - 1. */
  uint32(): number;
  /** A uniform integer from `low` to `high`, both included; the range may hold at most 2^32 values. */
  integer(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** A uniform unsigned number of `width` bits. */
  bits(width: number): bigint;
  /** One of the values. @throws RangeError when there are none. */
  pick<T>(values: readonly T[]): T;
  /** A generator of its own, so that one part's use of randomness does not shift another's. */
  fork(): Random;
}

function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

const rotateLeft = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** A generator; `seed` is any integer from 0 to 2^32 - 1. */
export function random(seed: number): Random {
  const next = splitMix32(seed);
  let [a, b, c, d] = [next(), next(), next(), next()];

  const uint32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result >>> 0;
  };

  const integer = (low: number, high: number): number => {
    const span = high - low + 1;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || span < 1 || span > 2 ** 32) {
      throw new RangeError(`No uniform integer from ${low} to ${high}.`);
    }
    // What is above the last whole multiple of the span would favour small values: draw again.
    const limit = 2 ** 32 - (2 ** 32 % span);
    for (;;) {
      const drawn = uint32();
      if (drawn < limit) return low + (drawn % span);
    }
  };

  return {
    uint32,
    integer,
    chance: probability => uint32() < probability * 2 ** 32,
    bits: width => {
      let value = 0n;
      for (let done = 0; done < width; done += 32) value = (value << 32n) | BigInt(uint32());
      return BigInt.asUintN(width, value);
    },
    pick: values => {
      const index = values.length === 0 ? 0 : integer(0, values.length - 1);
      for (const value of values.slice(index, index + 1)) return value;
      throw new RangeError('Nothing to pick from.');
    },
    fork: () => random(uint32()),
  };
}

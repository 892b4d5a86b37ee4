/** A source of 32 random bits: SplitMix32, the same sequence on every machine. `dsl/` has its own, to stand alone. */
export function randomBits(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** A random value of `width` bits, in the range of its type. */
export function randomValue(next: () => number, width: number, signed: boolean): bigint {
  let value = 0n;
  for (let done = 0; done < width; done += 32) value = (value << 32n) | BigInt(next());
  return signed ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
}

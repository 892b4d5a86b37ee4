/** int4 in memory, from docs/numerics.md, "GEMM": two to a byte, the low nibble first. */

/**
 * Packs int4 values. A matrix is packed as one row of all its elements: no row is padded.
 *
 * @returns ceil(values / 2) bytes; after an odd number of values the last high nibble is 0
 * @throws RangeError naming the first value outside −8 to 7
 */
export function packInt4(values: Int8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 2));
  values.forEach((value, index) => {
    if (value < -8 || value > 7) throw new RangeError(`Element ${index} is ${value}, but an int4 is -8 to 7.`);
    const byte = Math.floor(index / 2);
    bytes[byte] = (bytes[byte] ?? 0) | ((value & 0xf) << (4 * (index & 1)));
  });
  return bytes;
}

/**
 * The first `count` int4 values of packed bytes, each as an int8. After an odd number the last high nibble is padding.
 *
 * @throws RangeError when `count` values do not take exactly these bytes
 */
export function unpackInt4(bytes: Uint8Array, count: number): Int8Array {
  if (!Number.isSafeInteger(count) || count < 0 || Math.ceil(count / 2) !== bytes.length) {
    throw new RangeError(`${count} int4 values do not fill ${bytes.length} bytes.`);
  }
  return Int8Array.from({ length: count }, (_, index) => {
    const byte = bytes[Math.floor(index / 2)] ?? 0;
    return index % 2 === 0 ? (byte << 28) >> 28 : (byte << 24) >> 28;
  });
}

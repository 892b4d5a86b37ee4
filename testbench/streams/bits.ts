/**
 * Bits in bulk: a value of `width` bits takes `byteCount(width)` bytes, lowest byte first, bits above the width zero.
 */

export const byteCount = (width: number): number => Math.ceil(width / 8);

/** Writes a value of `width` bits at `offset`. Negative values are two's complement. @throws RangeError if it does not fit. */
export function writeBits(bytes: Uint8Array, offset: number, width: number, value: bigint): void {
  if (value >= 1n << BigInt(width) || value < -(1n << BigInt(width - 1))) {
    throw new RangeError(`${value} does not fit into ${width} bits.`);
  }
  let rest = BigInt.asUintN(width, value);
  for (let at = offset; at < offset + byteCount(width); at++) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}

/** The unsigned value of `width` bits at `offset`. */
export function readBits(bytes: Uint8Array, offset: number, width: number): bigint {
  const count = byteCount(width);
  let text = '0x0';
  for (let at = offset + count - 1; at >= offset; at--) text += (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return BigInt.asUintN(width, BigInt(text));
}

/** One value after another, each of `width` bits in bytes of its own: the form of a stream's field. */
export function packValues(values: readonly bigint[], width: number): Uint8Array {
  const stride = byteCount(width);
  const bytes = new Uint8Array(values.length * stride);
  values.forEach((value, index) => {
    writeBits(bytes, index * stride, width, value);
  });
  return bytes;
}

/** The inverse of `packValues`; the values come back unsigned. */
export function unpackValues(bytes: Uint8Array, width: number): bigint[] {
  const stride = byteCount(width);
  return Array.from({ length: bytes.length / stride }, (_, index) => readBits(bytes, index * stride, width));
}

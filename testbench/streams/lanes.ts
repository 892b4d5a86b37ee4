import { byteCount } from './bits.ts';

/** A vec of lanes: each beat holds `lanes` integers of `laneWidth` bits (1 to 32), lane 0 in the low bits. */
export interface LaneShape {
  readonly lanes: number;
  readonly laneWidth: number;
}

function checkShape({ lanes, laneWidth }: LaneShape): void {
  if (!Number.isInteger(laneWidth) || laneWidth < 1 || laneWidth > 32 || !Number.isInteger(lanes) || lanes < 1) {
    throw new RangeError(`No vec of ${lanes} lanes of ${laneWidth} bits; lanes are 1 or more, of 1 to 32 bits.`);
  }
}

/**
 * Packs [beats, lanes] integers into bytes, beat after beat.
 *
 * @throws RangeError when a value fits neither the signed nor the unsigned range of its lane, or beats are not whole.
 */
export function packLanes(values: ArrayLike<number>, shape: LaneShape): Uint8Array {
  checkShape(shape);
  const { lanes, laneWidth } = shape;
  if (values.length % lanes !== 0) throw new RangeError(`${values.length} values are not whole beats of ${lanes}.`);
  const beats = values.length / lanes;
  const stride = byteCount(lanes * laneWidth);
  const bytes = new Uint8Array(beats * stride);
  const low = -(2 ** (laneWidth - 1));
  const span = 2 ** laneWidth;
  for (let beat = 0; beat < beats; beat++) {
    let at = beat * stride;
    let held = 0;
    let heldBits = 0;
    for (let lane = 0; lane < lanes; lane++) {
      const value = values[beat * lanes + lane] ?? 0;
      if (!Number.isInteger(value) || value < low || value >= span) {
        throw new RangeError(`${value} (beat ${beat}, lane ${lane}) does not fit into ${laneWidth} bits.`);
      }
      // At most 7 + 32 bits are held: exact in a double.
      held += (value < 0 ? value + span : value) * 2 ** heldBits;
      heldBits += laneWidth;
      while (heldBits >= 8) {
        bytes[at++] = held % 256;
        held = Math.floor(held / 256);
        heldBits -= 8;
      }
    }
    if (heldBits > 0) bytes[at] = held;
  }
  return bytes;
}

/** The inverse of `packLanes`: [beats, lanes] integers, as signed numbers unless `signed` is false. */
export function unpackLanes(bytes: Uint8Array, shape: LaneShape & { readonly signed?: true }): Int32Array;
export function unpackLanes(bytes: Uint8Array, shape: LaneShape & { readonly signed: false }): Uint32Array;
export function unpackLanes(
  bytes: Uint8Array,
  shape: LaneShape & { readonly signed?: boolean },
): Int32Array | Uint32Array {
  checkShape(shape);
  const { lanes, laneWidth, signed = true } = shape;
  const stride = byteCount(lanes * laneWidth);
  if (bytes.length % stride !== 0) throw new RangeError(`${bytes.length} bytes are not whole beats of ${stride}.`);
  const beats = bytes.length / stride;
  const values = signed ? new Int32Array(beats * lanes) : new Uint32Array(beats * lanes);
  const span = 2 ** laneWidth;
  for (let beat = 0; beat < beats; beat++) {
    let at = beat * stride;
    let held = 0;
    let heldBits = 0;
    for (let lane = 0; lane < lanes; lane++) {
      while (heldBits < laneWidth) {
        held += (bytes[at++] ?? 0) * 2 ** heldBits;
        heldBits += 8;
      }
      const value = held % span;
      values[beat * lanes + lane] = signed && value >= span / 2 ? value - span : value;
      held = Math.floor(held / span);
      heldBits -= laneWidth;
    }
  }
  return values;
}

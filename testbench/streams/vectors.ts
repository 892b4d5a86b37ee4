import { byteCount, readBits, writeBits } from './bits.ts';
import type { Port } from './ports.ts';

/** Where a port's value lies within a row. */
export interface VectorField {
  readonly name: string;
  readonly width: number;
  /** Byte within the row; the value takes byteCount(width) bytes from there. */
  readonly offset: number;
}

/** One row a cycle: the values of some ports, in order of their names, each in bytes of its own. */
export interface RowLayout {
  readonly fields: readonly VectorField[];
  readonly rowBytes: number;
}

/** Rows of every input but the clock (the reset is an input like any other), and rows of every output. */
export interface VectorLayout {
  readonly inputs: RowLayout;
  readonly outputs: RowLayout;
}

export interface VectorJob {
  readonly cycles: number;
  /** `cycles` rows of the layout's inputs; bits above a port's width must be zero. */
  readonly inputs: Uint8Array;
  /** Seeds unreset registers and memories; 1 unless stated. */
  readonly seed?: number;
  /** Where to write a waveform; its kind is the model's. */
  readonly waves?: string;
}

export interface VectorResult {
  /** `cycles` rows of the layout's outputs, settled after the cycle's inputs are applied, before its rising clock edge. */
  readonly outputs: Uint8Array;
  /** Of Icarus: same rows, a 1 for every bit that is X or Z (read as 0 in `outputs`). All zero in Verilator. */
  readonly unknown: Uint8Array;
  /** Lines that the design printed. */
  readonly messages: readonly string[];
}

function rowLayout(ports: readonly Port[]): RowLayout {
  let rowBytes = 0;
  const fields = ports.map(({ name, width }) => {
    const field = { name, width, offset: rowBytes };
    rowBytes += byteCount(width);
    return field;
  });
  return { fields, rowBytes };
}

export function vectorLayout(ports: readonly Port[], clock: string): VectorLayout {
  return {
    inputs: rowLayout(ports.filter(({ name, direction }) => direction === 'input' && name !== clock)),
    outputs: rowLayout(ports.filter(({ direction }) => direction === 'output')),
  };
}

/** Rows from values by port name. Negative values are two's complement. @throws RangeError if one is missing or too wide. */
export function packRows(layout: RowLayout, rows: readonly Readonly<Record<string, bigint>>[]): Uint8Array {
  const bytes = new Uint8Array(rows.length * layout.rowBytes);
  rows.forEach((row, index) => {
    for (const { name, width, offset } of layout.fields) {
      const value = row[name];
      if (value === undefined) throw new RangeError(`Row ${index} has no value for ${name}.`);
      writeBits(bytes, index * layout.rowBytes + offset, width, value);
    }
  });
  return bytes;
}

/** Unsigned values by port name from rows. */
export function unpackRows(layout: RowLayout, bytes: Uint8Array): Record<string, bigint>[] {
  const count = layout.rowBytes === 0 ? 0 : bytes.length / layout.rowBytes;
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(
      layout.fields.map(({ name, width, offset }) => [name, readBits(bytes, index * layout.rowBytes + offset, width)]),
    ),
  );
}

/** @throws RangeError when the inputs are not `cycles` rows, or a value has bits above its port's width. */
export function checkVectorJob(layout: VectorLayout, job: VectorJob): void {
  const { rowBytes, fields } = layout.inputs;
  if (!Number.isInteger(job.cycles) || job.cycles < 0) throw new RangeError(`${job.cycles} is no number of cycles.`);
  if (job.inputs.length !== job.cycles * rowBytes) {
    throw new RangeError(`${job.inputs.length} bytes are not ${job.cycles} rows of ${rowBytes}.`);
  }
  for (const { name, width, offset } of fields) {
    const limit = 2 ** (width - 8 * (byteCount(width) - 1));
    for (let row = 0, at = offset + byteCount(width) - 1; row < job.cycles; row++, at += rowBytes) {
      if ((job.inputs[at] ?? 0) >= limit) {
        throw new RangeError(`Row ${row} has bits above the ${width} of ${name}.`);
      }
    }
  }
}

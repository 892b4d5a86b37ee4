/** Work for matmul_engine: a queue of commands with their operands, and, from the golden models, what must come back. */
import { gemm, type Operand } from '../golden/gemm.ts';
import { type Requantisation, requantiseTo } from '../golden/requantise.ts';
import type { RequantisedProduct } from '../golden/requantisedProduct.ts';
import { type ColumnScaling, type EngineCommand, type EngineParameters, modes } from './engineCommand.ts';

/** A command with its operands, m × k and k × n, row by row. */
export interface ChainPart {
  readonly command: EngineCommand;
  readonly a: Operand;
  readonly b: Operand;
}

/** What enters as the parameters of one column. */
export interface Channel extends ColumnScaling {
  readonly bias: number;
}

/** Commands of one sum: the first starts it, the last may end it; all have the same m and n. */
export interface Chain {
  readonly parts: readonly ChainPart[];
  /** One a column; unread where the last command takes no parameters. */
  readonly channels: readonly Channel[];
}

/** A chain, or a command that is refused. */
export type EngineItem = { readonly chain: Chain } | { readonly refused: EngineCommand };

const floatBits = new DataView(new ArrayBuffer(4));

/** The bits of a float32. */
export function bitsOfFloat(value: number): number {
  floatBits.setFloat32(0, value);
  return floatBits.getUint32(0);
}

function floatOfBits(bits: number): number {
  floatBits.setUint32(0, bits);
  return floatBits.getFloat32(0);
}

/** The operands of all parts as those of one product: their K side by side. */
function joined(parts: readonly ChainPart[]) {
  const { m = 0, n = 0 } = parts[0]?.command ?? {};
  const k = parts.reduce((sum, { command }) => sum + command.k, 0);
  const a = new Int16Array(m * k);
  const b = new Int16Array(k * n);
  let before = 0;
  for (const part of parts) {
    const { k: own } = part.command;
    for (let row = 0; row < m; row++) a.set(part.a.subarray(row * own, (row + 1) * own), row * k + before);
    b.set(part.b, before * n);
    before += own;
  }
  return { a, b, m, k, n };
}

function requantisationOf(command: EngineCommand, columns: readonly ColumnScaling[]): Requantisation {
  const { mode, offset, low, high } = command;
  const clamp = { offset, low, high };
  if (mode === modes.float) {
    return { mode: 'float', scale: Float32Array.from(columns, ({ scale }) => floatOfBits(scale)), ...clamp };
  }
  return {
    mode: mode === modes.single ? 'single' : 'double',
    // The engine does not look at bit 31.
    multiplier: Int32Array.from(columns, ({ scale }) => scale & 0x7fffffff),
    shift: Int8Array.from(columns, ({ shift }) => shift),
    ...clamp,
  };
}

/** What a chain's results are, m × n, row by row: the golden models of gemm and of requantisation, one after the other. */
export function goldenOutputs(
  { parts, channels }: Chain,
  { ACC_WIDTH, OUT_WIDTH }: EngineParameters,
): ArrayLike<number> {
  const command = parts.at(-1)?.command;
  if (command === undefined) throw new RangeError('A chain has at least one command.');
  const bias = command.bias ? { bias: Int32Array.from(channels, ({ bias }) => bias) } : {};
  const sums = gemm({ ...joined(parts), ...bias, accumulatorWidth: ACC_WIDTH });
  if (command.mode === modes.raw) return sums;
  return requantiseTo(OUT_WIDTH, sums, command.n, requantisationOf(command, command.perChannel ? channels : [command]));
}

/** A whole quantised product, its operands of any width. */
export type Product = Pick<RequantisedProduct, 'bias' | 'm' | 'k' | 'n' | 'requantisation'> &
  Pick<ChainPart, 'a' | 'b'>;

/** A whole quantised product as one command. */
export function productChain(product: Product): Chain {
  const { a, b, bias, m, k, n, requantisation } = product;
  const { mode, offset, low, high, relu = false } = requantisation;
  const columns: ColumnScaling[] =
    requantisation.mode === 'float'
      ? Array.from(requantisation.scale, value => ({ scale: bitsOfFloat(value), shift: 0 }))
      : Array.from(requantisation.multiplier, (scale, column) => ({
          scale,
          shift: requantisation.shift[requantisation.shift.length === 1 ? 0 : column] ?? 0,
        }));
  const [first = { scale: 0, shift: 0 }] = columns;
  const perChannel = columns.length > 1;
  const command: EngineCommand = {
    ...{
      m,
      k,
      n,
      starts: true,
      ends: true,
      bias: true,
      mode: modes[mode],
      perChannel,
      ...first,
      offset,
      high,
      fault: 0,
    },
    low: relu ? Math.min(Math.max(low, offset), high) : low,
  };
  const channels = Array.from(bias, (value, column) => ({
    bias: value,
    ...(perChannel ? (columns[column] ?? first) : first),
  }));
  return { parts: [{ command, a, b }], channels };
}

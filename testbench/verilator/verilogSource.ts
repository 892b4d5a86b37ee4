import { readFile } from 'node:fs/promises';
import { UserError } from '../../scripts/userError.ts';

/**
 * A value of a parameter: an integer, a string, or a value of so many bits, for a parameter declared with a range (lint
 * minds when the two widths differ). An integer that needs more than 32 bits gets as many as it needs.
 */
export type ParameterValue = number | bigint | string | { readonly width: number; readonly value: bigint };

/** Values of the top module's parameters. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** A design in Verilog: what every tool is given. */
export interface VerilogSource {
  /** Paths of all files; nothing else is read (no include folders, no libraries). */
  readonly files: readonly string[];
  readonly top: string;
  /** Overrides of the top module's parameters. */
  readonly parameters?: ParameterValues;
}

/** Paths and content of the files. @throws UserError when one cannot be read. */
export async function readSources(source: VerilogSource): Promise<readonly { path: string; text: string }[]> {
  if (source.files.length === 0) throw new UserError(`There is no Verilog file for top module ${source.top}.`);
  return Promise.all(
    source.files.map(async path => {
      try {
        return { path, text: await readFile(path, 'utf8') };
      } catch {
        throw new UserError(`Cannot read the Verilog file ${path}.`, 'Check the path, or generate the file first.');
      }
    }),
  );
}

/** The bits of a value of stated width. @throws UserError when it needs more. */
function fitted(name: string, { width, value }: { readonly width: number; readonly value: bigint }): bigint {
  if (value >= 1n << BigInt(width) || value < -(1n << BigInt(width - 1))) {
    throw new UserError(`Parameter ${name} is ${value}, which does not fit into ${width} bits.`);
  }
  return BigInt.asUintN(width, value);
}

/** A value as a Verilog literal that all three tools accept on their command lines. */
function parameterLiteral(name: string, value: ParameterValue): string {
  if (typeof value === 'object') return `${value.width}'h${fitted(name, value).toString(16)}`;
  if (typeof value === 'string') {
    if (/["\\\n]/.test(value)) throw new UserError(`Parameter ${name} holds a quote, backslash or line break.`);
    return `"${value}"`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new UserError(`Parameter ${name} is ${value}, but must be an integer.`);
  }
  const integer = BigInt(value);
  if (integer >= 0n && integer < 2n ** 31n) return integer.toString();
  if (integer < 0n && integer >= -(2n ** 31n)) return `32'sh${BigInt.asUintN(32, integer).toString(16)}`;
  const magnitude = integer < 0n ? -integer : integer;
  const width = magnitude.toString(2).length + (integer < 0n ? 1 : 0);
  return `${width}'${integer < 0n ? 's' : ''}h${BigInt.asUintN(width, integer).toString(16)}`;
}

/** The overrides as [name, literal], in the order of their names, so that equal bindings give equal commands. */
export function parameterLiterals(parameters: ParameterValues = {}): readonly (readonly [string, string])[] {
  return Object.entries(parameters)
    .map(([name, value]) => [name, parameterLiteral(name, value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

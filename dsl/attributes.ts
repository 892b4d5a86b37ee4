import { callLabel, context } from './context.ts';
import type { Label } from './diagnostics/diagnostic.ts';
import { isReserved } from './emit/reservedWords.ts';

/**
 * Verilog attributes by name, for the tools behind: `{ ram_style: 'block', keep: true }` comes out as
 * `(* ram_style = "block", keep *)`.
 */
export type Attributes = Readonly<Record<string, string | number | true>>;

function problemOf(name: string, value: unknown): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_$]*$/.test(name))
    return 'its name is none in Verilog: letters, digits and underscores, and no digit first';
  if (isReserved(name)) return 'its name is a reserved word of Verilog or SystemVerilog';
  if (value === true) return undefined;
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? undefined : `${value} is no whole number of 32 bits`;
  if (typeof value !== 'string') return `${String(value)} is neither a text nor a number nor true`;
  return /^[\x20-\x7e]*$/.test(value) ? undefined : 'its text has characters beyond printable ASCII';
}

/** Refuses attributes that Verilog does not have, and gives them back. */
export function checkedAttributes(attributes: Attributes | undefined, labels?: readonly Label[]): Attributes {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    const reason = problemOf(name, value);
    if (reason !== undefined)
      context('attributes').report('illegal-attribute', { name, reason }, labels ?? [callLabel()]);
  }
  return attributes ?? {};
}

import type { BoundDisplay, BoundDisplayPart } from '../bind/design.ts';

type ValuePart = Exclude<BoundDisplayPart, { readonly text: string }>;

function written({ value: { width }, format, enumeration }: ValuePart, value: number | bigint): string {
  const number = BigInt(value);
  const bits = BigInt.asUintN(width, number);
  if (format === 'hexadecimal') return bits.toString(16).padStart(Math.ceil(width / 4), '0');
  if (format === 'binary') return bits.toString(2).padStart(width, '0');
  return enumeration?.names.find((name: string) => enumeration.codes[name] === number) ?? String(number);
}

/** The line that a display prints of these values. */
export function displayLine({ parts }: BoundDisplay, values: readonly (number | bigint)[]): string {
  let next = 0;
  return parts.map(part => ('text' in part ? part.text : written(part, values[next++] ?? 0))).join('');
}

import type { BoundLeaf } from '../../bind/boundLeaf.ts';
import type { BitRange } from '../../bind/pieces.ts';
import type { Label } from '../../diagnostics/diagnostic.ts';
import type { CallSite } from '../../source/location.ts';

/** A label at the place of a call; none where the place is not known. */
export function placed(site: CallSite | undefined, message: string): readonly Label[] {
  const location = site?.location;
  return location === undefined ? [] : [{ location, message }];
}

/** Bits of a signal as they are written: `word[15:8]`, `word[3]`. */
export const bitsOf = ({ name, width: all }: BoundLeaf, { low, width }: BitRange): string =>
  width === all ? name : width === 1 ? `${name}[${low}]` : `${name}[${low + width - 1}:${low}]`;

/** `ROWS = 1, COLS = 2`. */
export function bindingText(values: Readonly<Record<string, number>>): string {
  const entries = Object.entries(values);
  return entries.length === 0 ? 'always' : entries.map(([name, value]) => `${name} = ${value}`).join(', ');
}

/** ` when ROWS = 1`, or nothing for a module without parameters. */
export function whenText(values: Readonly<Record<string, number>>): string {
  return Object.keys(values).length === 0 ? '' : ` when ${bindingText(values)}`;
}

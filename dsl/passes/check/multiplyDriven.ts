import type { BoundLeaf } from '../../bind/boundLeaf.ts';
import type { BoundDesign, BoundWrite } from '../../bind/design.ts';
import type { BitRange } from '../../bind/pieces.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { bitsOf, placed, whenText } from './place.ts';
import { roleNames } from './undriven.ts';

/** How a driver is called: the scope whose statements assign, or the instance whose output it is. */
function driverName({ driver }: BoundWrite): string {
  if ('module' in driver) return `instance \`${driver.path}\``;
  return driver.path === '' ? 'the module itself' : `\`${driver.path}\``;
}

/** Several assignments in one scope are one driver; an output of an instance is one of its own. */
const isConflict = (earlier: BoundWrite, later: BoundWrite): boolean =>
  earlier.driver !== later.driver || 'module' in later.driver;

/** What drives each bit of a leaf that is driven in parts. */
function writersOfBits(leaf: BoundLeaf, known: Map<BoundLeaf, (BoundWrite | undefined)[]>): (BoundWrite | undefined)[] {
  const bits = known.get(leaf) ?? [];
  known.set(leaf, bits);
  return bits;
}

const rangeOf = ({ leaf, bits }: BoundWrite): BitRange => bits ?? { low: 0, width: leaf.width };

/** Notes who drives bits; the first that drives one of them too, and may not. */
function earlierWrite(bits: (BoundWrite | undefined)[], write: BoundWrite): BoundWrite | undefined {
  const { low, width } = rangeOf(write);
  let found: BoundWrite | undefined;
  for (let bit = low; bit < low + width; bit++) {
    const earlier = bits[bit];
    if (earlier === undefined) bits[bit] = write;
    else if (found === undefined && isConflict(earlier, write)) found = earlier;
  }
  return found;
}

function overlap(earlier: BoundWrite, later: BoundWrite): BitRange {
  const [first, second] = [rangeOf(earlier), rangeOf(later)];
  const low = Math.max(first.low, second.low);
  return { low, width: Math.min(first.low + first.width, second.low + second.width) - low };
}

/**
 * Wires and outputs of the module with two drivers: two scopes, or an instance and anything else. Several assignments in
 * one scope are one driver, of which the last wins.
 */
export function checkMultiplyDriven(design: BoundDesign, values: Readonly<Record<string, number>>): Diagnostic[] {
  const inParts = new Set(design.writes.flatMap(({ leaf, bits }) => (bits === undefined ? [] : [leaf])));
  const first = new Map<BoundLeaf, BoundWrite>();
  const writers = new Map<BoundLeaf, (BoundWrite | undefined)[]>();
  const reported = new Set<BoundLeaf>();
  return design.writes.flatMap(write => {
    const { leaf } = write;
    if (leaf.role === 'register' || leaf.scope.instance !== design.instances[0]) return [];
    const bits = inParts.has(leaf) ? writersOfBits(leaf, writers) : undefined;
    const earlier = bits === undefined ? first.get(leaf) : earlierWrite(bits, write);
    if (earlier === undefined) first.set(leaf, write);
    if (earlier === undefined || reported.has(leaf)) return [];
    if (bits === undefined && !isConflict(earlier, write)) return [];
    reported.add(leaf);
    const both = bits === undefined ? leaf.name : bitsOf(leaf, overlap(earlier, write));
    const detail = `${whenText(values)}: \`${both}\` has one in ${driverName(earlier)} and one in ${driverName(write)}`;
    return [
      diagnostic('multiply-driven', { what: roleNames[leaf.role], name: leaf.declaration.key, detail }, [
        ...placed(write.site, 'a driver'),
        ...placed(earlier.site, 'the other driver'),
        ...placed(leaf.declaration.site, 'declared here'),
      ]),
    ];
  });
}

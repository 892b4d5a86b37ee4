import type { BoundDesign } from '../../bind/design.ts';
import type { BitRange } from '../../bind/pieces.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { bitsOf, placed } from './place.ts';

const overlaps = (written: BitRange | undefined, bits: BitRange | undefined): boolean =>
  written === undefined ||
  bits === undefined ||
  (written.low < bits.low + bits.width && bits.low < written.low + written.width);

/** Wires and outputs of the module that have no value on some path: they would become latches. */
export function checkNoDefault(design: BoundDesign): Diagnostic[] {
  return design.drivers.flatMap(({ leaf, complete, incomplete }) => {
    if (complete || leaf.scope.instance !== design.instances[0]) return [];
    const [bits] = incomplete;
    const write = design.writes.find(other => other.leaf === leaf && overlaps(other.bits, bits));
    return [
      diagnostic('no-default', { name: bits === undefined ? leaf.name : bitsOf(leaf, bits) }, [
        ...placed(leaf.declaration.site, 'declared here'),
        ...placed(write?.site, 'assigned under a condition'),
      ]),
    ];
  });
}

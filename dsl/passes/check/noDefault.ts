import type { BoundDesign } from '../../bind/design.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { placed } from './place.ts';

/** Wires and outputs of the module that have no value on some path: they would become latches. */
export function checkNoDefault(design: BoundDesign): Diagnostic[] {
  return design.drivers.flatMap(({ leaf, complete }) => {
    if (complete || leaf.scope.instance !== design.instances[0]) return [];
    const write = design.writes.find(other => other.leaf === leaf);
    return [
      diagnostic('no-default', { name: leaf.name }, [
        ...placed(leaf.declaration.site, 'declared here'),
        ...placed(write?.site, 'assigned under a condition'),
      ]),
    ];
  });
}

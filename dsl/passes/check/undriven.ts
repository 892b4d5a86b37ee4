import type { BoundDesign, BoundLeaf } from '../../bind/design.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { placed, whenText } from './place.ts';

export const roleNames = { input: 'Input', output: 'Output', wire: 'Wire', register: 'Register' } as const;

/** Leaves of the top module itself that need a driver, by what they belong to. */
function declared(design: BoundDesign): readonly (readonly BoundLeaf[])[] {
  const groups: BoundLeaf[][] = [];
  for (const leaf of design.leaves) {
    const owned = leaf.scope.instance === design.instances[0];
    if (!owned || (leaf.role !== 'wire' && leaf.role !== 'output')) continue;
    const last = groups.at(-1)?.[0];
    if (last?.declaration === leaf.declaration && last.scope === leaf.scope) groups.at(-1)?.push(leaf);
    else groups.push([leaf]);
  }
  return groups;
}

/** Wires and outputs of the module that no statement gives a value, wholly or in part. */
export function checkUndriven(design: BoundDesign, values: Readonly<Record<string, number>>): Diagnostic[] {
  const driven = new Set(design.drivers.map(({ leaf }) => leaf));
  return declared(design).flatMap(leaves => {
    const missing = leaves.filter(leaf => !driven.has(leaf));
    const [first] = missing;
    if (first === undefined) return [];
    const { declaration, role } = first;
    const holes = { what: roleNames[role], name: declaration.key };
    const places = placed(declaration.site, 'declared here');
    if (missing.length === leaves.length)
      return [diagnostic('undriven', { ...holes, detail: whenText(values) }, places)];
    const detail = `: \`${first.name}\` has none${whenText(values)}`;
    return [diagnostic('partly-driven', { ...holes, detail }, places)];
  });
}

import type { BoundLeaf } from '../../bind/boundLeaf.ts';
import type { BoundDesign, BoundDriver } from '../../bind/design.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { bitsOf, placed, whenText } from './place.ts';

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

/** The stream that a leaf belongs to, told apart from those of other scopes. */
const streamOf = ({ declaration, scope }: BoundLeaf): string[] =>
  declaration.stream === undefined ? [] : [`${scope.path} ${declaration.stream.name}`];

/** Wires and outputs of the module that no statement gives a value, wholly or in part. */
export function checkUndriven(design: BoundDesign, values: Readonly<Record<string, number>>): Diagnostic[] {
  const driven = new Set<BoundLeaf>();
  const partly = new Map<BoundLeaf, BoundDriver>();
  for (const driver of design.drivers) {
    if (driver.missing.length > 0) partly.set(driver.leaf, driver);
    driven.add(driver.leaf);
  }
  const groups = declared(design);
  /** Streams of which some signal is driven: of the others, the stream itself is told. */
  const begun = new Set(groups.flatMap(leaves => leaves.filter(leaf => driven.has(leaf)).flatMap(streamOf)));
  const told = new Set<string>();
  return groups.flatMap(leaves => {
    const missing = leaves.filter(leaf => !driven.has(leaf) || partly.has(leaf));
    const [first] = missing;
    if (first === undefined) return [];
    const { declaration, role } = first;
    const [stream] = streamOf(first);
    if (stream !== undefined && !begun.has(stream)) {
      if (told.has(stream)) return [];
      told.add(stream);
      const name = declaration.stream?.name ?? declaration.key;
      const places = placed(declaration.site, 'declared here');
      return [diagnostic('undriven', { what: 'Stream', name, detail: whenText(values) }, places)];
    }
    const holes = { what: roleNames[role], name: declaration.key };
    const places = placed(declaration.site, 'declared here');
    if (missing.length === leaves.length && !leaves.some(leaf => partly.has(leaf)))
      return [diagnostic('undriven', { ...holes, detail: whenText(values) }, places)];
    const [bits] = partly.get(first)?.missing ?? [];
    const detail = `: \`${bits === undefined ? first.name : bitsOf(first, bits)}\` has none${whenText(values)}`;
    return [diagnostic('partly-driven', { ...holes, detail }, places)];
  });
}

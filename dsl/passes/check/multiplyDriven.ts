import type { BoundLeaf } from '../../bind/boundLeaf.ts';
import type { BoundDesign, BoundWrite } from '../../bind/design.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { placed, whenText } from './place.ts';
import { roleNames } from './undriven.ts';

/** How a driver is called: the scope whose statements assign, or the instance whose output it is. */
function driverName({ driver }: BoundWrite): string {
  if ('module' in driver) return `instance \`${driver.path}\``;
  return driver.path === '' ? 'the module itself' : `\`${driver.path}\``;
}

/**
 * Wires and outputs of the module with two drivers: two scopes, or an instance and anything else. Several assignments in
 * one scope are one driver, of which the last wins.
 */
export function checkMultiplyDriven(design: BoundDesign, values: Readonly<Record<string, number>>): Diagnostic[] {
  const first = new Map<BoundLeaf, BoundWrite>();
  const reported = new Set<BoundLeaf>();
  return design.writes.flatMap(write => {
    const { leaf } = write;
    if (leaf.role === 'register' || leaf.scope.instance !== design.instances[0]) return [];
    const earlier = first.get(leaf);
    if (earlier === undefined) first.set(leaf, write);
    if (earlier === undefined || reported.has(leaf)) return [];
    if (earlier.driver === write.driver && !('module' in write.driver)) return [];
    reported.add(leaf);
    const detail = `${whenText(values)}: \`${leaf.name}\` has one in ${driverName(earlier)} and one in ${driverName(write)}`;
    return [
      diagnostic('multiply-driven', { what: roleNames[leaf.role], name: leaf.declaration.key, detail }, [
        ...placed(write.site, 'a driver'),
        ...placed(earlier.site, 'the other driver'),
        ...placed(leaf.declaration.site, 'declared here'),
      ]),
    ];
  });
}

import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { atomsOf, type IntExpr } from '../../ir/integer.ts';
import type { CallSite } from '../../source/location.ts';
import { placed } from './place.ts';
import { expressionsOf } from './usedParameters.ts';

/** Parameters of other modules, and of other descriptions of this one, in a module's expressions. */
export function checkForeignParameters(module: HwModule): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const clean = new Set<string>();
  expressionsOf(module.root, (expression, { region, site }) => {
    if (clean.has(expression.key)) return;
    const foreign = foreignOwner(expression, module);
    if (foreign === undefined) clean.add(expression.key);
    else found.push(foreignDiagnostic(foreign, module, site ?? expression.site ?? regionSite(region)));
  });
  return found;
}

function foreignOwner(
  expression: IntExpr,
  { owner }: HwModule,
): { readonly name: string; readonly module: string } | undefined {
  for (const atom of atomsOf(expression).values())
    if (atom.kind === 'parameter' && atom.owner !== owner) return { name: atom.name, module: atom.owner.module };
  return undefined;
}

const regionSite = (region: Region): CallSite | undefined => region.signals[0]?.site;

function foreignDiagnostic(
  { name, module }: { readonly name: string; readonly module: string },
  user: HwModule,
  site: CallSite | undefined,
): Diagnostic {
  const owner = module === user.baseName ? `another description of \`${module}\`` : `\`${module}\``;
  return diagnostic(
    'foreign-value',
    { what: `Parameter \`${name}\``, owner, user: `\`${user.name}\`` },
    placed(site, ''),
  );
}

import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import type { IntExpr } from '../../ir/integer.ts';
import type { CallSite } from '../../source/location.ts';
import { placed } from './place.ts';
import type { UsedExpression } from './usedExpressions.ts';

/** Parameters of other modules, and of other descriptions of this one, in a module's expressions. */
export function checkForeignParameters(
  module: HwModule,
  expressions: readonly UsedExpression[],
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { expression, region, site } of expressions) {
    const foreign = foreignOwner(expression, module);
    if (foreign !== undefined)
      found.push(foreignDiagnostic(foreign, module, site ?? expression.site ?? regionSite(region)));
  }
  return found;
}

function foreignOwner(
  expression: IntExpr,
  { owner }: HwModule,
): { readonly name: string; readonly module: string } | undefined {
  for (const atom of expression.atoms.values())
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

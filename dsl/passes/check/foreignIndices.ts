import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { regionsOf } from '../../ir/visit.ts';
import { placed } from './place.ts';
import type { UsedExpression } from './usedExpressions.ts';

/** Indices of generate loops in what stands outside their loops: there they have no value. */
export function checkForeignIndices({ root }: HwModule, expressions: readonly UsedExpression[]): readonly Diagnostic[] {
  const loops = new Map<string, Region>();
  noteLoops(root, loops);
  if (loops.size === 0) return [];
  const found: Diagnostic[] = [];
  for (const { expression, region, site } of expressions) {
    if (!expression.usesIndex) continue;
    for (const [key, atom] of expression.atoms) {
      const loop = loops.get(key);
      if (atom.kind !== 'index' || (loop !== undefined && isWithin(region, loop))) continue;
      const at = site ?? expression.site;
      found.push(diagnostic('out-of-scope', { name: atom.name, block: loop?.label ?? atom.name }, placed(at, '')));
    }
  }
  return found;
}

function noteLoops(region: Region, loops: Map<string, Region>): void {
  if (region.index !== undefined) loops.set(region.index.key, region);
  for (const inner of region.statements.flatMap(regionsOf)) noteLoops(inner, loops);
}

function isWithin(inner: Region, loop: Region): boolean {
  for (let region: Region | undefined = inner; region !== undefined; region = region.parent)
    if (region === loop) return true;
  return false;
}

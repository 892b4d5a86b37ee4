import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { atomsOf } from '../../ir/integer.ts';
import { regionsOf } from '../../ir/visit.ts';
import { placed } from './place.ts';
import { expressionsOf } from './usedParameters.ts';

/** Indices of generate loops in what stands outside their loops: there they have no value. */
export function checkForeignIndices({ root }: HwModule): readonly Diagnostic[] {
  const loops = new Map<string, Region>();
  noteLoops(root, loops);
  if (loops.size === 0) return [];
  const found: Diagnostic[] = [];
  expressionsOf(root, (expression, { region, site }) => {
    for (const [key, atom] of atomsOf(expression)) {
      const loop = loops.get(key);
      if (atom.kind !== 'index' || (loop !== undefined && isWithin(region, loop))) continue;
      const at = site ?? expression.site;
      found.push(diagnostic('out-of-scope', { name: atom.name, block: loop?.label ?? atom.name }, placed(at, '')));
    }
  });
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

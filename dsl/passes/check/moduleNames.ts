import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { fingerprint } from '../../ir/fingerprint.ts';
import type { HwModule } from '../../ir/hw.ts';
import { isSamePlace } from '../../source/location.ts';
import { placed } from './place.ts';

/**
 * Modules of one design that come out under one name, or under names that a file system may take for one, although they
 * differ. Two that are the same down to their places in the source, as a function makes them that is called twice, are
 * one module.
 */
export function checkModuleNames(modules: Iterable<HwModule>): ReadonlyMap<HwModule, Diagnostic> {
  const first = new Map<string, HwModule>();
  const found = new Map<HwModule, Diagnostic>();
  for (const module of modules) {
    const key = module.name.toLowerCase();
    const other = first.get(key);
    if (other === undefined) first.set(key, module);
    else if (other.name !== module.name || !isSame(other, module)) found.set(module, clash(other, module));
  }
  return found;
}

function isSame(one: HwModule, other: HwModule): boolean {
  const text = fingerprint([one]);
  return text !== undefined && text === fingerprint([other]);
}

function clash(one: HwModule, other: HwModule): Diagnostic {
  const detail = one.name === other.name ? '' : ` and \`${one.name}\`, which many file systems do not tell apart`;
  const places = isSamePlace(one.site, other.site)
    ? placed(one.site, 'both are made here')
    : [...placed(other.site, ''), ...placed(one.site, 'the other one')];
  return diagnostic('module-name-clash', { name: other.name, detail }, places);
}

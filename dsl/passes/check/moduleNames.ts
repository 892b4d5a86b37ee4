import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { fingerprint } from '../../ir/fingerprint.ts';
import type { HwModule } from '../../ir/hwModule.ts';
import { isSamePlace } from '../../source/location.ts';
import { verilogModules } from '../../verilogInterface.ts';
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
    // One black box whose ports depend on values of its parameters is one module in Verilog.
    else if (other.blackBox !== undefined && other.blackBox === module.blackBox) continue;
    else if (other.name !== module.name || !isSame(other, module)) found.set(module, clash(other, module));
  }
  for (const module of first.values()) {
    const inner = module.blackBox?.verilog === undefined ? [] : verilogModules(module.blackBox.verilog.text);
    for (const name of inner) {
      const other = first.get(name.toLowerCase());
      if (other !== undefined && other !== module && !found.has(other)) found.set(other, clashInside(module, other));
    }
  }
  return found;
}

function isSame(one: HwModule, other: HwModule): boolean {
  const text = fingerprint([one]);
  return text !== undefined && text === fingerprint([other]);
}

/** A black box whose Verilog holds a module of another one's name. */
const clashInside = (box: HwModule, other: HwModule): Diagnostic =>
  diagnostic('module-name-clash', { name: other.name, detail: ` (one in the Verilog of \`${box.name}\`)` }, [
    ...placed(other.site, ''),
    ...placed(box.site, 'the black box'),
  ]);

function clash(one: HwModule, other: HwModule): Diagnostic {
  const detail = one.name === other.name ? '' : ` and \`${one.name}\`, which many file systems do not tell apart`;
  const places = isSamePlace(one.site, other.site)
    ? placed(one.site, 'both are made here')
    : [...placed(other.site, ''), ...placed(one.site, 'the other one')];
  return diagnostic('module-name-clash', { name: other.name, detail }, places);
}

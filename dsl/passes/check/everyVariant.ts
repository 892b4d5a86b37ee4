import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { regionsOf } from '../../ir/visit.ts';
import type { CallSite } from '../../source/location.ts';
import type { CheckReport } from './checkModule.ts';

const textOf = (site: CallSite | undefined): string => {
  const { file, line, column } = site?.location ?? { file: '', line: 0, column: 0 };
  return `${file}:${line}:${column}`;
};

/** The places of everything that a warning can be about. */
function placesIn(module: HwModule): ReadonlySet<string> {
  const places = new Set(module.kept.map(name => textOf(module.specs[name]?.site)));
  const visit = (region: Region): void => {
    for (const { site } of [...region.signals, ...region.memories, ...region.nodes]) places.add(textOf(site));
    for (const statement of region.statements) for (const inner of regionsOf(statement)) visit(inner);
  };
  visit(module.root);
  return places;
}

const placeOf = ({ labels: [first] }: Diagnostic): string => {
  const { file, line, column } = first?.location ?? { file: '', line: 0, column: 0 };
  return `${file}:${line}:${column}`;
};

const keyOf = (warning: Diagnostic): string => `${warning.code} ${placeOf(warning)}`;

/**
 * Reports without those warnings that hold for some values of structural parameters only: what one variant of a module
 * leaves unread, another may read.
 */
export function warningsOfEveryVariant(
  reports: ReadonlyMap<HwModule, CheckReport>,
): ReadonlyMap<HwModule, CheckReport> {
  const variants = new Map<string, HwModule[]>();
  for (const module of reports.keys()) {
    const key = `${module.baseName} ${textOf(module.site)}`;
    const known = variants.get(key);
    if (known === undefined) variants.set(key, [module]);
    else known.push(module);
  }
  const kept = new Map(reports);
  for (const modules of variants.values()) {
    if (modules.length === 1 || modules.every(module => (reports.get(module)?.warnings.length ?? 0) === 0)) continue;
    const all = modules.flatMap(module => {
      const report = reports.get(module);
      // Where something is wrong, no warnings were looked for.
      if (report === undefined || report.diagnostics.length > 0) return [];
      return [{ module, report, places: placesIn(module), keys: new Set(report.warnings.map(keyOf)) }];
    });
    const holds = (warning: Diagnostic): boolean =>
      all.every(({ places, keys }) => !places.has(placeOf(warning)) || keys.has(keyOf(warning)));
    for (const { module, report } of all) kept.set(module, { ...report, warnings: report.warnings.filter(holds) });
  }
  return kept;
}

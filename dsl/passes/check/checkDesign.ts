import { completeValues } from '../../bind/bind.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { evaluate } from '../../ir/integer.ts';
import { isLegal, type Values } from './bindings.ts';
import { type CheckReport, checkModule } from './checkModule.ts';
import { warningsOfEveryVariant } from './everyVariant.ts';
import { checkModuleNames } from './moduleNames.ts';

/** The modules that a module instantiates, with the values it gives them: of loops, at the first and the last index. */
function instantiated(module: HwModule, values: Values): readonly (readonly [HwModule, Values])[] {
  const binding = new Map(Object.entries(values));
  const visit = (region: Region): (readonly [HwModule, Values])[] =>
    region.statements.flatMap(statement => {
      if (statement.kind === 'instance') {
        const given = [...statement.arguments].map(([name, argument]) => [name, evaluate(argument, binding)] as const);
        return [[statement.module, Object.fromEntries(given)] as const];
      }
      if (statement.kind === 'choose') {
        const taken = statement.branches.find(({ condition }) => condition?.holds(binding) ?? true);
        return taken === undefined ? [] : visit(taken.region);
      }
      if (statement.kind !== 'loop') return [];
      const last = evaluate(statement.count, binding) - 1;
      return [...new Set([0, last])].flatMap(index => {
        if (index < 0 || last < 0) return [];
        binding.set(statement.index.key, index);
        return visit(statement.region);
      });
    });
  return visit(module.root);
}

/** A top with values of its parameters that are in use, each as far as it differs from the defaults. */
export interface UsedTop {
  readonly top: HwModule;
  readonly configurations: readonly Readonly<Record<string, number>>[];
}

/** A module and everything below it, each module once, with the values that those above give it. */
export function checkDesign(
  top: HwModule,
  configurations: readonly Readonly<Record<string, number>>[] = [],
): ReadonlyMap<HwModule, CheckReport> {
  return checkDesigns([{ top, configurations }]);
}

/** Several tops and everything below them; what they share is checked once, with the values that all of them give. */
export function checkDesigns(tops: readonly UsedTop[]): ReadonlyMap<HwModule, CheckReport> {
  const used = new Map<HwModule, Map<string, Values>>();
  const note = (module: HwModule, values: Values): void => {
    const known = used.get(module) ?? new Map<string, Values>();
    used.set(module, known);
    const key = Object.values(values).join(',');
    if (known.has(key)) return;
    known.set(key, values);
    for (const [child, inner] of instantiated(module, values)) {
      // What is not legal is reported of the instance.
      const complete = completeValues(child, inner);
      if (isLegal(child, complete)) note(child, complete);
    }
  };
  for (const { top, configurations } of tops)
    for (const values of [{}, ...configurations]) note(top, completeValues(top, values));
  const clashes = checkModuleNames(used.keys());
  const reports = new Map(
    [...used].map(([module, values]) => {
      const report = checkModule(module, [...values.values()]);
      const clash = clashes.get(module);
      return [module, clash === undefined ? report : { ...report, diagnostics: [clash, ...report.diagnostics] }];
    }),
  );
  return warningsOfEveryVariant(reports);
}

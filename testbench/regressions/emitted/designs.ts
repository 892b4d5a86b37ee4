import { join } from 'node:path';
import { describeAll } from '../../../dsl/emit/design.ts';
import type { HwModule } from '../../../dsl/ir/hwModule.ts';
import { isLegal, type Values } from '../../../dsl/passes/check/bindings.ts';
import { modulesOf } from '../../../dsl/passes/pipeline.ts';
import { configurations } from '../../../generators/configs/all.ts';
import { projectRoot } from '../../../scripts/verilator/paths.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';

export const rtlFolder = join(projectRoot, 'rtl-out');

const { described } = describeAll(configurations);

/** Every module of `rtl-out/lib`, once. */
export const libraryModules: readonly HwModule[] = [
  ...new Map(
    [...described.values()].flatMap(modules => modules.slice(0, -1)).map(module => [module.name, module]),
  ).values(),
];

const fileOf = (module: HwModule): string => join(rtlFolder, 'lib', `${module.name}.v`);

/** A library module with everything below it, as emitted. */
export function librarySource(module: HwModule, parameters: Values = {}): VerilogSource {
  return { files: modulesOf(module).map(fileOf), top: module.name, parameters };
}

/** The tops of the configurations, as emitted. */
export const tops: readonly { readonly name: string; readonly source: VerilogSource }[] = [...described].map(
  ([configuration, modules]) => {
    const top = modules.at(-1);
    if (top === undefined) throw new Error(`${configuration.name} has no module`);
    const file = join(rtlFolder, configuration.name, `${top.name}.v`);
    return { name: configuration.name, source: { files: [...modules.slice(0, -1).map(fileOf), file], top: top.name } };
  },
);

/** Values of every kept parameter: its default, or `value` as far as its range allows. */
function allAt(module: HwModule, value: number): Values {
  return Object.fromEntries(
    module.kept.map(name => {
      const { min = value, max = value } = module.specs[name] ?? {};
      return [name, Math.min(Math.max(value, min), max)];
    }),
  );
}

/**
 * Bindings at which lint is asked: the defaults, everything as small as it may be, everything at 2 and at 3, and each
 * parameter alone at the ends of its range. Relations that a small value breaks are mended with the default.
 */
export function lintBindings(module: HwModule): readonly Values[] {
  const defaults = Object.fromEntries(module.kept.map(name => [name, module.specs[name]?.default ?? 0]));
  const mended = (values: Values): Values => {
    if (isLegal(module, values)) return values;
    const culprits = module.kept.filter(name => isLegal(module, { ...values, [name]: defaults[name] ?? 0 }));
    const [first] = culprits;
    return first === undefined ? defaults : { ...values, [first]: defaults[first] ?? 0 };
  };
  const single = module.kept.flatMap(name => {
    const { min, max } = module.specs[name] ?? {};
    return [min, max, 1, 2].flatMap(value => (value === undefined ? [] : [{ ...defaults, [name]: value }]));
  });
  const found = [defaults, ...[0, 1, 2, 3].map(value => mended(allAt(module, value))), ...single];
  const legal = found.filter(values => isLegal(module, values));
  return [...new Map(legal.map(values => [JSON.stringify(values), values])).values()];
}

/** One illegal value for every bound of every parameter, with the sentence that must be said. */
export function illegalBindings(module: HwModule): readonly { readonly values: Values; readonly sentence: string }[] {
  return module.kept.flatMap(name => {
    const { min, max } = module.specs[name] ?? {};
    const one = min === undefined ? `at_most_${max}` : `at_least_${min}`;
    const range = min !== undefined && max !== undefined ? `${min}_to_${max}` : one;
    const below = min === undefined ? [] : [{ values: { [name]: min - 1 }, sentence: `${name}_must_be_${range}` }];
    const above = max === undefined ? [] : [{ values: { [name]: max + 1 }, sentence: `${name}_must_be_${range}` }];
    return [...below, ...above];
  });
}

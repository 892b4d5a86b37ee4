import { bind, completeValues } from '../../bind/bind.ts';
import type { BoundDesign } from '../../bind/design.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule, Obligation } from '../../ir/hwModule.ts';
import { structuralBindings, type Values } from './bindings.ts';
import { checkClockDomains } from './clockDomains.ts';
import { collecting } from './collecting.ts';
import { checkCombinationalLoops } from './combinationalLoops.ts';
import { checkConstantComparisons } from './constantComparisons.ts';
import { checkForeignIndices } from './foreignIndices.ts';
import { checkForeignParameters } from './foreignParameters.ts';
import { checkMemories } from './memories.ts';
import { checkMultiplyDriven } from './multiplyDriven.ts';
import { checkNames } from './names.ts';
import { checkNoDefault } from './noDefault.ts';
import { checkInstanceValues, checkParameterValues } from './parameterValues.ts';
import { checkRegisters } from './registers.ts';
import { checkSatisfiable } from './satisfiable.ts';
import { type TriedHolds, tryRelations } from './triedRelations.ts';
import { checkUndriven } from './undriven.ts';
import { checkUnused } from './unused.ts';
import { expressionsOf } from './usedExpressions.ts';

export interface CheckReport {
  /** Errors. */
  readonly diagnostics: readonly Diagnostic[];
  /** What may be meant so; found only where nothing is wrong. */
  readonly warnings: readonly Diagnostic[];
  readonly proved: readonly TriedHolds[];
  /** Obligations that held wherever they were tried: the output carries a guard for each. */
  readonly guards: readonly Obligation[];
  /** The bindings at which the structure of the module was checked. */
  readonly structureTried: readonly Values[];
  /** The bindings at which relations were tried. */
  readonly relationsTried: readonly Values[];
}

/** Equal for one fault at several bindings and elements: the code, the places, and what it is about. */
function keyOf({ code, labels, message }: Diagnostic): string {
  const places = labels.map(({ location }) => `${location?.file}:${location?.line}:${location?.column}`);
  const subject = /`([^`]*)`/.exec(message)?.[1] ?? '';
  return [code, subject.replace(/\[\d+\]/g, ''), ...places].join(' ');
}

/** Of several bindings that show the same fault, the first is told. */
function firstOfEach(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(diagnostic => {
    const key = keyOf(diagnostic);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function checkStructure(design: BoundDesign, values: Values): readonly Diagnostic[] {
  const parameters = checkInstanceValues(design, values);
  // Where something else is wrong already, what is missing would only be its consequence.
  if (design.problems.length > 0) return parameters;
  return [
    ...checkUndriven(design, values),
    ...checkMultiplyDriven(design, values),
    ...checkNoDefault(design),
    ...checkCombinationalLoops(design, values),
    ...checkClockDomains(design, values),
  ];
}

/** The structure at several bindings; what is wrong at all of them is told without a binding. */
function checkStructures(module: HwModule, bindings: readonly Values[]): readonly Diagnostic[] {
  const thrown: Diagnostic[] = [];
  const tried = bindings.flatMap(values => {
    const design = collecting(thrown, () => bind(module, values));
    return design === undefined ? [] : [{ design, found: checkStructure(design, values) }];
  });
  const all = tried.flatMap(({ found }) => found);
  const [first] = tried;
  if (first === undefined || first.found.length === 0) return [...thrown, ...all];
  const always = checkStructure(first.design, {}).filter(diagnostic =>
    tried.every(({ found }) => found.some(other => keyOf(other) === keyOf(diagnostic))),
  );
  return [...thrown, ...always, ...all];
}

/**
 * Everything about a described module that was not checked while it was described.
 *
 * @param configurations values of parameters in use, each as far as it differs from the defaults
 */
export function checkModule(
  module: HwModule,
  configurations: readonly Readonly<Record<string, number>>[] = [],
): CheckReport {
  const expressions = expressionsOf(module);
  const meaningless = [
    ...checkSatisfiable(module),
    ...checkForeignParameters(module, expressions),
    ...checkForeignIndices(module, expressions),
  ];
  if (meaningless.length > 0)
    return {
      diagnostics: firstOfEach(meaningless),
      warnings: [],
      proved: [],
      guards: [],
      structureTried: [],
      relationsTried: [],
    };
  const diagnostics: Diagnostic[] = [
    ...checkNames(module),
    ...checkRegisters(module.root),
    ...checkMemories(module.root),
  ];
  const defaults = completeValues(module, {});
  const used = configurations.map(values => completeValues(module, values));
  for (const values of [defaults, ...used]) diagnostics.push(...checkParameterValues(module, values));
  const relations = tryRelations(module, defaults, used);
  const { proved, guards, bindings: relationsTried } = relations;
  diagnostics.push(...relations.diagnostics);

  // Of what is written elsewhere only the interface can be checked.
  if (module.blackBox !== undefined)
    return { diagnostics: firstOfEach(diagnostics), warnings: [], proved, guards, structureTried: [], relationsTried };
  const structureTried = structuralBindings(module, defaults);
  diagnostics.push(...checkStructures(module, structureTried));
  const warnings =
    diagnostics.length > 0 ? [] : [...checkUnused(module, expressions), ...checkConstantComparisons(module)];
  return { diagnostics: firstOfEach(diagnostics), warnings, proved, guards, structureTried, relationsTried };
}

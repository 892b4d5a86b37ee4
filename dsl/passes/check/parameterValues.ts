import type { BoundDesign } from '../../bind/design.ts';
import { type Diagnostic, diagnostic, type Label } from '../../diagnostics/diagnostic.ts';
import type { HwModule } from '../../ir/hwModule.ts';
import { rangeViolation } from '../../params.ts';
import type { Values } from './bindings.ts';
import { outsideText, violatedText } from './instanceArguments.ts';
import { bindingText, placed, whenText } from './place.ts';

/** Values of a module's parameters that leave their ranges or violate a relation. */
export function checkParameterValues(module: HwModule, values: Values): Diagnostic[] {
  const outside = Object.entries(module.specs).flatMap(([parameter, spec]) => {
    const value = values[parameter] ?? spec.default;
    const range = rangeViolation(spec, value);
    if (range === undefined) return [];
    const holes = { parameter, module: module.name, value: String(value), range };
    return [diagnostic('parameter-out-of-range', holes, placed(spec.site, 'declared here'))];
  });
  if (outside.length > 0) return outside;
  const violated = module.owner.relations.filter(relation => !relation.holds({ get: key => values[key] }));
  return violated.map(relation =>
    diagnostic(
      'relation-violated',
      { module: module.name, relation: relation.toString(), binding: bindingText(values) },
      placed(relation.site, 'stated here'),
    ),
  );
}

/** An instance whose arguments are not legal at the values of `around`. */
export function illegalInstance(
  instance: string,
  module: string,
  around: Values,
  problem: string,
  labels: readonly Label[],
): Diagnostic {
  return diagnostic('illegal-instance', { instance, module, when: whenText(around), problem }, labels);
}

/** Instances, at any depth, whose arguments are not legal at a binding of the module at the top. */
export function checkInstanceValues(design: BoundDesign, values: Values): Diagnostic[] {
  return design.problems.flatMap(problem => {
    if (problem.kind !== 'parameter-out-of-range' && problem.kind !== 'relation-violated') return [];
    const { module, site, origin } = problem.instance;
    const text =
      problem.kind === 'relation-violated'
        ? violatedText(problem.relation.toString(), problem.instance.values)
        : outsideText(problem.parameter, problem.value, problem.range);
    const stated = problem.kind === 'relation-violated' ? problem.relation.site : module.specs[problem.parameter]?.site;
    return [
      illegalInstance(origin?.statement.name ?? module.name, module.name, values, text, [
        ...placed(site, ''),
        ...placed(stated, 'stated here'),
      ]),
    ];
  });
}

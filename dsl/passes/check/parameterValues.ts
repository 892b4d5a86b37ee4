import type { BoundDesign } from '../../bind/design.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule } from '../../ir/hwModule.ts';
import { rangeViolation } from '../../params.ts';
import type { Values } from './bindings.ts';
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

/** Instances whose arguments leave the ranges, or violate the relations, of the module that they instantiate. */
export function checkInstanceValues(design: BoundDesign, values: Values): Diagnostic[] {
  return design.problems.flatMap(problem => {
    if (problem.kind !== 'parameter-out-of-range' && problem.kind !== 'relation-violated') return [];
    const { instance } = problem;
    const { module } = instance;
    const here = placed(instance.site, `instance \`${instance.path}\`${whenText(values)}`);
    if (problem.kind === 'relation-violated')
      return [
        diagnostic(
          'relation-violated',
          { module: module.name, relation: problem.relation, binding: bindingText(instance.values) },
          here,
        ),
      ];
    const { parameter, range } = problem;
    return [
      diagnostic('parameter-out-of-range', { parameter, module: module.name, value: String(problem.value), range }, [
        ...here,
        ...placed(module.specs[parameter]?.site, 'declared here'),
      ]),
    ];
  });
}

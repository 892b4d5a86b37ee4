import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { upperBound } from '../../ir/bounds.ts';
import type { HwModule } from '../../ir/hwModule.ts';
import type { IntExpr } from '../../ir/integer.ts';
import type { Relation } from '../../ir/relation.ts';
import { type IntegerSpec, rangeText, rangeViolation } from '../../params.ts';
import { isLegal } from './bindings.ts';
import { placed } from './place.ts';

/** Bindings tried one by one before the ranges alone have to tell. */
const MOST_TRIED = 20_000;

/** The legal values of a parameter; undefined where there are too many to list. */
function legalValues(spec: IntegerSpec): readonly number[] | undefined {
  const { min, max } = spec;
  if (min === undefined || max === undefined || max - min > MOST_TRIED) return undefined;
  const values = Array.from({ length: Math.max(0, max - min + 1) }, (_, offset) => min + offset);
  return values.filter(value => rangeViolation(spec, value) === undefined);
}

interface Fact {
  readonly relation: Relation;
  readonly expression: IntExpr;
}

/** A relation that cannot hold, or two that cannot hold together, by the ranges of their parameters. */
function contradiction(relations: readonly Relation[]): readonly Relation[] | undefined {
  const facts: Fact[] = relations.flatMap(relation =>
    relation.nonNegative().map(expression => ({ relation, expression })),
  );
  for (const { relation, expression } of facts) if (upperBound(expression) < 0) return [relation];
  for (const [position, first] of facts.entries())
    for (const second of facts.slice(position + 1))
      if (upperBound(first.expression.plus(second.expression)) < 0) return [first.relation, second.relation];
  return undefined;
}

/** Whether some binding is legal, found by trying all of them; undefined where they are too many. */
function someLegal(module: HwModule): boolean | undefined {
  const names = Object.keys(module.specs);
  let bindings: Readonly<Record<string, number>>[] = [{}];
  for (const name of names) {
    const spec = module.specs[name];
    const fixed = module.structural.get(name);
    const values = fixed !== undefined ? [fixed] : spec === undefined ? [] : legalValues(spec);
    if (values === undefined || bindings.length * values.length > MOST_TRIED) return undefined;
    bindings = bindings.flatMap(binding => values.map(value => ({ ...binding, [name]: value })));
  }
  return bindings.some(values => isLegal(module, values));
}

const quoted = (relation: Relation): string => `\`${relation.toString()}\``;

/** Ranges and relations that no values satisfy: nothing else is worth checking then. */
export function checkSatisfiable(module: HwModule): readonly Diagnostic[] {
  const report = (problem: string, site: IntegerSpec['site'] | undefined): Diagnostic =>
    diagnostic('unsatisfiable-parameters', { module: module.baseName, problem }, placed(site, 'stated here'));
  const empty = Object.entries(module.specs).flatMap(([name, spec]) => {
    const { min, max } = spec;
    const isEmpty = (min !== undefined && max !== undefined && min > max) || legalValues(spec)?.length === 0;
    return isEmpty ? [report(`${name}, ${rangeText(spec)}, has none`, spec.site)] : [];
  });
  if (empty.length > 0) return empty;
  const { relations } = module.owner;
  if (relations.length === 0) return [];
  const found = contradiction(relations);
  if (found !== undefined)
    return [report(`${found.map(quoted).join(' and ')} cannot hold in the ranges`, found[0]?.site)];
  if (someLegal(module) !== false) return [];
  return [report(`${relations.map(quoted).join(', ')} never hold together`, relations[0]?.site)];
}

import type { HwModule, Region } from '../../ir/hwModule.ts';
import {
  type Binding,
  clog2,
  difference,
  evaluate,
  type IntExpr,
  pow2,
  provablyNonNegative,
  substitute,
  toExpr,
} from '../../ir/integer.ts';
import { Relation } from '../../ir/relation.ts';
import type { InstanceStatement } from '../../ir/statement.ts';
import { type IntegerSpec, rangeText, rangeViolation } from '../../params.ts';
import { type CallSite, withoutPlaces } from '../../source/location.ts';
import type { TriedRelation } from './existence.ts';
import { bindingText } from './place.ts';

/** Whether a relation holds for every legal value of the parameters. Sound, not complete. */
function provablyHolds({ tree }: Relation): boolean {
  if (tree.kind === 'and') return provablyHolds(tree.left) && provablyHolds(tree.right);
  if (tree.kind === 'or') return provablyHolds(tree.left) || provablyHolds(tree.right);
  const atLeast = (left: IntExpr, right: IntExpr, by = 0): boolean =>
    provablyNonNegative(difference(difference(left, right), toExpr(by)));
  const { comparison, left, right } = tree;
  switch (comparison) {
    case '>=':
      return atLeast(left, right);
    case '>':
      return atLeast(left, right, 1);
    case '<=':
      return atLeast(right, left);
    case '<':
      return atLeast(right, left, 1);
    case '==':
      return left.key === right.key;
    case '!=':
      return atLeast(left, right, 1) || atLeast(right, left, 1);
  }
}

/** That an argument is in the range of its parameter, as relations of the parameters around the instance. */
function rangeRelations(argument: IntExpr, { min, max, multipleOf, powerOfTwo }: IntegerSpec): readonly Relation[] {
  return [
    ...(min === undefined ? [] : [argument.atLeast(min)]),
    ...(max === undefined ? [] : [argument.atMost(max)]),
    ...(multipleOf === undefined ? [] : [argument.mod(multipleOf).eq(0)]),
    ...(powerOfTwo === true ? [pow2(clog2(argument)).eq(argument)] : []),
  ];
}

/** A relation of a module in the terms of what stands around an instance of it. */
function substituted({ tree }: Relation, replacement: ReadonlyMap<string, IntExpr>): Relation {
  if (tree.kind === 'comparison')
    return Relation.compare(tree.comparison, substitute(tree.left, replacement), substitute(tree.right, replacement));
  const left = substituted(tree.left, replacement);
  const right = substituted(tree.right, replacement);
  return tree.kind === 'and' ? left.and(right) : left.or(right);
}

/** What the arguments of one instance have to satisfy, as far as it cannot be proved. */
function conditionsOf(statement: InstanceStatement): readonly TriedRelation[] {
  const { module, arguments: given, name, region, site } = statement;
  const condition = (
    relation: Relation,
    targetSite: CallSite | undefined,
    problem: (binding: Binding) => string,
  ): readonly TriedRelation[] =>
    provablyHolds(relation)
      ? []
      : [
          {
            code: 'illegal-instance',
            target: name,
            relation,
            region,
            site,
            targetSite,
            guard: '',
            instance: { module: module.name, problem },
          },
        ];
  const ranges = Object.entries(module.specs).flatMap(([parameter, spec]) => {
    const argument = given.get(parameter) ?? toExpr(spec.default);
    return rangeRelations(argument, spec).flatMap(relation =>
      condition(relation, spec.site, binding => {
        const value = evaluate(argument, binding);
        return outsideText(parameter, value, rangeViolation(spec, value) ?? rangeText(spec));
      }),
    );
  });
  const relations = module.owner.relations.flatMap(relation =>
    condition(substituted(relation, given), relation.site, binding =>
      violatedText(
        relation.toString(),
        Object.fromEntries([...given].map(([parameter, argument]) => [parameter, evaluate(argument, binding)])),
      ),
    ),
  );
  return [...ranges, ...relations];
}

/** `DEPTH is 1, but must be at least 2`. */
export function outsideText(parameter: string, value: number, range: string): string {
  return `${parameter} is ${value}, but must be ${range}`;
}

/** `its relation A >= B does not hold with A = 1, B = 2`. */
export function violatedText(relation: string, values: Readonly<Record<string, number>>): string {
  return `its relation ${relation} does not hold with ${bindingText(values)}`;
}

/**
 * That the arguments of every instance are in the ranges, and satisfy the relations, of the module that it instantiates:
 * what cannot be proved for every legal value of the parameters around it, to be tried.
 *
 * @throws DiagnosticError where a relation leaves 32 bits with the arguments
 */
export function argumentConditions(module: HwModule): readonly TriedRelation[] {
  const visit = (region: Region): readonly TriedRelation[] =>
    region.statements.flatMap(statement => {
      if (statement.kind === 'instance') return conditionsOf(statement);
      if (statement.kind === 'loop') return visit(statement.region);
      if (statement.kind === 'choose') return statement.branches.flatMap(branch => visit(branch.region));
      return [];
    });
  return withoutPlaces(() => visit(module.root));
}

import { genIf, type HwType, type Operand, type Relation } from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import { type Body, evaluated } from './body.ts';
import type { StatementPlan } from './planStatements.ts';
import { type Said, type Scribe, scalarType, type Value } from './scribe.ts';

/** A value from one of two branches of a `genIf`. */
export function chooseIn(scribe: Scribe, relation: Said<Relation>, holds: () => Value, fails: () => Value): Value {
  const name = scribe.fresh('choice');
  scribe.line(`const ${name} = genIf(${relation.text}, ['here', () => {`);
  const branch = (made: () => Value) => (): Operand<HwType> =>
    scribe.within(() => {
      const { said, text } = made();
      scribe.line(`return ${text};`);
      return said;
    });
  const otherwise = (): Operand<HwType> => {
    scribe.line("}], ['elsewhere', () => {");
    return branch(fails)();
  };
  const said: Operand<HwType> = genIf<Operand<HwType>>(
    relation.said,
    ['here', branch(holds)],
    ['elsewhere', otherwise],
  );
  scribe.line('}]);');
  return { said, text: name };
}

const relations = ['eq', 'ne', 'atLeast', 'atMost', 'lessThan', 'greaterThan'] as const;

export function choice(body: Body, plan: StatementPlan & { readonly kind: 'genIf' }): void {
  const { scribe } = body;
  const { K, N, W, V, S } = scribe.parameters;
  const parameter = [K, N, W, V, S][plan.parameter % 5] ?? K;
  const method = relations[plan.comparison % relations.length] ?? 'eq';
  const relation = {
    said: toExpr(parameter.said)[method](plan.value),
    text: `toExpr(${parameter.text}).${method}(${plan.value})`,
  };
  const type = scalarType(plan.type, scribe.parameters);
  const value = chooseIn(
    scribe,
    relation,
    () => evaluated(body, plan.holds, type),
    () => evaluated(body, plan.fails, type),
  );
  scribe.values.push(value);
}

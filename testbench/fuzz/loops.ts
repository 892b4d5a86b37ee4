import { genFor, type IntExpr, vec, when } from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import { assign, type Body, evaluated, initialise, register, wire } from './body.ts';
import { chooseIn } from './branches.ts';
import { coerce, isVec, toBool } from './coerce.ts';
import { elementIndex, expression } from './expression.ts';
import type { StatementPlan } from './planStatements.ts';
import { call, integer, lengthOf, type Said, type Scribe, scalarType } from './scribe.ts';

export function loop(body: Body, plan: StatementPlan & { readonly kind: 'loop' }): void {
  const { scribe } = body;
  const count = lengthOf(plan.count, scribe.parameters);
  const element = scalarType(plan.element, scribe.parameters);
  const result = wire(body, vec(count, element));
  const owned = body.registers.filter(
    ({ value: { said }, inLoop }) => !inLoop && isVec(said) && toExpr(said.type.length).minus(count).constant === 0,
  );
  const chosen = plan.register === undefined ? undefined : owned[plan.register % Math.max(1, owned.length)];
  if (chosen !== undefined) chosen.inLoop = true;
  inLoop(scribe, count, index => {
    const here = call(result, 'at', index);
    const { split } = plan;
    const usual = scribe.named(evaluated(body, plan.value, element));
    let value = usual;
    if (split !== undefined) {
      const relation = { said: index.said.eq(split.at), text: `${index.text}.eq(${split.at})` };
      value = chooseIn(
        scribe,
        relation,
        () => evaluated(body, split.value, element),
        () => usual,
      );
    }
    if (plan.clocked === 'no') assign(scribe, here, value);
    else {
      const own = register(body, element, plan.clocked);
      const enable = toBool(expression(scribe, plan.enable));
      scribe.line(`when(${enable.text}, () => {`);
      when(enable.said, () => scribe.within(() => assign(scribe, own, value)));
      scribe.line('});');
      if (plan.clocked === 'none' || !body.hasReset) initialise(body, own);
      assign(scribe, here, own);
    }
    if (chosen === undefined) return;
    const enable = toBool(expression(scribe, plan.enable), 1);
    let target = call(chosen.value, 'at', index);
    if (isVec(target.said)) target = call(target, 'at', elementIndex(scribe, target.said.type.length, 1));
    scribe.line(`when(${enable.text}, () => {`);
    // A register that is written outside the loop too cannot depend on what the loop declares.
    when(enable.said, () => scribe.within(() => assign(scribe, target, coerce(usual, target.said.type))));
    scribe.line('});');
  });
  scribe.values.push(result);
}

export function inLoop(scribe: Scribe, count: ReturnType<typeof lengthOf>, body: (index: Said<IntExpr>) => void): void {
  const label = scribe.fresh('loop');
  const line = `genFor(${integer(count).text}, '${label}', `;
  genFor(count, label, index =>
    scribe.within(() => {
      const text = integer(index).text;
      scribe.outer(`${line}${text} => {`);
      scribe.indices.push({ said: index, text, count });
      body({ said: index, text });
    }),
  );
  scribe.line('});');
}

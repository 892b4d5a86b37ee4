import { when, zero } from '../../dsl/index.ts';
import { assign, type Body, evaluated, wire } from './body.ts';
import { constantOf, isVec, toBool } from './coerce.ts';
import { elementIndex, expression } from './expression.ts';
import type { OutputPlan } from './plan.ts';
import type { ActionPlan } from './planStatements.ts';
import { call, typeOf, typeText, type Value } from './scribe.ts';

function set(body: Body, targets: readonly Value[], plan: ActionPlan & { readonly kind: 'set' }): void {
  const { scribe } = body;
  let target = targets[plan.target % targets.length];
  if (target === undefined) return;
  let { variant } = plan;
  while (isVec(target.said) && variant % 4 !== 3) {
    target = call(target, 'at', elementIndex(scribe, target.said.type.length, variant));
    variant >>= 2;
  }
  const { type } = target.said;
  if (type.kind === 'vec' && variant % 8 === 3)
    assign(scribe, target, { said: zero(type), text: `zero(${typeText(type)})` });
  else if (type.kind !== 'vec' && variant % 5 === 4 && plan.value.kind === 'literal')
    assign(scribe, target, constantOf(type, plan.value.value));
  else assign(scribe, target, evaluated(body, plan.value, type));
}

function act(body: Body, targets: readonly Value[], actions: readonly ActionPlan[]): void {
  const { scribe } = body;
  for (const action of actions) {
    if (action.kind === 'set') {
      set(body, targets, action);
      continue;
    }
    const inner = (actions_: readonly ActionPlan[]) => (): void => scribe.within(() => act(body, targets, actions_));
    let chain: ReturnType<typeof when> | undefined;
    const conditions = action.arms.map(({ condition }) =>
      scribe.named(toBoolValue(expression(scribe, condition)), 'c'),
    );
    action.arms.forEach(({ body: actions_ }, position) => {
      const value = conditions[position];
      if (value === undefined) return;
      const condition = toBool(value);
      scribe.line(`${chain === undefined ? 'when' : '}).elseWhen'}(${condition.text}, () => {`);
      chain =
        chain === undefined ? when(condition.said, inner(actions_)) : chain.elseWhen(condition.said, inner(actions_));
    });
    if (action.otherwise !== undefined) {
      scribe.line('}).otherwise(() => {');
      chain?.otherwise(inner(action.otherwise));
    }
    scribe.line('});');
  }
}

const toBoolValue = (value: Value): Value => toBool(value);

/** Wires with a value each, and nested `when`s that assign to them and to the registers of the module. */
export function block(body: Body, wires: readonly OutputPlan[], actions: readonly ActionPlan[]): void {
  const { scribe, registers } = body;
  const made = wires.map(({ type: plan, value }) => {
    const type = typeOf(plan, scribe.parameters);
    const given = scribe.named(evaluated(body, value, type));
    const target = wire(body, type);
    assign(scribe, target, given);
    return target;
  });
  act(body, [...made, ...registers.map(({ value }) => value)], actions);
  scribe.values.push(...made);
}

import { block } from './blocks.ts';
import type { Body } from './body.ts';
import { choice } from './branches.ts';
import { expression } from './expression.ts';
import { loop } from './loops.ts';
import { memory } from './memory.ts';
import type { ConstructPlan, StatementPlan } from './planStatements.ts';
import { scan } from './scan.ts';

/** A statement, except an instance and single constructs. */
export function statement(
  body: Body,
  plan: Exclude<StatementPlan, ConstructPlan | { readonly kind: 'instance' }>,
): void {
  const { scribe } = body;
  const { kind } = plan;
  if (kind === 'let') scribe.values.push(scribe.named(expression(scribe, plan.value)));
  else if (kind === 'block') block(body, plan.wires, plan.actions);
  else if (kind === 'loop') loop(body, plan);
  else if (kind === 'scan') scan(body, plan);
  else if (kind === 'genIf') choice(body, plan);
  else memory(body, plan);
}

import { callLabel, context, type PathCondition } from './context.ts';
import type { Statement } from './ir/statement.ts';
import { requireCondition } from './operations.ts';
import type { Operand } from './signal.ts';
import { CallSite } from './source/location.ts';
import { operandNode } from './sources.ts';
import type { BoolType } from './types.ts';
import { type NoPromise, runBody } from './userCode.ts';

/** What may follow a `when`. */
export interface WhenChain {
  /** The body applies where no earlier condition held and this one does. */
  elseWhen(condition: Operand<BoolType>, body: () => NoPromise): WhenChain;
  /** The body applies where no condition held. */
  otherwise(body: () => NoPromise): void;
}

/** The assignments in `body` apply in the cycles in which `condition` holds. */
export function when(condition: Operand<BoolType>, body: () => NoPromise): WhenChain {
  const ctx = context('when');
  const arms: { condition: ReturnType<typeof operandNode>; body: Statement[] }[] = [];
  const rest: Statement[] = [];
  let closed = false;

  const failed: PathCondition[] = [];

  const collect = (statements: Statement[], conditions: readonly PathCondition[], inner: () => NoPromise): void => {
    if (closed)
      ctx.report('misplaced-statement', {
        operation: 'Another branch',
        place: 'a `when` after its `otherwise`',
        suggestion: 'Put `otherwise` last.',
      });
    ctx.collecting(statements, conditions, () => runBody('when', inner));
  };
  const addArm = (armCondition: Operand<BoolType>, inner: () => NoPromise): void => {
    const node = operandNode(armCondition);
    requireCondition(node, 'when');
    const statements: Statement[] = [];
    arms.push({ condition: node, body: statements });
    collect(statements, [...failed, { node, holds: true }], inner);
    failed.push({ node, holds: false });
  };

  ctx.statements.push({ kind: 'when', id: ctx.nextId(), arms, otherwise: rest, site: new CallSite(when) });
  addArm(condition, body);
  const chain: WhenChain = {
    elseWhen: (armCondition, inner) => {
      addArm(armCondition, inner);
      return chain;
    },
    otherwise: inner => {
      collect(rest, failed, inner);
      closed = true;
    },
  };
  return chain;
}

/** Refuses what must stand outside any `when`, because it makes hardware and not a value for some cycles. */
export function refuseInWhen(operation: string): void {
  const ctx = context(operation);
  if (ctx.statements !== ctx.region.statements)
    ctx.report(
      'misplaced-statement',
      {
        operation: `\`${operation}\``,
        place: 'a `when`',
        suggestion: `Hardware exists in every cycle: put \`${operation}\` outside and the \`when\` inside it.`,
      },
      [callLabel()],
    );
}

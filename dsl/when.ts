import { callLabel, context } from './context.ts';
import type { Node } from './ir/node.ts';
import type { Statement } from './ir/statement.ts';
import type { ModuleContext, PathCondition } from './moduleContext.ts';
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
  const chain = new Branches(context('when'), new CallSite(when));
  return chain.elseWhen(condition, body);
}

/** A `when` to which branches are added. */
class Branches implements WhenChain {
  readonly #context: ModuleContext;
  readonly #arms: { condition: Node; body: Statement[] }[] = [];
  readonly #rest: Statement[] = [];
  readonly #failed: PathCondition[] = [];
  #isClosed = false;

  constructor(ctx: ModuleContext, site: CallSite) {
    this.#context = ctx;
    ctx.statements.push({ kind: 'when', id: ctx.nextId(), arms: this.#arms, otherwise: this.#rest, site });
  }

  elseWhen(condition: Operand<BoolType>, body: () => NoPromise): WhenChain {
    const node = operandNode(condition);
    requireCondition(node, 'when');
    const statements: Statement[] = [];
    this.#arms.push({ condition: node, body: statements });
    this.#collect(statements, [...this.#failed, { node, holds: true }], body);
    this.#failed.push({ node, holds: false });
    return this;
  }

  otherwise(body: () => NoPromise): void {
    this.#collect(this.#rest, this.#failed, body);
    this.#isClosed = true;
  }

  #collect(statements: Statement[], conditions: readonly PathCondition[], body: () => NoPromise): void {
    if (this.#isClosed)
      this.#context.report('misplaced-statement', {
        operation: 'Another branch',
        place: 'a `when` after its `otherwise`',
        suggestion: 'Put `otherwise` last.',
      });
    this.#context.collecting(statements, conditions, () => runBody('when', body));
  }
}

/** Whether a function ended with a `when`, and so gave nothing. */
export const isWhenChain = (result: unknown): result is WhenChain => result instanceof Branches;

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

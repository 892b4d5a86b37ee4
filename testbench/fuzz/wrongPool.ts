import * as dsl from '../../dsl/index.ts';
import { isOperand } from '../../dsl/sources.ts';

/** One call; numbers choose among what there is at that moment. */
export interface StepPlan {
  readonly operation: number;
  readonly picks: readonly number[];
  readonly number: number;
  readonly text: string;
  readonly inner: readonly StepPlan[];
}

/** What there is to choose from; values of other modules stay in it. */
export class Pool {
  readonly values: unknown[] = [];
  readonly widths: dsl.Width[] = [1, 2, 8, 0, -1, 33, 4096];
  readonly types: dsl.HwType[] = [
    dsl.bool,
    dsl.uint(1),
    dsl.uint(8),
    dsl.sint(4),
    dsl.vec(3, dsl.uint(2)),
    dsl.sint(1),
  ];
  readonly memories: unknown[] = [];
  readonly clocks: unknown[] = [];
  readonly modules: dsl.AnyModule[] = [];
  readonly streams: unknown[] = [];
  /** Makes the calls of inner steps. */
  readonly run: (plans: readonly StepPlan[], m: dsl.Builder) => void;

  constructor(run: (pool: Pool, plans: readonly StepPlan[], m: dsl.Builder) => void) {
    this.run = (plans, m) => run(this, plans, m);
  }

  pick<T>(list: readonly T[], index: number | undefined): T {
    const chosen = list[(index ?? 0) % Math.max(1, list.length)];
    if (chosen === undefined) throw new NothingToPick();
    return chosen;
  }
}

/** A step that finds nothing to work on does nothing. */
export class NothingToPick extends Error {}

export const invoke = (target: unknown, method: string, given: readonly unknown[]): unknown => {
  const found: unknown = Reflect.get(Object(target), method);
  // TypeScript says so in the editor: a type that lacks the method is not what is looked for here.
  if (typeof found !== 'function') throw new NothingToPick();
  return Reflect.apply(found, target, given);
};

export type Step = (pool: Pool, plan: StepPlan, m: dsl.Builder) => unknown;

export const value = (pool: Pool, plan: StepPlan, index: number): unknown => pool.pick(pool.values, plan.picks[index]);
/** A hardware value, a number, or a parameter expression. */
export const source = (pool: Pool, plan: StepPlan, index: number): unknown => {
  const pick = plan.picks[index] ?? 0;
  if (pick % 7 === 5) return plan.number;
  if (pick % 7 === 6) return pool.pick(pool.widths, pick >> 2);
  if (pick % 11 === 4) return pick % 2 === 0;
  if (pick % 13 === 7) return plan.text;
  return value(pool, plan, index);
};
export const width = (pool: Pool, plan: StepPlan, index: number): unknown =>
  (plan.picks[index] ?? 0) % 3 === 0 ? plan.number : pool.pick(pool.widths, plan.picks[index]);
export const type = (pool: Pool, plan: StepPlan, index: number): dsl.HwType => pool.pick(pool.types, plan.picks[index]);
export const inner =
  (pool: Pool, plan: StepPlan, m: dsl.Builder) =>
  (...given: readonly unknown[]): unknown => {
    for (const argument of given) {
      if (isOperand(argument)) pool.values.push(argument);
      else if (argument instanceof Object && 'terms' in argument) pool.widths.push(...asWidth(argument));
    }
    pool.run(plan.inner, m);
    return (plan.picks[3] ?? 0) % 4 === 0 ? undefined : pool.values.at(-1);
  };
export const asWidth = (argument: unknown): dsl.Width[] => {
  const widths: dsl.Width[] = [];
  Reflect.apply(Array.prototype.push, widths, [argument]);
  return widths;
};
export const call =
  (target: unknown, ...given: ((pool: Pool, plan: StepPlan, index: number) => unknown)[]): Step =>
  (pool, plan) =>
    Reflect.apply(
      Object(target),
      undefined,
      given.map((argument, index) => argument(pool, plan, index)),
    );

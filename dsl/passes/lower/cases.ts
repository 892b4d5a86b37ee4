import type { Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/verilog.ts';
import type { Values } from './values.ts';

/** An arm of a `when`, with its body as it comes out. */
export interface LoweredArm {
  readonly condition: Node;
  readonly body: readonly Statement[];
}

/** What an arm of a `match` compares with a constant; undefined for other conditions. */
function compared(condition: Node): { readonly subject: Node; readonly label: Node & { kind: 'literal' } } | undefined {
  if (condition.kind !== 'binary' || condition.operator !== 'eq' || condition.nameless !== true) return undefined;
  const { left, right } = condition;
  return right.kind === 'literal' ? { subject: left, label: right } : undefined;
}

/** Whether at most one of the conditions can hold: comparisons of one value with different constants. */
export function areExclusive(arms: readonly { readonly condition: Node }[]): boolean {
  const found = arms.map(({ condition }) => compared(condition));
  const subject = found[0]?.subject;
  const labels = new Set(found.map(entry => entry?.label.value));
  return (
    subject !== undefined &&
    labels.size === arms.length &&
    !labels.has(undefined) &&
    found.every(entry => entry?.subject === subject)
  );
}

/** Arms of a `match` as a case statement, where there are enough of them for it to read better than `if`. */
export function caseOf(
  arms: readonly LoweredArm[],
  otherwise: readonly Statement[],
  values: Values,
): Statement | undefined {
  const kept = otherwise.length > 0 ? arms : arms.filter(({ body }) => body.length > 0);
  const [first] = kept.map(({ condition }) => compared(condition));
  if (first === undefined || kept.length < 2 || !areExclusive(kept)) return undefined;
  return {
    kind: 'case',
    subject: values.expression(first.subject),
    arms: kept.flatMap(({ condition, body }) => {
      const label = compared(condition)?.label;
      return label === undefined ? [] : [{ label: values.expression(label), body }];
    }),
    otherwise,
  };
}

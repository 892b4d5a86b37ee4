import type { Node } from '../../ir/hw.ts';
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

/** Arms of a `match` as a case statement, where there are enough of them for it to read better than `if`. */
export function caseOf(
  arms: readonly LoweredArm[],
  otherwise: readonly Statement[],
  values: Values,
): Statement | undefined {
  const kept = otherwise.length > 0 ? arms : arms.filter(({ body }) => body.length > 0);
  const found = kept.map(({ condition }) => compared(condition));
  const subject = found[0]?.subject;
  if (subject === undefined || kept.length < 2) return undefined;
  const labels = found.map(entry => (entry?.subject === subject ? entry.label : undefined));
  const distinct = new Set(labels.map(label => label?.value));
  if (distinct.has(undefined) || distinct.size < labels.length) return undefined;
  return {
    kind: 'case',
    subject: values.expression(subject),
    arms: kept.flatMap(({ body }, position) => {
      const label = labels[position];
      return label === undefined ? [] : [{ label: values.expression(label), body }];
    }),
    otherwise,
  };
}

import type { HwType, Operand } from '../../dsl/index.ts';
import { evaluate } from '../../dsl/ir/integer.ts';
import { operandNode } from '../../dsl/sources.ts';
import { type Body, evaluated } from './body.ts';
import type { StatementPlan } from './planStatements.ts';
import { call, integer, largest, lengthOf, scalarType, type Value } from './scribe.ts';
import { updatesFor } from './updates.ts';

/** What a chain may cost Icarus in a cycle. */
const MOST_UPDATES = 20_000;

/** Running values, each step an expression of the one before. */
export function scan(body: Body, plan: StatementPlan & { readonly kind: 'scan' }): void {
  const { scribe, m } = body;
  const count = lengthOf(plan.count, scribe.parameters);
  const type = scalarType(plan.type, scribe.parameters);
  const initial = scribe.named(evaluated(body, plan.initial, type));
  const label = scribe.fresh('scan');
  scribe.line(`const ${label} = m.scan('${label}', ${integer(count).text}, ${initial.text}, (previous, index) => {`);
  const said: Operand<HwType> = m.scan<HwType>(label, count, initial.said, (previous, index) =>
    scribe.within(() => {
      const text = integer(index).text;
      scribe.line(`const ${text} = index;`);
      scribe.indices.push({ said: index, text, count });
      const before: Value = { said: previous, text: 'previous' };
      const known = scribe.values.length;
      // In front, where most references count from.
      scribe.values.push(before, before);
      const step = evaluated(body, plan.step, type);
      const updates = updatesFor(operandNode(step.said), operandNode(previous)) ** evaluate(count, largest);
      let value = step;
      if (updates > MOST_UPDATES) {
        scribe.values.length = known;
        const other = evaluated(body, plan.step, type);
        value = call(before, type.kind === 'bool' ? 'xor' : 'addWrap', other);
      }
      scribe.line(`return ${value.text};`);
      return value.said;
    }),
  );
  scribe.line('});');
  scribe.values.push({ said, text: label });
}

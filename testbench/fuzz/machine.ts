import { fsm, type StateBody, type StateWithEntry, when } from '../../dsl/index.ts';
import { isOperand } from '../../dsl/sources.ts';
import { assign, type Body, evaluated, register, wire } from './body.ts';
import { toBool } from './coerce.ts';
import { expression } from './expression.ts';
import { packedOf } from './parts.ts';
import type { ConstructPlan } from './planStatements.ts';
import { scalarType } from './scribe.ts';

/** A machine in a ring of states, with leaps, entry actions and what it gives in each state. */
export function machine(body: Body, plan: ConstructPlan & { readonly kind: 'fsm' }): void {
  const { scribe } = body;
  const name = scribe.fresh('machine');
  const count = plan.states.length;
  const stateName = (index: number): string => `s${index % count}`;
  const type = scalarType(plan.type, scribe.parameters);
  const entered = register(body, type, 'zero');
  const given = wire(body, type, 'given');
  const first = scribe.named(evaluated(body, plan.value, type));
  assign(scribe, given, first);
  const conditions = plan.states.map(({ next, leap }) => [
    toBool(scribe.named(toBool(expression(scribe, next)), 'c')),
    toBool(scribe.named(toBool(expression(scribe, leap)), 'c'), 1),
  ]);
  const values = plan.states.map(({ value }) => scribe.named(evaluated(body, value, type), 'g'));
  scribe.line(`const ${name} = fsm('s0', {`);
  const states = plan.states.map(({ hasEntry, to }, index): [string, StateBody<string> | StateWithEntry<string>] => {
    const [next, leap] = conditions[index] ?? [];
    const value = values[index];
    if (next === undefined || leap === undefined || value === undefined) throw new Error('no such state');
    const run = (go: (state: string) => void): void => {
      scribe.line(hasEntry ? '    run: go => {' : `  s${index}: go => {`);
      scribe.within(() => {
        scribe.within(() => {
          assign(scribe, given, value);
          for (const [condition, target] of [
            [next, stateName(index + 1)],
            [leap, stateName(to)],
          ] as const) {
            scribe.line(`when(${condition.text}, () => go('${target}'));`);
            when(condition.said, () => go(target));
          }
        });
      });
      scribe.line(hasEntry ? '    },' : '  },');
    };
    if (!hasEntry) return [`s${index}`, run];
    const entry = (): void => {
      scribe.line(`    // on the way into s${index}:`);
      scribe.within(() => scribe.within(() => assign(scribe, entered, value)));
    };
    return [`s${index}`, { entry, run }];
  });
  const encoding = plan.oneHot ? 'one-hot' : 'binary';
  const made = fsm('s0', Object.fromEntries(states), { name, encoding });
  scribe.line(`}, { name: '${name}', encoding: '${encoding}' });`);
  const is: unknown = Reflect.apply(made.is, made, [stateName(1)]);
  if (!isOperand(is)) throw new Error('no state');
  scribe.values.push(
    given,
    entered,
    { said: is, text: `${name}.is('${stateName(1)}')` },
    { said: packedOf(made.state), text: `pack(${name}.state)` },
  );
}

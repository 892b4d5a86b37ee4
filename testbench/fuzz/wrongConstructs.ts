import * as dsl from '../../dsl/index.ts';
import { isOperand } from '../../dsl/sources.ts';
import {
  call,
  inner,
  NothingToPick,
  type Pool,
  type Step,
  type StepPlan,
  source,
  type,
  value,
  width,
} from './wrongPool.ts';

const apply = (target: unknown, ...given: readonly unknown[]): unknown =>
  Reflect.apply(Object(target), undefined, given);

/** A type goes where others are chosen from. */
const typed =
  (make: (pool: Pool, plan: StepPlan) => unknown): Step =>
  (pool, plan) =>
    void Reflect.apply(Array.prototype.push, pool.types, [make(pool, plan)]);

const stream = (pool: Pool, plan: StepPlan, index: number): unknown => pool.pick(pool.streams, plan.picks[index]);

/** A stream and what it is made of. */
function keep(pool: Pool, made: unknown): void {
  pool.streams.push(made);
  for (const part of ['valid', 'ready', 'bits', 'fire']) {
    const found: unknown = Reflect.get(Object(made), part);
    if (isOperand(found)) pool.values.push(found);
  }
}

const streaming =
  (make: (pool: Pool, plan: StepPlan, m: dsl.Builder) => unknown): Step =>
  (pool, plan, m) => {
    const made = make(pool, plan, m);
    for (const each of Array.isArray(made) ? made : [made]) keep(pool, each);
  };

const stateNames = ['a', 'b', 'otherwise', '3', 'constructor', 'no such', ''];
const nameAt = (plan: StepPlan, index: number): string =>
  stateNames[(plan.picks[index] ?? 0) % stateNames.length] ?? 'a';

/** Names of states or arms, some of them wrong. */
const arms = (plan: StepPlan): string[] =>
  (plan.picks[2] ?? 0) % 3 === 0
    ? ['a', 'b']
    : (plan.picks[2] ?? 0) % 3 === 1
      ? ['a', nameAt(plan, 3)]
      : ['0', nameAt(plan, 1), 'otherwise'];

/** Calls on what is made of several values: structs, enumerations, machines, streams, choices. */
export const constructSteps: readonly Step[] = [
  typed((pool, plan) => apply(dsl.struct, { [plan.text || 'f']: type(pool, plan, 0), g: type(pool, plan, 1) })),
  typed((_, plan) => apply(dsl.enumeration, 'a', 'b', nameAt(plan, 0))),
  typed((_, plan) => apply(dsl.enumeration, { a: plan.number, b: plan.picks[0] })),
  typed((_, plan) => apply(dsl.oneHotEnumeration, 'a', nameAt(plan, 0))),
  (pool, plan) => {
    const target = value(pool, plan, 0);
    const field = ['f', 'g', 'a', plan.text][(plan.picks[1] ?? 0) % 4] ?? 'g';
    const found: unknown = Reflect.get(Object(target), field);
    if (!isOperand(found)) throw new NothingToPick();
    return found;
  },
  (pool, plan, m) => {
    const body = inner(pool, plan, m);
    return apply(dsl.match, value(pool, plan, 0), Object.fromEntries(arms(plan).map(name => [name, () => body()])));
  },
  (pool, plan, m) => {
    const body = inner(pool, plan, m);
    const names = arms(plan);
    const states = names.map((name, index): [string, unknown] => {
      const run = (go: (next: string) => void): void => {
        body();
        go(names[(index + 1) % names.length] ?? plan.text);
        if ((plan.picks[3] ?? 0) % 5 === 0) apply(dsl.when, value(pool, plan, 1), () => go(nameAt(plan, 0)));
      };
      return [name, (plan.picks[0] ?? 0) % 3 === index ? { entry: () => void body(), run } : run];
    });
    const made = apply(dsl.fsm, names[(plan.picks[1] ?? 0) % 2] ?? 'a', Object.fromEntries(states), {
      name: plan.text || 'machine',
    });
    const is: unknown = Reflect.apply(Reflect.get(Object(made), 'is'), made, [nameAt(plan, 2)]);
    return is;
  },
  (pool, plan, m) => {
    const options = {
      enable: value(pool, plan, 1),
      ...((plan.picks[3] ?? 0) % 2 === 0 ? { clear: value(pool, plan, 2) } : {}),
    };
    const made: unknown = Reflect.apply(m.counter, m, [plan.text || 'count', width(pool, plan, 0), options]);
    return Reflect.get(Object(made), (plan.picks[2] ?? 0) % 2 === 0 ? 'value' : 'isLast');
  },
  (pool, plan, m) => {
    const options = (plan.picks[2] ?? 0) % 2 === 0 ? { enable: value(pool, plan, 2) } : { name: plan.text || 'taps' };
    return Reflect.apply(m.pipe, m, [value(pool, plan, 0), width(pool, plan, 1), options]);
  },
  (pool, plan) => apply(dsl.table, type(pool, plan, 0), [source(pool, plan, 1), source(pool, plan, 2)]),
  (pool, plan) => apply(dsl.priorityMux, [[value(pool, plan, 0), source(pool, plan, 1)]], value(pool, plan, 2)),
  call(dsl.priorityMux, value, value),
  (pool, plan) => apply(dsl.oneHotMux, type(pool, plan, 0), [[value(pool, plan, 1), source(pool, plan, 2)]]),
  call(dsl.oneHotMux, value, value),
  call(dsl.lowestOne, value),
  call(dsl.lowestOneIndex, value),
  call(dsl.oneHotIndex, value),
  streaming((pool, plan, m) =>
    Object.values(Object(Reflect.apply(m.streams, m, [{ [plan.text || 's']: type(pool, plan, 0) }]))),
  ),
  streaming((pool, plan, m) => apply(dsl.mapStream, stream(pool, plan, 0), inner(pool, plan, m))),
  streaming((pool, plan, m) => apply(dsl.filterStream, stream(pool, plan, 0), inner(pool, plan, m))),
  streaming((pool, plan) => apply(dsl.registerStream, stream(pool, plan, 0))),
  streaming((pool, plan) => apply(dsl.bufferStream, stream(pool, plan, 0), width(pool, plan, 1), plan.text || 'queue')),
  streaming((pool, plan) =>
    apply(dsl.forkStream, stream(pool, plan, 0), (plan.picks[1] ?? 0) % 5 === 0 ? plan.number : 2),
  ),
  streaming((pool, plan) =>
    apply(dsl.joinStreams, { [plan.text || 'l']: stream(pool, plan, 0), r: stream(pool, plan, 1) }),
  ),
  (pool, plan) => void apply(dsl.connect, stream(pool, plan, 0), stream(pool, plan, 1)),
  (pool, plan, m) => void Reflect.apply(m.cover, m, [value(pool, plan, 0), plan.text]),
  (pool, plan, m) => void Reflect.apply(m.unused, m, [{ [plan.text || 'x']: value(pool, plan, 0) }, plan.text]),
];

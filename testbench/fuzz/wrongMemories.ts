import * as dsl from '../../dsl/index.ts';
import { invoke, type Pool, type Step, type StepPlan, source, type, value, width } from './wrongPool.ts';

const memory = (pool: Pool, plan: StepPlan): unknown => pool.pick(pool.memories, plan.picks[0]);
const pickAt = (plan: StepPlan, index: number): number => plan.picks[index] ?? 0;

/** What a memory is said to begin with; most of it is too much, too little, or no word at all. */
function init(pool: Pool, plan: StepPlan): Readonly<Record<string, unknown>> {
  const kinds: readonly (() => unknown)[] = [
    () => undefined,
    () => [source(pool, plan, 1), plan.number],
    () => ({ words: [plan.number, 1], rest: source(pool, plan, 2) }),
    () => (address: unknown) => (pickAt(plan, 2) % 2 === 0 ? address : plan.number),
    () => dsl.hexFile(pickAt(plan, 1) % 2 === 0 ? 'words.hex' : plan.text, pickAt(plan, 2) % 2 === 0 ? '1 2 3' : 'zz'),
    () => ({ words: dsl.hexFile('more.hex', 'ff 100\n0'), rest: plan.number }),
    () => source(pool, plan, 3),
  ];
  const made = kinds[pickAt(plan, 3) % kinds.length]?.();
  return made === undefined ? {} : { init: made };
}

const meetings = ['old', 'new', 'undefined', 'none'] as const;

/** Memories, with options of every kind, and their ports. */
export const memorySteps: readonly Step[] = [
  (pool, plan, m) => {
    const options = pickAt(plan, 2) % 3 === 0 ? { laneWidth: width(pool, plan, 2) } : {};
    pool.memories.push(Reflect.apply(m.mem, m, [plan.text, type(pool, plan, 0), width(pool, plan, 1), options]));
  },
  (pool, plan, m) => {
    const options = {
      ...init(pool, plan),
      ...(pickAt(plan, 1) % 3 === 0 ? { writers: ['disjoint', 'priority', plan.text][pickAt(plan, 2) % 3] } : {}),
      ...(pickAt(plan, 1) % 4 === 1 ? { readDuringWrite: meetings[pickAt(plan, 2) % meetings.length] } : {}),
      ...(pickAt(plan, 1) % 5 === 2 ? { crossing: plan.text } : {}),
    };
    const depth = pickAt(plan, 1) % 2 === 0 ? 3 : width(pool, plan, 1);
    pool.memories.push(Reflect.apply(m.mem, m, [plan.text || 'ram', type(pool, plan, 0), depth, options]));
  },
  (pool, plan) => invoke(memory(pool, plan), 'read', [value(pool, plan, 1)]),
  (pool, plan) => invoke(memory(pool, plan), 'readSync', [value(pool, plan, 1), value(pool, plan, 2)]),
  (pool, plan) => {
    const options = {
      latency: pickAt(plan, 2) % 4,
      ...(pickAt(plan, 3) % 2 === 0 ? { readDuringWrite: meetings[pickAt(plan, 2) % meetings.length] } : {}),
      ...(pickAt(plan, 3) % 3 === 0 ? { enable: source(pool, plan, 2) } : {}),
    };
    return invoke(memory(pool, plan), 'readSync', [value(pool, plan, 1), options]);
  },
  (pool, plan) => invoke(memory(pool, plan), 'write', [value(pool, plan, 1), value(pool, plan, 2)]),
  (pool, plan) =>
    invoke(memory(pool, plan), 'write', [value(pool, plan, 1), value(pool, plan, 2), value(pool, plan, 3)]),
];

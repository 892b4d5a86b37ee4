import type { ClockSpec } from '../../dsl/clock.ts';
import * as dsl from '../../dsl/index.ts';
import type { PortSpec } from '../../dsl/ports.ts';
import { inner, type Pool, type Step, type StepPlan, source, value, width } from './wrongPool.ts';

/** A clock in a head: its name, and a number that its options are made of. */
export interface ClockGiven {
  readonly name: string;
  readonly kind: number;
}

/** Of each the last one is wrong. */
const resets = ['synchronous', undefined, 'asynchronous', 'synchronous', 'none', 'asynchronous', 'never'] as const;
const levels = [undefined, undefined, 'high', undefined, 'low', undefined, undefined, 'middle'] as const;
const edges = ['rising', 'rising', 'rising', 'falling', 'rising', 'rising', 'falling', 'both'] as const;
const clockPorts = ['fast_clk', 'clk', 'fast_clk', 'wire'] as const;

/** Clocks as a head has them, some of them with options that do not go together. */
export function clocksOf(given: readonly ClockGiven[]): Readonly<Record<string, ClockSpec>> {
  const clocks = given.map(({ name, kind }): [string, ClockSpec] => {
    const [reset, active] = [resets[kind % resets.length], levels[(kind >> 3) % levels.length]];
    const options = {
      edge: edges[(kind >> 6) % edges.length],
      enable: (kind >> 9) % 2 === 0,
      ...(reset === undefined ? {} : { reset }),
      ...(active === undefined ? {} : { active }),
      ...((kind >> 10) % 4 === 0 ? { ports: { clock: clockPorts[(kind >> 12) % clockPorts.length] } } : {}),
    };
    return [name, Reflect.apply(dsl.clock, undefined, [options])];
  });
  return Object.fromEntries(clocks);
}

/** A port as one of a clock's, of none, or with nothing said of clocks. */
export function inClock(clocks: readonly dsl.Clock[], pick: number, spec: PortSpec): PortSpec {
  const choices = [...clocks, ...clocks, undefined];
  if (pick % 13 === 12) return dsl.asynchronous(spec);
  return choices[pick % choices.length]?.port(spec) ?? spec;
}

const clock = (pool: Pool, plan: StepPlan, index: number): unknown => pool.pick(pool.clocks, plan.picks[index]);
const pickAt = (plan: StepPlan, index: number): number => plan.picks[index] ?? 0;

/** Domains, crossings and instances; clocks of other modules stay in the pool as values do. */
export const clockSteps: readonly Step[] = [
  (pool, plan, m) => Reflect.apply(dsl.clocked, undefined, [clock(pool, plan, 0), inner(pool, plan, m)]),
  (pool, plan, m) => Reflect.apply(dsl.clocked, undefined, [clock(pool, plan, 0), inner(pool, plan, m)]),
  (pool, plan) => {
    const made: unknown = Reflect.apply(dsl.enabledClock, undefined, [clock(pool, plan, 0), source(pool, plan, 1)]);
    pool.clocks.push(made);
  },
  (pool, plan) => {
    const made: unknown = Reflect.apply(dsl.synchroniseReset, undefined, [clock(pool, plan, 0)]);
    pool.clocks.push(made);
  },
  (pool, plan) => {
    const options = {
      ...(pickAt(plan, 1) % 2 === 0 ? { stages: pickAt(plan, 1) % 3 === 0 ? plan.number : 2 } : {}),
      ...(pickAt(plan, 2) % 2 === 0
        ? { code: ['gray', 'one-hot', plan.text][pickAt(plan, 2) % 3], reason: plan.text }
        : {}),
    };
    return Reflect.apply(dsl.synchronise, undefined, [value(pool, plan, 0), options]);
  },
  (pool, plan) => {
    const options = { kind: ['quasi-static', 'gray', plan.text][pickAt(plan, 1) % 3], reason: plan.text || 'none' };
    return Reflect.apply(dsl.crossing, undefined, [value(pool, plan, 0), options]);
  },
  (pool, plan, m) => {
    const child = pool.pick(pool.modules, plan.picks[0]);
    const ports = ['p', 'q', 'r', 's', 'a'].slice(0, 1 + (pickAt(plan, 1) % 5));
    const connections = Object.fromEntries(ports.map((port, index) => [port, value(pool, plan, index % 4)]));
    const named = ['fast', 'slow', plan.text].slice(0, pickAt(plan, 3) % 4);
    const options = {
      ...(named.length === 0 ? {} : { clocks: Object.fromEntries(named.map(name => [name, clock(pool, plan, 2)])) }),
      ...(pickAt(plan, 3) % 5 === 0 ? { alsoReset: source(pool, plan, 1) } : {}),
    };
    return Reflect.apply(m.inst, m, [plan.text, child, { W: width(pool, plan, 2) }, connections, options]);
  },
];

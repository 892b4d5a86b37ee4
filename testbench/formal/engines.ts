import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Trace } from './trace.ts';
import type { NamedProperty, TransitionSystem } from './translate.ts';
import { Unrolling } from './unrolling.ts';

/** An assertion that fails, and how. */
export interface Counterexample {
  readonly failed: readonly NamedProperty[];
  /** The cycle in which it fails: the last of the trace. */
  readonly cycle: number;
  readonly trace: Trace;
}

/** What an engine found of the assertions. */
export type Finding =
  | { readonly kind: 'proved'; readonly how: string }
  | { readonly kind: 'failed'; readonly how: string; readonly counterexample: Counterexample }
  /** Nothing fails up to this step; `undefined`: not even that is known. */
  | { readonly kind: 'undecided'; readonly how: string; readonly steps: number | undefined };

async function counterexample(unrolling: Unrolling, system: TransitionSystem): Promise<Counterexample> {
  const terms = system.asserts.map(property => unrolling.property('assert', property, unrolling.last));
  const values = await unrolling.session.values(terms);
  const failed = system.asserts.filter((_, at) => values[at] === 0n);
  return { failed, cycle: Math.max(0, unrolling.last - 1), trace: await unrolling.trace() };
}

/** Whether a step of the unrolling can break an assertion; if not, it is known from now on that it does not. */
async function breaks(unrolling: Unrolling): Promise<boolean> {
  const { session, last } = unrolling;
  session.tell('(push 1)', `(assert (not ${unrolling.holds(last)}))`);
  if ((await session.check()) === 'sat') return true;
  session.tell('(pop 1)', `(assert ${unrolling.holds(last)})`);
  return false;
}

/**
 * k-induction: no step from the start up to k breaks an assertion, and none does that follows k steps in which all hold,
 * wherever these begin. With `maximum` steps and without induction, it is bounded model checking.
 */
export async function induction(
  system: TransitionSystem,
  z3: string,
  { maximum, induct, signal }: { readonly maximum: number; readonly induct: boolean; readonly signal: AbortSignal },
): Promise<Finding> {
  const base = new Unrolling(system, z3, true);
  const step = induct ? new Unrolling(system, z3, false) : undefined;
  const close = (): void => {
    base.session.close();
    step?.session.close();
  };
  signal.addEventListener('abort', close);
  let steps: number | undefined;
  const how = induct ? 'k-induction' : 'bounded';
  try {
    for (; base.last <= maximum; base.extend()) {
      if (await breaks(base)) return { kind: 'failed', how, counterexample: await counterexample(base, system) };
      steps = base.last;
      if (step === undefined) continue;
      // The step's last state follows as many others as the base has looked at.
      step.session.tell(`(assert ${step.holds(step.last)})`);
      step.extend();
      step.session.tell('(push 1)', `(assert (not ${step.holds(step.last)}))`);
      if ((await step.session.check()) === 'unsat') return { kind: 'proved', how: `k-induction, k = ${base.last + 1}` };
      step.session.tell('(pop 1)');
    }
    return { kind: 'undecided', how, steps };
  } catch (error) {
    if (signal.aborted) return { kind: 'undecided', how, steps };
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

/** How an assertion breaks in a given step, if it can. */
export async function breakAt(
  system: TransitionSystem,
  z3: string,
  frame: number,
  signal: AbortSignal,
): Promise<Counterexample | undefined> {
  const unrolling = new Unrolling(system, z3, true);
  const close = (): void => unrolling.session.close();
  signal.addEventListener('abort', close);
  try {
    while (unrolling.last < frame) unrolling.extend();
    return (await breaks(unrolling)) ? await counterexample(unrolling, system) : undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

/** What property-directed reachability says: the step in which an assertion breaks, where one does. */
export type Reachability = 'proved' | 'undecided' | { readonly frame: number };

/** Property-directed reachability in ABC: looks for an invariant that implies all assertions. */
export async function reachability(
  system: TransitionSystem,
  abc: string,
  seconds: number,
  signal: AbortSignal,
): Promise<Reachability> {
  if (system.aiger === undefined) return 'proved';
  const folder = await mkdtemp(join(tmpdir(), 'scoville-abc-'));
  try {
    await writeFile(join(folder, 'problem.aig'), system.aiger);
    const script = `read_aiger problem.aig; fold; strash; scorr; pdr -T ${Math.ceil(seconds)}`;
    const run = await execa(abc, ['-c', script], {
      ...{ reject: false, cwd: folder, stdin: 'ignore' },
      ...{ cancelSignal: signal, forceKillAfterDelay: 100 },
    });
    if (signal.aborted) return 'undecided';
    const frame = /asserted in frame (\d+)/.exec(run.stdout)?.[1];
    if (frame !== undefined) return { frame: Number(frame) };
    if (/^Property proved/m.test(run.stdout)) return 'proved';
    if (/UNDECIDED|timeout|Reached/i.test(run.stdout)) return 'undecided';
    throw new Error(`yosys-abc cannot read the problem:\n${run.stdout}\n${run.stderr}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** How a cover statement is reached: the cycle, or up to where it was looked for in vain. */
export interface Covered {
  readonly property: NamedProperty;
  readonly cycle: number | undefined;
  readonly trace: Trace | undefined;
}

/**
 * Looks for the shortest way to each cover statement, outside reset, in at most `cycles` cycles. `alive` says whether
 * the assumptions leave any run of that length with the reset in its first cycle only.
 */
export async function cover(
  system: TransitionSystem,
  z3: string,
  cycles: number,
  signal: AbortSignal,
): Promise<{ readonly covered: readonly Covered[]; readonly alive: boolean }> {
  const unrolling = new Unrolling(system, z3, true);
  const { session } = unrolling;
  const close = (): void => session.close();
  signal.addEventListener('abort', close);
  const open = new Set(system.covers);
  const found: Covered[] = [];
  let alive = false;
  try {
    for (let cycle = 0; cycle < cycles && (cycle === 0 || open.size > 0); cycle++) {
      // A cover statement of a cycle is a function of the state after it.
      unrolling.extend();
      for (const property of open) {
        session.tell('(push 1)');
        session.tell(
          `(assert ${unrolling.property('cover', property, cycle + 1)})`,
          `(assert ${unrolling.running(cycle)})`,
        );
        if ((await session.check()) === 'sat') {
          found.push({ property, cycle, trace: await unrolling.trace() });
          open.delete(property);
        }
        session.tell('(pop 1)');
      }
    }
    while (unrolling.last < cycles) unrolling.extend();
    for (let cycle = 1; cycle < cycles; cycle++) session.tell(`(assert ${unrolling.running(cycle)})`);
    alive = (await session.check()) === 'sat';
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
  const missing = [...open].map(property => ({ property, cycle: undefined, trace: undefined }));
  const order = [...found, ...missing].sort((a, b) => a.property.index - b.property.index);
  return { covered: order, alive };
}

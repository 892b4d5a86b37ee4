import {
  breakAt,
  type Counterexample,
  type Covered,
  cover,
  type Finding,
  induction,
  type Reachability,
  reachability,
} from './engines.ts';
import { type Problem, problemOf } from './problem.ts';
import type { Proof } from './proof.ts';
import type { FormalTools } from './tools.ts';
import { type TransitionSystem, translate } from './translate.ts';

/** `pdr`: property-directed reachability; `induction`: k-induction; `both`: whichever answers first; `bounded`: neither. */
export const engines = ['both', 'pdr', 'induction', 'bounded'] as const;
export type Engine = (typeof engines)[number];

export interface ProveOptions {
  readonly engine: Engine;
  /** Cycles to which k-induction and bounded checks go, and in which cover statements must be reached. */
  readonly depth: number;
  /** Seconds for the assertions of a proof, and as many for its cover statements. */
  readonly timeout: number;
}

export const defaultOptions: ProveOptions = { engine: 'both', depth: 20, timeout: 60 };

/**
 * `holds`: without bound; `bounded`: as far as was asked for; `undecided`: no engine answered in time; `vacuous`: a cover
 * statement is not reached, or the assumptions leave nothing to happen, so that the assertions may hold of nothing.
 */
export type Outcome = 'holds' | 'bounded' | 'fails' | 'undecided' | 'vacuous';

export interface ProofResult {
  readonly proof: Proof;
  readonly outcome: Outcome;
  /** The engine that answered, and how. */
  readonly how: string;
  /** Assertions and cover statements, one for each turn of a generate loop. */
  readonly properties: number;
  /** For `fails`, unless no trace was found in time. */
  readonly counterexample: Counterexample | undefined;
  readonly covered: readonly Covered[];
  readonly seconds: number;
}

type Assertions = Pick<ProofResult, 'outcome' | 'how' | 'counterexample'>;

const foundBy = (finding: Finding, bounded: boolean): Assertions => {
  switch (finding.kind) {
    case 'proved':
      return { outcome: 'holds', how: finding.how, counterexample: undefined };
    case 'failed':
      return { outcome: 'fails', how: finding.how, counterexample: finding.counterexample };
    case 'undecided': {
      const cycles = finding.steps === undefined || finding.steps === 0 ? '' : `holds for ${finding.steps} cycles`;
      const outcome = bounded ? 'bounded' : 'undecided';
      return { outcome, how: cycles === '' ? 'no answer in time' : cycles, counterexample: undefined };
    }
  }
};

/**
 * Runs `body` with a signal that stops it after so many seconds, or with `outer`. (Not AbortSignal.any of AbortSignal.timeout:
 * Node 20 may collect the two as garbage while they are waited for, and then nothing ever stops.)
 */
async function within<R>(seconds: number, outer: AbortSignal, body: (signal: AbortSignal) => Promise<R>): Promise<R> {
  const inner = new AbortController();
  const stop = (): void => inner.abort();
  const timer = setTimeout(stop, seconds * 1000);
  outer.addEventListener('abort', stop);
  try {
    return await body(inner.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', stop);
  }
}

/** What ABC says of the assertions; of one that breaks, how, as z3 finds it at the step that ABC names. */
async function pdr(
  system: TransitionSystem,
  tools: FormalTools,
  seconds: number,
  signal: AbortSignal,
): Promise<Assertions | undefined> {
  const said: Reachability = await reachability(system, tools.abc, seconds, signal);
  if (said === 'proved') return { outcome: 'holds', how: 'pdr', counterexample: undefined };
  if (said === 'undecided') return undefined;
  const counterexample = await breakAt(system, tools.z3, said.frame, signal);
  const how = counterexample === undefined ? `pdr, in cycle ${said.frame - 1}; z3 shows no trace in time` : 'pdr';
  return { outcome: 'fails', how, counterexample };
}

/** The first answer of the engines that are asked for; the others are stopped. */
async function assertions(
  system: TransitionSystem,
  tools: FormalTools,
  { engine, depth, timeout }: ProveOptions,
): Promise<Assertions> {
  if (system.asserts.length === 0) return { outcome: 'holds', how: 'cover', counterexample: undefined };
  const enough = new AbortController();
  const isAnswer = (found: Assertions | undefined): boolean => found !== undefined && found.outcome !== 'undecided';
  const all = await within(timeout, enough.signal, async signal => {
    const runs: Promise<Assertions | undefined>[] = [];
    if (engine !== 'induction' && engine !== 'bounded') runs.push(pdr(system, tools, timeout, signal));
    if (engine !== 'pdr') {
      const induct = engine !== 'bounded';
      const finding = induction(system, tools.z3, { maximum: depth, induct, signal });
      runs.push(finding.then(found => foundBy(found, !induct && found.kind === 'undecided' && found.steps === depth)));
    }
    return Promise.all(
      runs.map(async run => {
        const found = await run;
        if (isAnswer(found)) enough.abort();
        return found;
      }),
    );
  });
  const nothing: Assertions = { outcome: 'undecided', how: 'no answer in time', counterexample: undefined };
  // A failure with its trace comes before one without.
  const shown = all.find(found => found?.counterexample !== undefined);
  return shown ?? all.find(isAnswer) ?? all.find(found => found !== undefined) ?? nothing;
}

/**
 * Proves the assertions of a module and reaches its cover statements.
 *
 * @param edit changes the Verilog before it is proved: tests plant mistakes so
 * @throws DiagnosticError, UserError when there is something wrong with what is to be proved
 */
export async function prove(
  proof: Proof,
  tools: FormalTools,
  options: ProveOptions,
  edit: (problem: Problem) => Problem = problem => problem,
): Promise<ProofResult> {
  const start = performance.now();
  const system = await translate(edit(await problemOf(proof)), tools.yosys);
  const found = await assertions(system, tools, options);
  const never = new AbortController().signal;
  const { covered, alive } =
    found.outcome === 'fails'
      ? { covered: [], alive: true }
      : await within(options.timeout, never, signal => cover(system, tools.z3, options.depth, signal));
  const missed = covered.some(({ cycle }) => cycle === undefined);
  const isVacuous = (found.outcome === 'holds' || found.outcome === 'bounded') && (missed || !alive);
  return {
    proof,
    ...found,
    ...(isVacuous ? { outcome: 'vacuous' as const } : {}),
    properties: system.asserts.length + system.covers.length,
    covered,
    seconds: (performance.now() - start) / 1000,
  };
}

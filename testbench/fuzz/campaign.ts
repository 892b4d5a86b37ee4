import fc from 'fast-check';
import { icarusAvailable } from '../icarus/available.ts';
import { hasNativeYosys } from '../lint/yosys.ts';
import { arbitraryCase, arbitraryExpressions, arbitraryModule } from './arbitrary.ts';
import type { Engine } from './engines.ts';
import { type Failure, type RunOptions, runCases } from './run.ts';
import { type Shrunk, shrink } from './shrink.ts';
import type { FuzzCase } from './subject.ts';

/** What is drawn: whole modules, or nothing but expressions. */
export type Shape = 'modules' | 'expressions';

const arbitraryOf = (shape: Shape): fc.Arbitrary<FuzzCase> =>
  arbitraryCase(shape === 'modules' ? arbitraryModule : arbitraryExpressions);

/** Modules of one build. A longer one takes longer to compile than two of half the length. */
const BATCH = 40;
/** Of each batch, this many go through Yosys where not all do. */
const SYNTHESISED = 3;
const CYCLES = 40;

export interface Campaign {
  readonly shape: Shape;
  readonly seed: number;
  readonly count: number;
  /** Batches at a time. */
  readonly jobs: number;
  readonly lint: boolean;
  /** Which cases go through Yosys too: that takes as long as everything else. */
  readonly synthesised: 'all' | 'some';
  /** The position of the first case to run. */
  readonly from?: number;
  readonly progress?: (done: number, failures: readonly Failure[]) => void;
}

/** The engines of this machine, in the order in which they are asked. */
export async function enginesHere(): Promise<readonly Engine[]> {
  return [
    'Verilator',
    ...((await icarusAvailable()) ? (['Icarus'] as const) : []),
    ...((await hasNativeYosys()) ? (['Verilator after Yosys'] as const) : []),
  ];
}

/** The cases of a seed: any number of them begins with the same ones. */
export const casesOf = (shape: Shape, seed: number, count: number): FuzzCase[] =>
  fc.sample(arbitraryOf(shape), { seed, numRuns: count });

const runOptions = (engines: readonly Engine[], { seed, lint }: Pick<Campaign, 'seed' | 'lint'>): RunOptions => ({
  engines,
  lint,
  seed,
  cycles: CYCLES,
});

/** Runs all cases; failures carry the position of their case among those of the seed. */
export async function runCampaign(campaign: Campaign): Promise<Failure[]> {
  const { shape, seed, count, jobs, from = 0, progress } = campaign;
  const engines = await enginesHere();
  const cases = casesOf(shape, seed, from + count).slice(from);
  const starts = Array.from({ length: Math.ceil(cases.length / BATCH) }, (_, batch) => batch * BATCH);
  const failures: Failure[] = [];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const batch = cases.slice(start, start + BATCH);
      const own = await runBatch(batch, engines, campaign);
      const position = from + start;
      failures.push(...own.map(failure => ({ ...failure, index: failure.index + position })));
      done += batch.length;
      progress?.(done, failures);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return failures.sort((a, b) => a.index - b.index);
}

async function runBatch(
  batch: readonly FuzzCase[],
  engines: readonly Engine[],
  campaign: Campaign,
): Promise<Failure[]> {
  if (campaign.synthesised === 'all') return runCases(batch, runOptions(engines, campaign));
  const direct = engines.filter(engine => engine !== 'Verilator after Yosys');
  const failures = await runCases(batch, runOptions(direct, campaign));
  if (direct.length === engines.length) return failures;
  const failed = new Set(failures.filter(({ kind }) => kind !== 'lint').map(({ index }) => index));
  const some = batch.map((fuzzCase, index) => ({ fuzzCase, index })).filter(({ index }) => !failed.has(index));
  const synthesised = some.slice(0, SYNTHESISED);
  const more = await runCases(
    synthesised.map(({ fuzzCase }) => fuzzCase),
    { ...runOptions(['Verilator after Yosys'], campaign), lint: false },
  );
  return [...failures, ...more.map(failure => ({ ...failure, index: synthesised[failure.index]?.index ?? 0 }))];
}

/** One case of a seed again, alone, in every engine. */
export async function replay(campaign: Pick<Campaign, 'shape' | 'seed' | 'lint'>, index: number): Promise<Failure[]> {
  const cases = casesOf(campaign.shape, campaign.seed, index + 1).slice(index);
  return runCases(cases, runOptions(await enginesHere(), campaign));
}

/** The smallest case that fails as this one does. */
export async function shrinkFailure(
  campaign: Pick<Campaign, 'shape' | 'seed' | 'lint'>,
  failure: Failure,
  milliseconds: number,
): Promise<Shrunk | undefined> {
  const { shape, seed } = campaign;
  const options = runOptions(await enginesHere(), campaign);
  return shrink(arbitraryOf(shape), { seed, index: failure.index, failure, milliseconds }, options);
}

/** A failure in full: where it comes from, the module as source, and what differs. */
export function failureText(campaign: Pick<Campaign, 'shape' | 'seed'>, failure: Failure, shrunk?: Shrunk): string {
  const { shape, seed } = campaign;
  const shapeOption = shape === 'modules' ? '' : ` --shape ${shape}`;
  const lines = [
    `case ${failure.index} of seed ${seed} (${shape}): ${failure.kind}${failure.engine === undefined ? '' : ` in ${failure.engine}`}`,
    failure.text,
    `again: npm run fuzz -- --seed ${seed}${shapeOption} --replay ${failure.index}`,
  ];
  if (shrunk !== undefined)
    lines.push('the smallest module that fails:', shrunk.source, ...shrunk.failures.map(({ text }) => text));
  return lines.join('\n');
}

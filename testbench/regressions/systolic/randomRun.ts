import { type IcarusModel, icarusModel } from '../../icarus/model.ts';
import { runStreamsInIcarus } from '../../icarus/runStreams.ts';
import type { StreamResult } from '../../streams/job.ts';
import { DesignStoppedError, HangError } from '../../streams/simulationErrors.ts';
import { buildModel, type Model } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import type { Waves } from '../../verilator/waves.ts';
import type { Binding } from './randomBinding.ts';
import type { RandomCase } from './randomCase.ts';
import { findFault, randomJob } from './randomJob.ts';

export const SIMULATORS = ['verilator', 'icarus'] as const;
export type Simulator = (typeof SIMULATORS)[number];

export interface CaseOutcome {
  /** What is wrong; undefined when nothing is. */
  readonly fault: string | undefined;
  /** Of the first run. */
  readonly cycles: number;
}

/** Runs cases of one binding. */
export type CaseRunner = (randomCase: RandomCase, waves?: string) => Promise<CaseOutcome>;

/** The part of a run that must not depend on the state before reset. */
const visible = ({ inputs, outputs, cycles }: StreamResult): string =>
  [
    cycles,
    ...[inputs, outputs].flatMap(streams => Object.values(streams).map(stream => stream.cycles.join(' '))),
  ].join();

/** Runs once, or, in Verilator, once for each state seed; everything that can go wrong with the design is a fault. */
async function runCase(
  randomCase: RandomCase,
  seeds: readonly number[],
  run: (seed: number) => StreamResult | Promise<StreamResult>,
): Promise<CaseOutcome> {
  const seen: string[] = [];
  let cycles = 0;
  for (const seed of seeds) {
    try {
      const result = await run(seed);
      cycles ||= result.cycles;
      const fault = findFault(randomCase, result);
      if (fault !== undefined) return { fault, cycles };
      seen.push(visible(result));
    } catch (error) {
      if (!(error instanceof HangError || error instanceof DesignStoppedError)) throw error;
      return { fault: error.message, cycles };
    }
  }
  const fault = new Set(seen).size > 1 ? 'the cycles of its beats depend on the state before reset' : undefined;
  return { fault, cycles };
}

const verilatorRunner =
  (model: Model): CaseRunner =>
  (randomCase, waves) => {
    const seeds = waves === undefined ? randomCase.stateSeeds : randomCase.stateSeeds.slice(0, 1);
    return runCase(randomCase, seeds, seed =>
      runStreams(model, { ...randomJob(randomCase, seed), ...(waves === undefined ? {} : { waves }) }),
    );
  };

const icarusRunner =
  (model: IcarusModel): CaseRunner =>
  (randomCase, waves) =>
    runCase(randomCase, randomCase.stateSeeds.slice(0, 1), seed =>
      runStreamsInIcarus(model, { ...randomJob(randomCase, seed), ...(waves === undefined ? {} : { waves }) }),
    );

/** Builds a binding for a simulator. */
export async function buildRunner(
  { design }: Pick<Binding, 'design'>,
  simulator: Simulator,
  waves: Waves = 'none',
): Promise<CaseRunner> {
  return simulator === 'verilator'
    ? verilatorRunner(await buildModel({ ...design.source, waves }))
    : icarusRunner(await icarusModel(design.source));
}

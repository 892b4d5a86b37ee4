import { FAMILIES, type FamilyName } from './randomFamily.ts';
import type { Simulator } from './randomRun.ts';

/** Cases of one binding. Plain data: it goes to another process. */
export interface RandomTask {
  readonly family: FamilyName;
  readonly seed: number;
  readonly simulator: Simulator;
  /** Folders of the designs that cases are drawn from; the drawing depends on their order. */
  readonly designs: readonly string[];
  /** All of one binding. */
  readonly cases: readonly number[];
}

/** How one case went. */
export interface CaseReport {
  readonly index: number;
  readonly cycles: number;
  readonly failure?: {
    readonly fault: string;
    /** Name of the smallest failing case that was found. */
    readonly smallest: string;
    readonly smallestFault: string;
  };
}

/** The name of a task's case. */
export const caseName = ({ family, seed }: Pick<RandomTask, 'family' | 'seed'>, index: number): string =>
  FAMILIES[family].caseName(seed, index);

/** Of each binding so many failures are reduced; the rest are likely the same fault. */
const MOST_SHRUNK = 2;

/** Builds the binding and runs its cases in this process, telling how each went. */
export async function runTask(task: RandomTask, report: (caseReport: CaseReport) => void): Promise<void> {
  const { seed, simulator, designs, cases } = task;
  const family = FAMILIES[task.family];
  const [first = 0] = cases;
  const bindingOf = (index: number): number => Math.floor(index / family.casesPerBinding);
  const runner = await family.open(designs, seed, first, simulator);
  let shrunk = 0;
  for (const index of cases) {
    if (bindingOf(index) !== bindingOf(first)) throw new RangeError('A task has cases of one binding.');
    const { fault, cycles } = await runner.run(index);
    if (fault === undefined) {
      report({ index, cycles });
      continue;
    }
    const whole = { name: caseName(task, index), fault };
    const smallest = shrunk++ < MOST_SHRUNK ? await runner.shrink(index) : whole;
    report({
      index,
      cycles,
      failure: { fault, smallest: smallest.name, smallestFault: smallest.fault ?? fault },
    });
  }
}

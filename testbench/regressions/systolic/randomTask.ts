import { readArray } from '../../gemm/arrayDesign.ts';
import { bindingOfCase, drawCase } from './randomCase.ts';
import { buildRunner, type Simulator } from './randomRun.ts';
import { shrinkCase } from './randomShrink.ts';

/** Cases of one binding. Plain data: it goes to another process. */
export interface RandomTask {
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

/** Of each binding so many failures are reduced; the rest are likely the same fault. */
const MOST_SHRUNK = 2;

/** Builds the binding and runs its cases in this process, telling how each went. */
export async function runTask(task: RandomTask, report: (caseReport: CaseReport) => void): Promise<void> {
  const { seed, simulator, cases } = task;
  const designs = task.designs.map(readArray);
  const [first = 0] = cases;
  const runner = await buildRunner(drawCase(designs, seed, first), simulator);
  let shrunk = 0;
  for (const index of cases) {
    if (bindingOfCase(index) !== bindingOfCase(first)) throw new RangeError('A task has cases of one binding.');
    const whole = drawCase(designs, seed, index);
    const { fault, cycles } = await runner(whole);
    if (fault === undefined) {
      report({ index, cycles });
      continue;
    }
    const faultOf = async (randomCase: typeof whole) => (await runner(randomCase)).fault;
    const smallest =
      shrunk++ < MOST_SHRUNK ? await shrinkCase(whole, async reduced => (await faultOf(reduced)) !== undefined) : whole;
    const smallestFault = (await faultOf(smallest)) ?? fault;
    report({ index, cycles, failure: { fault, smallest: smallest.name, smallestFault } });
  }
}

/** The emitted systolic arrays, as far as driving one has to know them. */
import { UserError } from '../../scripts/userError.ts';
import { type RunnableDesign, readConfiguration } from './emittedDesign.ts';

/** Values of the array's parameters (generators/systolic/array.ts says what each is). */
export interface ArrayParameters {
  readonly ROWS: number;
  readonly COLS: number;
  readonly A_WIDTH: number;
  readonly W_WIDTH: number;
  readonly ACC_WIDTH: number;
  readonly PIPELINE: number;
}

/** One emitted configuration of the array. */
export type ArrayDesign = RunnableDesign<ArrayParameters>;

export const ARRAY_MODULE = 'systolic_array';

/** The array in a folder that holds design.json and files.f. @throws UserError when it is none. */
export function readArray(folder: string): ArrayDesign {
  const { name, module, top, files, value } = readConfiguration(folder);
  if (module !== ARRAY_MODULE) throw new UserError(`${name} is a ${module}, not a systolic array.`);
  return {
    name,
    source: { files: files(), top },
    parameters: {
      ROWS: value('ROWS'),
      COLS: value('COLS'),
      A_WIDTH: value('A_WIDTH'),
      W_WIDTH: value('W_WIDTH'),
      ACC_WIDTH: value('ACC_WIDTH'),
      PIPELINE: value('PIPELINE'),
    },
  };
}

/** Cycles from the acceptance of a vector to the offer of its result. */
export function latency({ ROWS, COLS, PIPELINE }: Pick<ArrayParameters, 'ROWS' | 'COLS' | 'PIPELINE'>): number {
  const cuts = PIPELINE === 0 ? 0 : Math.floor((ROWS - 1) / PIPELINE) + Math.floor((COLS - 1) / PIPELINE);
  return ROWS + COLS + cuts;
}

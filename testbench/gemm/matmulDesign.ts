/** The emitted matmul engines with their buffers, as far as running matrices through them has to know them. */
import { UserError } from '../../scripts/userError.ts';
import { emittedFolder, findConfigurationFolder, type RunnableDesign, readConfiguration } from './emittedDesign.ts';
import type { MatmulParameters } from './matmulCommand.ts';

/** One emitted configuration of matmul. */
export type MatmulDesign = RunnableDesign<MatmulParameters>;

export const MATMUL_MODULE = 'matmul';

/** The engine in a folder that holds design.json and files.f. @throws UserError when it is none. */
export function readMatmul(folder: string): MatmulDesign {
  const { name, module, top, files, value } = readConfiguration(folder);
  if (module !== MATMUL_MODULE) {
    throw new UserError(
      `${name} is a ${module}, not a matmul engine.`,
      'Whole products run on the configurations systolic-….',
    );
  }
  const flag = (parameter: 'OUTPUT_STATIONARY' | 'FLOAT'): 0 | 1 => (value(parameter) === 0 ? 0 : 1);
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
      OUTPUT_STATIONARY: flag('OUTPUT_STATIONARY'),
      SIZE_WIDTH: value('SIZE_WIDTH'),
      ACC_DEPTH: value('ACC_DEPTH'),
      REQUANT_LANES: value('REQUANT_LANES'),
      OUT_WIDTH: value('OUT_WIDTH'),
      FLOAT: flag('FLOAT'),
      COMMANDS: value('COMMANDS'),
      ACTIVATION_DEPTH: value('ACTIVATION_DEPTH'),
      WEIGHT_DEPTH: value('WEIGHT_DEPTH'),
      PARAMETER_DEPTH: value('PARAMETER_DEPTH'),
      BASE_WIDTH: value('BASE_WIDTH'),
    },
  };
}

/**
 * The engine that a user means: a configuration's name, or the path of a folder that `generate --out` wrote.
 *
 * @throws UserError, with the names that there are, for one that is not there
 */
export function findMatmul(nameOrFolder: string, folder: string = emittedFolder): MatmulDesign {
  return readMatmul(findConfigurationFolder(nameOrFolder, folder, MATMUL_MODULE));
}

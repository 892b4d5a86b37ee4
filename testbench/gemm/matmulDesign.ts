/** The emitted matmul engines with their buffers, as far as running matrices through them has to know them. */
import { UserError } from '../../scripts/userError.ts';
import type { VerilogSource } from '../verilator/verilogSource.ts';
import { emittedFolder, findConfigurationFolder, readConfiguration } from './emittedDesign.ts';
import type { MatmulParameters } from './matmulCommand.ts';

/** One emitted configuration of matmul. */
export interface MatmulDesign {
  readonly name: string;
  /** Its Verilog; the top's parameters default to `parameters`. */
  readonly source: VerilogSource;
  readonly parameters: MatmulParameters;
}

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

/** The same engine with other values of its parameters. */
export function withMatmulParameters(design: MatmulDesign, overrides: Partial<MatmulParameters>): MatmulDesign {
  return {
    ...design,
    source: { ...design.source, parameters: { ...overrides } },
    parameters: { ...design.parameters, ...overrides },
  };
}

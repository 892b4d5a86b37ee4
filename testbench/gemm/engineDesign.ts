/** The emitted matmul configurations, as far as running matrices through their engine has to know them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { VerilogSource } from '../verilator/verilogSource.ts';
import { defaultOf, emittedFolder, listedFiles, readManifest } from './design.ts';
import type { EngineParameters } from './engineCommand.ts';

/** The engine of one emitted configuration of matmul. */
export interface EngineDesign {
  readonly name: string;
  /** Its Verilog; the top is the engine itself, without buffers. */
  readonly source: VerilogSource;
  readonly parameters: EngineParameters;
}

/** Of configurations that have an engine. */
export const ENGINE_MODULE = 'matmul';

/**
 * The engine that a user means: a configuration's name, or the path of a folder that `generate --out` wrote.
 *
 * @returns undefined when there is no such design, or it has no engine
 * @throws UserError when its files are damaged
 */
export function findEngine(nameOrFolder: string, folder: string = emittedFolder): EngineDesign | undefined {
  const path = /[/\\]/.test(nameOrFolder) ? nameOrFolder : join(folder, nameOrFolder);
  const manifestPath = join(path, 'design.json');
  if (!existsSync(manifestPath)) return undefined;
  const manifest = readManifest(manifestPath);
  if (manifest.configuration.module !== ENGINE_MODULE) return undefined;
  const value = (name: keyof EngineParameters): number => defaultOf(manifest, name, manifestPath);
  const flag = (name: 'OUTPUT_STATIONARY' | 'FLOAT'): 0 | 1 => (value(name) === 0 ? 0 : 1);
  const parameters = {
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
  };
  const source = { files: listedFiles(path), top: 'matmul_engine', parameters: { ...parameters } };
  return { name: manifest.configuration.name, source, parameters };
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnyModule } from '../dsl/index.ts';
import { emitModule, modulesOf, sourceFiles, sourceLookup } from '../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../dsl/source/names.ts';
import { SystolicGrid } from '../generators/systolic/grid.ts';

/** The same grid twice: emitted from `generators/systolic/grid.ts`, and written by hand. Both are `systolic_grid`. */
export interface Grids {
  readonly emitted: string;
  readonly byHand: string;
}

export const gridTop = 'systolic_grid';

/** Emits a module and all that it instantiates, as they are now, into one file in `folder`, and gives back the file. */
export async function writeEmitted(described: AnyModule, folder: string): Promise<string> {
  const top = described.elaborate();
  const modules = modulesOf(top);
  const source = sourceLookup(await loadSourceIndex(sourceFiles(modules)));
  const file = join(folder, `${top.name}.v`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, modules.map(module => emitModule(module, { source, prefix: '' }).text).join('\n'));
  return file;
}

/** Writes the emitted grid, as it is now, into `folder`. */
export async function writeGrids(folder: string): Promise<Grids> {
  const emitted = await writeEmitted(SystolicGrid, folder);
  return { emitted, byHand: fileURLToPath(new URL('hand/systolic_grid.v', import.meta.url)) };
}

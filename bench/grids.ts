import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitModule, sourceFiles, sourceLookup } from '../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../dsl/source/names.ts';
import { SystolicGrid } from '../generators/systolic/grid.ts';

/** The same grid twice: emitted from `generators/systolic/grid.ts`, and written by hand. Both are `systolic_grid`. */
export interface Grids {
  readonly emitted: string;
  readonly byHand: string;
  readonly text: string;
}

export const gridTop = 'systolic_grid';

/** Writes the emitted grid, as it is now, into `folder`. */
export async function writeGrids(folder: string): Promise<Grids> {
  const module = SystolicGrid.elaborate();
  const source = sourceLookup(await loadSourceIndex(sourceFiles([module])));
  const { text } = emitModule(module, { source, prefix: '' });
  const emitted = join(folder, 'systolic_grid.v');
  await mkdir(folder, { recursive: true });
  await writeFile(emitted, text);
  return { emitted, byHand: fileURLToPath(new URL('hand/systolic_grid.v', import.meta.url)), text };
}

import { fail } from '../diagnostics/diagnostic.ts';
import type { HexFile } from '../hexFile.ts';
import type { HwModule, Region } from '../ir/hwModule.ts';
import { regionsOf } from '../ir/visit.ts';

function filesIn(region: Region): HexFile[] {
  return [
    ...region.memories.flatMap(({ init }) => init?.file ?? []),
    ...region.statements.flatMap(regionsOf).flatMap(filesIn),
  ];
}

/**
 * The files that the memories of some modules begin with, by their names.
 *
 * @throws DiagnosticError where two different files have one name
 */
export function dataFiles(modules: readonly HwModule[]): ReadonlyMap<string, string> {
  const files = new Map<string, HexFile>();
  for (const file of modules.flatMap(({ root }) => filesIn(root))) {
    const known = files.get(file.name);
    if (known !== undefined && known.text !== file.text)
      fail('memory-file', {
        file: file.name,
        problem: `stands for two different ones${[known, file].map(({ path }) => (path === undefined ? '' : `, ${path}`)).join('')}`,
        suggestion: 'Give one of them another name: both go beside the Verilog.',
      });
    files.set(file.name, file);
  }
  return new Map([...files.values()].map(({ name, text }) => [name, text]));
}

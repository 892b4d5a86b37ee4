import type { Configuration } from '../../dsl/configuration.ts';
import { DiagnosticError } from '../../dsl/diagnostics/diagnostic.ts';
import { type DesignOptions, describeAll, type EmittedDesign, emitDesign } from '../../dsl/emit/design.ts';
import type { TopOptions } from '../../dsl/emit/topOptions.ts';
import type { HwModule } from '../../dsl/ir/hw.ts';
import { type EmittedModule, sourceFiles, sourceLookup } from '../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../dsl/source/names.ts';
import { checkedDesigns } from './checkedDesigns.ts';

export interface GeneratedDesign extends EmittedDesign {
  /** Wall time of emitting it, in milliseconds; what designs share counts for the first. */
  readonly milliseconds: number;
}

/** Refuses what the checks find in any of the modules, all together. */
async function refuseFaults(described: ReadonlyMap<Configuration, readonly HwModule[]>): Promise<void> {
  const diagnostics = await checkedDesigns([...described.values()].flatMap(modules => modules.at(-1) ?? []));
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
}

/**
 * Configurations as Verilog.
 *
 * @throws DiagnosticError with everything that is wrong in their modules or values
 */
export async function generateDesigns(
  configurations: readonly Configuration[],
  options: TopOptions & { readonly prefix: string },
  onProgress: (state: string) => void = () => undefined,
): Promise<GeneratedDesign[]> {
  onProgress('describing');
  const described = describeAll(configurations);
  onProgress('checking');
  await refuseFaults(described);
  const files = sourceFiles([...new Set([...described.values()].flat())]);
  const designOptions: DesignOptions = { ...options, source: sourceLookup(await loadSourceIndex(files)) };
  const emitted = new Map<HwModule, EmittedModule>();
  return [...described].map(([configuration, modules]) => {
    onProgress(configuration.name);
    const start = performance.now();
    const design = emitDesign(configuration, modules, designOptions, emitted);
    return { ...design, milliseconds: performance.now() - start };
  });
}

import type { Configuration } from '../../dsl/configuration.ts';
import { type Diagnostic, DiagnosticError } from '../../dsl/diagnostics/diagnostic.ts';
import { isError } from '../../dsl/diagnostics/order.ts';
import { type DesignOptions, describeAll, type EmittedDesign, emitDesign } from '../../dsl/emit/design.ts';
import type { TopOptions } from '../../dsl/emit/topOptions.ts';
import type { HwModule } from '../../dsl/ir/hwModule.ts';
import { type EmittedModule, sourceFiles, sourceLookup } from '../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../dsl/source/names.ts';
import { checkedDesigns } from './checkedDesigns.ts';
import { type Macro, withMacros } from './macros.ts';

export interface GeneratedDesign extends EmittedDesign {
  /** Wall time of emitting it, in milliseconds; what designs share counts for the first. */
  readonly milliseconds: number;
}

/** What generating tells of on its way. */
export interface Listener {
  readonly progress?: (state: string) => void;
  /** Hears the warnings of all designs, when nothing is wrong. */
  readonly warnings?: (warnings: readonly Diagnostic[]) => void;
  /** What was found wrong before, to be reported together with what is wrong in the designs. */
  readonly before?: readonly Diagnostic[];
}

/**
 * Configurations as Verilog.
 *
 * @throws DiagnosticError with everything that is wrong in their modules or values
 */
export async function generateDesigns(
  configurations: readonly Configuration[],
  options: TopOptions & Pick<DesignOptions, 'prefix' | 'dataPath'> & { readonly macros?: readonly Macro[] },
  { progress = () => undefined, warnings = () => undefined, before = [] }: Listener = {},
): Promise<GeneratedDesign[]> {
  progress('describing');
  const { described, diagnostics } = describeAll(configurations);
  progress('checking');
  const found = await checkedDesigns([...described.values()].flatMap(modules => modules.at(-1) ?? []));
  const all = [...before, ...diagnostics, ...found];
  if (all.some(isError)) throw new DiagnosticError(all);
  warnings(all);
  const files = sourceFiles([...new Set([...described.values()].flat())]);
  const designOptions: DesignOptions = { ...options, source: sourceLookup(await loadSourceIndex(files)) };
  const emitted = new Map<HwModule, EmittedModule>();
  return [...described].map(([configuration, modules]) => {
    progress(configuration.name);
    const start = performance.now();
    const design = withMacros(emitDesign(configuration, modules, designOptions, emitted), options.macros ?? []);
    return { ...design, milliseconds: performance.now() - start };
  });
}

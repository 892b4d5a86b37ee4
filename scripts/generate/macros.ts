import type { EmittedDesign } from '../../dsl/emit/design.ts';
import type { EmittedModule } from '../../dsl/passes/pipeline.ts';
import { interfaceDifferences } from '../../dsl/verilogInterface.ts';
import { UserError } from '../userError.ts';

/** A file whose module takes the place of one that the language wrote: a foundry's memory, say. */
export interface Macro {
  /** The module's name, with its prefix where there is one. */
  readonly module: string;
  readonly path: string;
  readonly text: string;
}

function replaced(emitted: EmittedModule, { path, text }: Macro): EmittedModule {
  const { name, parameters, ports } = emitted.verilog;
  const needed = { parameters: parameters.map(parameter => parameter.name), ports };
  const [difference, ...others] = interfaceDifferences(text, name, needed);
  if (difference !== undefined)
    throw new UserError(
      `${path} cannot take the place of ${name}: it ${[difference, ...others].join('; it ')}.`,
      'A macro has the module name, the parameters and the ports of what it stands for: put them around it in a wrapper.',
    );
  return { ...emitted, text, source: 'macro' };
}

/**
 * A design in which macros have taken the places of modules below the top.
 *
 * @throws UserError for a module that the design does not have, and for a file with another interface
 */
export function withMacros(design: EmittedDesign, macros: readonly Macro[]): EmittedDesign {
  const byName = new Map(macros.map(macro => [macro.module, macro]));
  const library = design.library.map(emitted => {
    const macro = byName.get(emitted.verilog.name);
    byName.delete(emitted.verilog.name);
    return macro === undefined ? emitted : replaced(emitted, macro);
  });
  for (const { module } of byName.values())
    throw new UserError(
      `There is no module ${module} below the top of ${design.configuration.name}.`,
      `Its modules are ${design.library.map(({ verilog }) => verilog.name).join(', ')}.`,
    );
  return { ...design, library };
}

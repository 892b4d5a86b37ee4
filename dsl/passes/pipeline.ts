import { printModule } from '../emit/module.ts';
import type { HwModule, Region } from '../ir/hwModule.ts';
import type { Module } from '../ir/verilog.ts';
import { regionsOf } from '../ir/visit.ts';
import type { SourceIndex } from '../source/names.ts';
import { cleanModule } from './clean/clean.ts';
import { lowerWithNames } from './lower/module.ts';
import type { SourceLookup } from './lower/names.ts';
import type { OutputNames } from './lower/registerNames.ts';

/**
 * From a description to Verilog, in this order:
 *
 * 1. elaborate (`AnyModule.elaborate`): the description runs once, with symbolic parameters, and builds hardware IR.
 *    Types, widths, scopes and connections are checked on the way, where the user's call is at hand.
 * 2. check (`passes/check`): what needs the whole module, or values for its parameters: drivers, loops, obligations.
 * 3. lower (`passes/lower`): names from the source, streams as ports, `when` on wires as choices, registers as one
 *    clocked block a region, vecs as packed vectors. Every pass is linear in the module.
 * 4. clean (`passes/clean`): what nothing needs goes, and what nothing reads, or of which bits go nowhere, is gathered in
 *    one wire a region: lint-clean at every binding. Constants fold when they are made; what a user declared survives.
 * 5. emit (`emit/`): the Verilog AST as text; it lays out and infers nothing.
 */

/** A module as it comes out. */
export interface EmittedModule {
  readonly module: HwModule;
  readonly verilog: Module;
  /** Of a black box its own Verilog; where it has none, a stub. */
  readonly text: string;
  readonly source: VerilogOrigin;
  /** What the things in it are called in the text. */
  readonly names: OutputNames;
}

/**
 * Where a module's Verilog comes from: the language wrote it, a black box or a macro brought it, or it is not here, and
 * a stub stands for it.
 */
export type VerilogOrigin = 'language' | 'black box' | 'macro' | 'external';

export interface EmitOptions {
  readonly source: SourceLookup;
  /** In front of every module name. */
  readonly prefix: string;
  /** In front of the names of files that memories begin with. */
  readonly dataPath?: string;
}

/** The module and all that it instantiates, each once, what is instantiated first. */
export function modulesOf(top: HwModule): HwModule[] {
  const found = new Set<HwModule>();
  const boxes = new Set<HwModule['blackBox']>();
  const visit = (module: HwModule): void => {
    if (found.has(module)) return;
    // One black box has one Verilog, whatever the values that its ports depend on.
    if (module.blackBox !== undefined && boxes.has(module.blackBox)) return;
    if (module.blackBox !== undefined) boxes.add(module.blackBox);
    const instantiate = (region: Region): void => {
      for (const statement of region.statements) {
        if (statement.kind === 'instance') visit(statement.module);
        for (const inner of regionsOf(statement)) instantiate(inner);
      }
    };
    instantiate(module.root);
    found.add(module);
  };
  visit(top);
  return [...found];
}

/** Steps 3 to 5 for one module. */
export function emitModule(module: HwModule, options: EmitOptions): EmittedModule {
  const { verilog: lowered, names } = lowerWithNames(module, options);
  const verilog = cleanModule(lowered);
  const { blackBox } = module;
  return {
    module,
    verilog,
    text: blackBox?.verilog?.text ?? printModule(verilog),
    source: blackBox === undefined ? 'language' : blackBox.verilog === undefined ? 'external' : 'black box',
    names,
  };
}

/** Names and comments from source files that have been indexed. */
export function sourceLookup(index: SourceIndex): SourceLookup {
  return { call: site => index.lookup(site?.location) };
}

/** The files in which a module and what it instantiates were described. */
export function sourceFiles(modules: readonly HwModule[]): Set<string> {
  const files = new Set<string>();
  const add = (site: HwModule['site']): void => {
    if (site?.location !== undefined) files.add(site.location.file);
  };
  const visit = (region: Region): void => {
    for (const signal of region.signals) add(signal.site);
    for (const node of region.nodes) add(node.site);
    for (const statement of region.statements) for (const inner of regionsOf(statement)) visit(inner);
  };
  for (const module of modules) {
    add(module.site);
    for (const spec of Object.values(module.specs)) add(spec.site);
    for (const domain of module.clocks) add(domain.site);
    visit(module.root);
  }
  return files;
}

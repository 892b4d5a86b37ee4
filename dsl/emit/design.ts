import type { Configuration } from '../configuration.ts';
import { type Diagnostic, DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { HwModule } from '../ir/hwModule.ts';
import type { SourceLookup } from '../passes/lower/names.ts';
import { type EmittedModule, emitModule, modulesOf } from '../passes/pipeline.ts';
import { describeTop } from '../top.ts';
import { constraintFiles } from './constraints.ts';
import { dataFiles } from './dataFiles.ts';
import { type Manifest, type ManifestModule, manifestModule, manifestOf } from './manifest.ts';
import { manifestText } from './manifestText.ts';
import { type DesignTiming, timingOf } from './timing.ts';
import { applyTopOptions, type TopOptions } from './topOptions.ts';

/** A configuration as text: its modules, its manifest, its list of files. */
export interface EmittedDesign {
  readonly configuration: Configuration;
  readonly top: EmittedModule;
  /** Modules below the top, what is instantiated first. */
  readonly library: readonly EmittedModule[];
  /** Clocks and their crossings, where there are several clocks or something crosses. */
  readonly timing: DesignTiming | undefined;
}

export interface DesignOptions extends TopOptions {
  readonly source: SourceLookup;
  readonly prefix: string;
  /** In front of the names of files that memories begin with; empty: they are looked for where a tool runs. */
  readonly dataPath?: string;
}

/** A configuration's modules before they are lowered, what is instantiated first, the top last. */
export function describeDesign(configuration: Configuration): HwModule[] {
  return modulesOf(describeTop(configuration));
}

/** Configurations as far as they could be described, and what is wrong with the others. */
export interface Described {
  readonly described: ReadonlyMap<Configuration, readonly HwModule[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Describes all configurations. */
export function describeAll(configurations: readonly Configuration[]): Described {
  const described = new Map<Configuration, HwModule[]>();
  const diagnostics = configurations.flatMap(configuration => {
    try {
      described.set(configuration, describeDesign(configuration));
      return [];
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics;
      throw error;
    }
  });
  return { described, diagnostics };
}

/** Emits a described configuration; a module that `emitted` has already is taken from there. */
export function emitDesign(
  configuration: Configuration,
  modules: readonly HwModule[],
  options: DesignOptions,
  emitted: Map<HwModule, EmittedModule> = new Map(),
): EmittedDesign {
  const emit = (module: HwModule): EmittedModule => {
    const known = emitted.get(module);
    if (known !== undefined) return known;
    const fresh = emitModule(module, options);
    emitted.set(module, fresh);
    return fresh;
  };
  const all = modules.map(emit);
  const last = all.at(-1);
  if (last === undefined) throw new Error('a design has no module');
  const library = all.slice(0, -1);
  const timing = timingOf(configuration, last, library, options);
  return { configuration, top: applyTopOptions(last, options), library, timing };
}

/** The name of a module's file; a stub is no source of the design. */
export const fileOf = ({ verilog, source }: EmittedModule): string =>
  `${verilog.name}${source === 'external' ? '_stub' : ''}.v`;

/** What is said of a design's modules in manifests. */
export interface DescribedModules {
  readonly top: ManifestModule;
  /** Those below it, what is instantiated first. */
  readonly library: readonly ManifestModule[];
}

/** What manifests say of a design's modules. `libraryPath` leads to the files of those below the top. */
export function describedModules(design: EmittedDesign, libraryPath: string): DescribedModules {
  const { top, library } = design;
  const names = new Map([...library, top].map(emitted => [emitted.module, emitted.verilog.name]));
  const nameOf = (module: HwModule): string => names.get(module) ?? module.name;
  return {
    top: manifestModule(top, fileOf(top), nameOf),
    library: library.map(emitted => manifestModule(emitted, `${libraryPath}${fileOf(emitted)}`, nameOf)),
  };
}

/** Files of a design by their names: the top, the list of files and the manifest. `libraryPath` leads to the modules. */
export function designFiles(
  design: EmittedDesign,
  libraryPath: string,
  hash: (...texts: readonly string[]) => string,
): {
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
  readonly modules: DescribedModules;
} {
  const { configuration, top, library, timing } = design;
  const modules = describedModules(design, libraryPath);
  const data = dataFiles([...library, top].map(({ module }) => module));
  const body = manifestOf(configuration, modules, libraryPath, [...data.keys()], timing);
  const texts = [...library, top].map(({ text }) => text);
  const manifest: Manifest = {
    ...body,
    hash: hash(JSON.stringify(body), JSON.stringify(modules.library), ...texts, ...data.values()),
  };
  return {
    manifest,
    modules,
    files: new Map([
      [fileOf(top), top.text],
      ['files.f', `${manifest.files.join('\n')}\n`],
      ['design.json', manifestText(manifest)],
      ...data,
      ...(timing === undefined
        ? []
        : constraintFiles(top.verilog.name, timing.clocks, timing.crossings, timing.synchronisers)),
    ]),
  };
}

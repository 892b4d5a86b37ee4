import type { Configuration } from '../configuration.ts';
import { describeType } from '../conformance.ts';
import type { HwModule, Region } from '../ir/hwModule.ts';
import { evaluate, toExpr, type Width } from '../ir/integer.ts';
import type { Memory } from '../ir/memory.ts';
import { allStatements, regionsOf } from '../ir/visit.ts';
import { clockUse } from '../passes/lower/clocks.ts';
import type { EmittedModule, VerilogOrigin } from '../passes/pipeline.ts';
import type { DesignCrossing } from './crossings.ts';
import type { DesignClock, DesignTiming } from './timing.ts';

/** A parameter in the manifest: its default here, and its range. */
export interface ManifestParameter {
  readonly name: string;
  readonly default: number | string | boolean;
  readonly min?: number;
  readonly max?: number;
  readonly multipleOf?: number;
  readonly powerOfTwo?: boolean;
  /** What it can be, of a parameter of a black box that is one of several. */
  readonly options?: readonly (string | boolean)[];
  readonly doc?: string;
}

export interface ManifestPort {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly type: string;
  /** Bits, as an expression of the parameters. */
  readonly width: string;
  /** Bits at the defaults. */
  readonly bits: number;
  readonly stream?: { readonly name: string; readonly part: string };
  /** Left out where nothing is said of it, as in everything that has one. */
  readonly doc?: string;
}

/** A memory: what a macro that takes its place has to offer. */
export interface ManifestMemory {
  readonly name: string;
  /** Bits of a word, as an expression of the parameters. */
  readonly width: string;
  /** Words, as an expression of the parameters. */
  readonly depth: string;
  /** Places in which it is read and written. */
  readonly reads: number;
  readonly writes: number;
  /** What it begins with: a file, or words that stand in the Verilog; left out where nothing is known of it. */
  readonly init?: string;
}

export interface ManifestModule {
  readonly name: string;
  /** Its Verilog, from the folder of the file in which this stands; of an external module a stub. */
  readonly file: string;
  readonly source: VerilogOrigin;
  readonly parameters: readonly ManifestParameter[];
  readonly ports: readonly ManifestPort[];
  readonly memories: readonly ManifestMemory[];
  readonly instances: readonly { readonly name: string; readonly module: string }[];
  /** What must hold between the parameters, as the emitted guards check it. */
  readonly relations: readonly string[];
}

/** The version of both files' formats: it counts up where what a reader relies on changes. */
export const MANIFEST_FORMAT = 2;

/** `modules.json`: the modules of a library, each once, whichever designs they are in. */
export interface LibraryManifest {
  readonly format: typeof MANIFEST_FORMAT;
  readonly modules: readonly ManifestModule[];
}

/** `design.json`: what a tool or a script has to know of a design. */
export interface Manifest {
  readonly format: typeof MANIFEST_FORMAT;
  readonly name: string;
  readonly description: string;
  readonly configuration: {
    readonly name: string;
    readonly module: string;
    readonly values: Configuration['values'];
  };
  /** The top module's name. */
  readonly top: string;
  /** Verilog, in the order of `files.f`: all but the stubs of external modules. */
  readonly files: readonly string[];
  /** Files beside them that memories begin with: a simulator looks for them where it runs. */
  readonly data: readonly string[];
  /** The top. */
  readonly module: ManifestModule;
  /** The modules below it, what is instantiated first, and the file that describes them: a `modules.json`. */
  readonly library: { readonly description: string; readonly modules: readonly string[] };
  /** Clocks of the top, where there are several, or something crosses. */
  readonly clocks?: readonly DesignClock[];
  /** Everything that crosses between clocks, all of it declared. */
  readonly crossings?: readonly DesignCrossing[];
  /** SHA-256 of the configuration and of every file of the design. */
  readonly hash: string;
}

const docOf = (text: string): { readonly doc?: string } => (text === '' ? {} : { doc: text });

function within<T>(region: Region, pick: (region: Region) => readonly T[]): T[] {
  return [...pick(region), ...region.statements.flatMap(regionsOf).flatMap(inner => within(inner, pick))];
}

const text = (width: Width): string => toExpr(width).toString();

function ports(emitted: EmittedModule): ManifestPort[] {
  const { module, verilog } = emitted;
  const binding = new Map(module.kept.map(name => [name, module.specs[name]?.default ?? 0]));
  const docs = new Map(verilog.ports.map(({ name, comment }) => [name, comment.join(' ')]));
  const use = clockUse(module);
  const { clocks } = module;
  const implicit = (name: string): ManifestPort => ({
    name,
    direction: 'input',
    type: 'bool',
    width: '1',
    bits: 1,
    ...docOf(docs.get(name) ?? ''),
  });
  const declared = module.ports.map(
    ({ key, role, type, stream }): ManifestPort => ({
      name: key,
      direction: role === 'input' ? 'input' : 'output',
      type: describeType(type),
      width: text(type.width),
      bits: evaluate(type.width, binding),
      ...(stream === undefined ? {} : { stream }),
      ...docOf(docs.get(key) ?? ''),
    }),
  );
  const ofClocks =
    clocks.length === 0
      ? [...(use.clock ? ['clk'] : []), ...(use.reset ? ['rst'] : [])]
      : clocks.flatMap(({ clock, reset, enable }) => [
          clock,
          ...(reset === undefined ? [] : [reset.signal.key]),
          ...(enable === undefined ? [] : [enable.key]),
        ]);
  return [...ofClocks.map(implicit), ...declared];
}

function memories(module: HwModule): ManifestMemory[] {
  const reads = within(module.root, region => region.nodes.filter(node => node.kind === 'memory-read'));
  const writes = within(module.root, region =>
    [...allStatements(region.statements)].filter(
      statement => statement.kind === 'memory-write' && statement.memory.region === region,
    ),
  );
  return within<Memory>(module.root, region => region.memories).map(memory => {
    const { key, type, depth, init } = memory;
    return {
      name: key,
      width: text(type.width),
      depth: text(depth),
      reads: reads.filter(node => node.kind === 'memory-read' && node.memory === memory).length,
      writes: writes.filter(statement => statement.kind === 'memory-write' && statement.memory === memory).length,
      ...(init === undefined ? {} : { init: init.file?.name ?? 'words' }),
    };
  });
}

/** One module's entry. */
export function manifestModule(
  emitted: EmittedModule,
  file: string,
  nameOf: (module: HwModule) => string,
): ManifestModule {
  const { module, verilog } = emitted;
  const relations = [
    ...module.owner.relations,
    ...module.obligations.map(({ relation }) => relation).filter(relation => !relation.usesIndex()),
  ];
  return {
    name: verilog.name,
    file,
    source: emitted.source,
    parameters: verilog.parameters.map(({ name, value, comment }) => {
      const { min, max, multipleOf, powerOfTwo, options } = module.specs[name] ?? {};
      return {
        name,
        default: options?.[value] ?? value,
        ...(options === undefined ? {} : { options }),
        ...(min === undefined || options !== undefined ? {} : { min }),
        ...(max === undefined || options !== undefined ? {} : { max }),
        ...(multipleOf === undefined ? {} : { multipleOf }),
        ...(powerOfTwo === undefined ? {} : { powerOfTwo }),
        ...docOf(comment.join(' ')),
      };
    }),
    ports: ports(emitted),
    memories: memories(module),
    instances: within(module.root, region => region.statements.filter(statement => statement.kind === 'instance')).map(
      statement => ({ name: statement.name, module: nameOf(statement.module) }),
    ),
    relations: [...new Set(relations.map(String))],
  };
}

/** What describes a library's modules, beside their Verilog. */
export const LIBRARY_FILE = 'modules.json';

/**
 * The manifest but for its hash, which covers it.
 *
 * @param libraryPath leads from the folder of the design to that of the library
 */
export function manifestOf(
  configuration: Configuration,
  { top, library }: { readonly top: ManifestModule; readonly library: readonly ManifestModule[] },
  libraryPath: string,
  data: readonly string[],
  timing: DesignTiming | undefined,
): Omit<Manifest, 'hash'> {
  return {
    format: MANIFEST_FORMAT,
    name: configuration.name,
    description: configuration.description,
    configuration: { name: configuration.name, module: configuration.module.name, values: configuration.values },
    top: top.name,
    files: [...library, top].filter(({ source }) => source !== 'external').map(({ file }) => file),
    data,
    module: top,
    library: { description: `${libraryPath}${LIBRARY_FILE}`, modules: library.map(({ name }) => name) },
    ...(timing === undefined ? {} : { clocks: timing.clocks, crossings: timing.crossings }),
  };
}

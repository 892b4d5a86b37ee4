import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFiles } from '../../../dsl/emit/dataFiles.ts';
import type { AnyModule } from '../../../dsl/index.ts';
import { noSource, type SourceLookup } from '../../../dsl/passes/lower/names.ts';
import { emitModule, modulesOf, sourceFiles, sourceLookup } from '../../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../../dsl/source/names.ts';
import { UserError } from '../../../scripts/userError.ts';
import { findVerilator, type Verilator } from '../../../scripts/verilator/find.ts';
import { showVersion } from '../../../scripts/verilator/versions.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runVectorsInIcarus } from '../../icarus/runVectors.ts';
import { lintIcarus } from '../../lint/icarus.ts';
import { lintVerilog } from '../../lint/verilator.ts';
import { hasNativeYosys, lintYosys } from '../../lint/yosys.ts';
import { packRows, unpackRows, type VectorResult, vectorLayout } from '../../streams/vectors.ts';
import { findCompiler } from '../../verilator/compiler.ts';
import { buildModel } from '../../verilator/model.ts';
import { runVectors } from '../../verilator/runVectors.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';

/** Values of parameters or ports, by name. */
export type Numbers = Readonly<Record<string, number>>;
export type Row = Readonly<Record<string, bigint>>;

/** A vec's elements out of its bits, index 0 in the low bits. */
export function elementsOf(bits: bigint, count: number, width: number): bigint[] {
  return Array.from({ length: count }, (_, index) => BigInt.asUintN(width, bits >> BigInt(index * width)));
}

/** The bits of a vec. */
export function joinElements(elements: readonly bigint[], width: number): bigint {
  return elements.reduceRight((bits, element) => (bits << BigInt(width)) | BigInt.asUintN(width, element), 0n);
}

/** A described module as Verilog files. */
export interface Emitted {
  readonly top: string;
  readonly files: readonly string[];
  /** Text of all modules, what is instantiated first. */
  readonly text: string;
}

export interface EmitFilesOptions {
  /** Values of structural parameters. */
  readonly values?: Numbers;
  /** Whether names and comments are looked up in the source. */
  readonly named?: boolean;
  /** In front of the names of files that memories begin with. */
  readonly dataPath?: string;
}

/** The text of a module and of all that it instantiates. */
export async function emitTexts(top: AnyModule, options: EmitFilesOptions = {}) {
  const modules = modulesOf(top.elaborate(options.values));
  const source: SourceLookup =
    options.named === false ? noSource : sourceLookup(await loadSourceIndex(sourceFiles(modules)));
  const { dataPath = '' } = options;
  return modules.map(module => ({
    name: module.name,
    text: emitModule(module, { source, prefix: '', dataPath }).text,
  }));
}

/** Writes a module, and all that it instantiates, into a folder of its own under `folder`. */
export async function emitFiles(folder: string, top: AnyModule, options: EmitFilesOptions = {}): Promise<Emitted> {
  const own = await mkdtemp(join(folder, `${top.name}-`));
  const texts = await emitTexts(top, { ...options, dataPath: `${own}/` });
  for (const [name, text] of dataFiles(modulesOf(top.elaborate(options.values))))
    await writeFile(join(own, name), text);
  const files: string[] = [];
  for (const { name, text } of texts) {
    const file = join(own, `${name}.v`);
    await writeFile(file, text);
    files.push(file);
  }
  return { top: texts.at(-1)?.name ?? top.name, files, text: texts.map(({ text }) => text).join('\n') };
}

/** A tool that reads Verilog, or why it cannot. */
export interface Linter {
  readonly name: string;
  /** Why the tool cannot be used here. */
  readonly absent?: string;
  lint(source: VerilogSource): Promise<string[]>;
}

async function verilatorLinter(prefer: 'environment' | 'cache'): Promise<Linter> {
  const name = prefer === 'environment' ? 'the Verilator at hand' : 'the Verilator of the cache';
  try {
    const verilator: Verilator = await findVerilator({ prefer });
    return { name: `Verilator ${showVersion(verilator.version)}`, lint: source => lintVerilog(source, verilator) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, absent: error.message, lint: async () => [] };
  }
}

/** The four tools that must read every module without a word: two Verilators, Icarus and Yosys. */
export async function linters(): Promise<Linter[]> {
  const icarus = await icarusAvailability();
  const verilators = await Promise.all([verilatorLinter('environment'), verilatorLinter('cache')]);
  const [first, second] = verilators;
  return [
    ...(first?.name === second?.name ? verilators.slice(0, 1) : verilators),
    {
      name: 'Icarus',
      ...(icarus.available ? {} : { absent: icarus.reason }),
      lint: lintIcarus,
    },
    {
      name: 'Yosys',
      ...((await hasNativeYosys()) ? {} : { absent: 'There is no yosys on PATH.' }),
      lint: source => lintYosys(source, 'native'),
    },
  ];
}

/** What a tool says of a module at each binding, each line with the binding; empty when it is clean everywhere. */
export async function findings(linter: Linter, emitted: Emitted, bindings: readonly Numbers[]): Promise<string[]> {
  const all: string[] = [];
  for (const parameters of bindings) {
    const lines = await linter.lint({ files: emitted.files, top: emitted.top, parameters });
    all.push(...lines.map(line => `${JSON.stringify(parameters)} ${line}`));
  }
  return all;
}

/** Why models cannot be built here; undefined where they can. */
export async function missingSimulator(): Promise<string | undefined> {
  try {
    await findVerilator();
    await findCompiler();
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

/** What came out of one simulator: rows of outputs, and masks of the bits that it does not know. */
export interface Simulated {
  readonly simulator: string;
  /** Bits of every output at these parameters. */
  readonly widths: Numbers;
  readonly rows: readonly Row[];
  readonly unknown: readonly Row[];
  /** Lines that the design printed. */
  readonly messages: readonly string[];
}

/** Applies rows of inputs, one a cycle, in Verilator, and in Icarus where it is installed. */
export async function simulate(emitted: Emitted, parameters: Numbers, inputs: readonly Row[]): Promise<Simulated[]> {
  const source = { files: emitted.files, top: emitted.top, parameters };
  const model = await buildModel(source);
  const layout = vectorLayout(model.ports, model.signals.clock);
  const job = { cycles: inputs.length, inputs: packRows(layout.inputs, inputs) };
  const unpack = (simulator: string, result: VectorResult): Simulated => ({
    simulator,
    widths: Object.fromEntries(layout.outputs.fields.map(({ name, width }) => [name, width])),
    rows: unpackRows(layout.outputs, result.outputs),
    unknown: unpackRows(layout.outputs, result.unknown),
    messages: result.messages,
  });
  const results = [unpack('Verilator', runVectors(model, job))];
  const icarus = await icarusAvailability();
  if (icarus.available) results.push(unpack('Icarus', await runVectorsInIcarus(await icarusModel(source), job)));
  return results;
}

/** Outputs that differ from what they should be, each with its simulator; a value that is missing is not known. */
export function differences(results: readonly Simulated[], expected: readonly Row[]): string[] {
  const wrong = new Set<string>();
  for (const { simulator, rows, widths } of results)
    expected.forEach((outputs, cycle) => {
      for (const [name, value] of Object.entries(outputs))
        if (rows[cycle]?.[name] !== BigInt.asUintN(widths[name] ?? 0, value)) wrong.add(`${name} in ${simulator}`);
    });
  return [...wrong].sort();
}

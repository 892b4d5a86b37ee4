import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { findVerilator, type Verilator } from '../../scripts/verilator/find.ts';
import { folderOnce } from '../../scripts/verilator/folderOnce.ts';
import { cacheFolder } from '../../scripts/verilator/paths.ts';
import { defaultSignals, type Port, type Signals } from '../streams/ports.ts';
import { compileModel } from './compileModel.ts';
import { type Compiler, compileFlags, findCompiler, linkFlags } from './compiler.ts';
import { limitConcurrency } from './limit.ts';
import { pruneModels } from './prune.ts';
import { harnessTemplate, nativeHash, runtimeFolder } from './runtime.ts';
import { parameterLiterals, readSources, type VerilogSource } from './verilogSource.ts';
import { type WaveSupport, type Waves, waveSupport } from './waves.ts';

export interface ModelOptions extends VerilogSource {
  /** Which waveform the model can write; without one it runs faster and builds quicker. `none` unless stated. */
  readonly waves?: Waves;
  /** Names of clock and reset where they are not `clk` and `rst`. */
  readonly signals?: Partial<Signals>;
  /** The Verilator to use; that of findVerilator() unless stated. */
  readonly verilator?: Verilator;
  /** Whether the warnings are those of `-Wall`. */
  readonly lint?: boolean;
}

/** A compiled design. Plain data: it can be sent to another process. */
export interface Model {
  readonly top: string;
  /** Path of the shared library. */
  readonly library: string;
  /** Sorted by name. */
  readonly ports: readonly Port[];
  readonly signals: Signals;
  readonly waves: Waves;
  /** What Verilator warned of: its default warnings, or all of them where lint was asked for. */
  readonly warnings: readonly string[];
}

/** What is kept beside the library. */
interface Description {
  readonly ports: readonly Port[];
  readonly warnings: readonly string[];
}

/** How many models are compiled at a time in one process. */
const PARALLEL_BUILDS = 2;

/** Part of every key: raise it when the way a model is built changes in a manner that no input shows. */
const RECIPE = 1;

const queue = limitConcurrency(PARALLEL_BUILDS);
const building = new Map<string, Promise<string>>();

/** Verilator's own options of every model. Warnings are kept, not fatal: what runs need not be lint-clean. */
function verilatorFlags(options: ModelOptions, verilator: Verilator, support: WaveSupport): string[] {
  return [
    '--x-initial',
    'unique',
    '--x-assign',
    'unique',
    '--assert',
    '--no-timing',
    '-Wno-fatal',
    ...(options.lint === true ? ['-Wall'] : []),
    '-O3',
    ...support.verilatorFlags,
    ...verilator.extraFlags,
    ...parameterLiterals(options.parameters).map(([name, literal]) => `-G${name}=${literal}`),
  ];
}

/** All that a build depends on. */
interface Tools {
  readonly verilator: Verilator;
  readonly compiler: Compiler;
  readonly support: WaveSupport;
  readonly flags: readonly string[];
}

async function modelKey(options: ModelOptions, { verilator, compiler, support, flags }: Tools): Promise<string> {
  const sources = await readSources(options);
  const inputs = {
    recipe: RECIPE,
    top: options.top,
    flags,
    sources: sources.map(({ text }) => text),
    native: await nativeHash(),
    harness: await readFile(harnessTemplate, 'utf8'),
    verilator: [verilator.version, verilator.root],
    compiler: [compiler.command, compiler.version, compileFlags(compiler), linkFlags(compiler), support],
    host: [process.platform, process.arch],
  };
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32);
}

async function build(key: string, options: ModelOptions, tools: Tools): Promise<string> {
  const { verilator, compiler, support } = tools;
  const runtime = await runtimeFolder(verilator, compiler, support);
  return queue(() =>
    folderOnce(cacheFolder('models', key), async temporary => {
      const description = await compileModel({ source: options, ...tools, runtime, folder: temporary });
      if ((await modelKey(options, tools)) !== key) {
        throw new UserError(`The Verilog of ${options.top} changed while it was being compiled.`, 'Start again.');
      }
      await writeFile(join(temporary, 'model.json'), JSON.stringify(description satisfies Description));
      await pruneModels(cacheFolder('models'));
    }),
  );
}

/**
 * Compiles a design into a shared library, unless the cache has it (the key is the content of everything that goes in).
 * Builds of the same design share one; at most two run at a time.
 *
 * @throws UserError when a file, Verilator, or a compiler is missing; VerilogError with Verilator's own words when it
 *   refuses the design.
 */
export async function buildModel(options: ModelOptions): Promise<Model> {
  const verilator = options.verilator ?? (await findVerilator());
  const waves = options.waves ?? 'none';
  const compiler = await findCompiler();
  const support = await waveSupport(waves, verilator, compiler);
  const tools = { verilator, compiler, support, flags: verilatorFlags(options, verilator, support) };
  const key = await modelKey(options, tools);
  const folder = cacheFolder('models', key);
  if (existsSync(folder)) {
    const now = new Date();
    // The time of last use, which pruning goes by; a read-only cache has no use for it.
    await utimes(folder, now, now).catch(() => {});
  } else {
    const running = building.get(folder) ?? build(key, options, tools);
    building.set(folder, running);
    await running.finally(() => building.delete(folder));
  }
  const { ports, warnings }: Description = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  const signals = { ...defaultSignals, ...options.signals };
  return { top: options.top, library: join(folder, 'model.so'), ports, signals, waves, warnings };
}

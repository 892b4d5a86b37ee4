import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { findVerilator, type Verilator } from '../../scripts/verilator/find.ts';
import { defaultSignals, type Port, type Signals } from '../streams/ports.ts';
import { verilate } from '../verilator/compileModel.ts';
import { parameterLiterals, readSources, type VerilogSource } from '../verilator/verilogSource.ts';
import { icarusAvailability } from './available.ts';

export interface IcarusOptions extends VerilogSource {
  /** Names of clock and reset where they are not `clk` and `rst`. */
  readonly signals?: Partial<Signals>;
  /** The Verilator that reads the ports; that of findVerilator() unless stated. */
  readonly verilator?: Verilator;
}

/** A design to be run in Icarus; it is compiled with its test bench, anew for each run. */
export interface IcarusModel {
  readonly top: string;
  readonly files: readonly string[];
  /** Overrides as [name, Verilog literal]. */
  readonly parameters: readonly (readonly [string, string])[];
  /** Sorted by name. */
  readonly ports: readonly Port[];
  readonly signals: Signals;
}

/**
 * Prepares a design for Icarus. The widths of its ports at these parameters are what Verilator generates.
 *
 * @throws UserError when Icarus, a file or Verilator is missing; VerilogError when Verilator refuses the design.
 */
export async function icarusModel(options: IcarusOptions): Promise<IcarusModel> {
  const icarus = await icarusAvailability();
  if (!icarus.available) throw new UserError(icarus.reason, icarus.remedy);
  await readSources(options);
  const parameters = parameterLiterals(options.parameters);
  const verilator = options.verilator ?? (await findVerilator());
  const folder = await mkdtemp(join(tmpdir(), 'scoville-ports-'));
  try {
    const flags = ['-Wno-fatal', '--no-timing', ...parameters.map(([name, literal]) => `-G${name}=${literal}`)];
    const { ports } = await verilate(options, verilator, [...flags, ...verilator.extraFlags], folder);
    return {
      top: options.top,
      files: options.files.map(file => resolve(file)),
      parameters,
      ports: ports.map(({ name, direction, width }) => ({ name, direction, width })),
      signals: { ...defaultSignals, ...options.signals },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

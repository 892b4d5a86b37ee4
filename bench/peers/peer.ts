import { resolve } from 'node:path';
import { projectRoot } from '../../scripts/bin/bootstrap.mjs';
import type { Signals } from '../../testbench/streams/ports.ts';
import type { VerilogSource } from '../../testbench/verilator/verilogSource.ts';
import type { QuotedFigures } from './quoted.ts';

/** The peers' sources: the same array, written in each language by someone who reads its manual. */
export const peerSources = resolve(projectRoot, '../shared/peers/src');

/** What writes the array of one size, ready to run. */
export interface Emitter {
  /** The command that writes the array into a folder, and its environment; none for Verilog written by hand. */
  readonly command?: (size: number, folder: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Words that the command takes to write what Yosys reads too, for the array whose cells are counted. */
  readonly forSynthesis?: readonly string[];
  /** What the folder then holds. */
  readonly design: (size: number, folder: string) => VerilogSource;
}

/** The array in one language. */
export interface Peer {
  /** With the version. */
  readonly name: string;
  /** The description; absent where there is nothing to measure. */
  readonly source?: string;
  /** Names of its clock and reset where they are not `clk` and `rst`. */
  readonly signals?: Partial<Signals>;
  /**
   * Installs into the project's cache what emits, unless it is there.
   *
   * @throws UserError when it cannot be had on this machine, and why
   */
  readonly prepare: (progress: (state: string) => void) => Promise<Emitter>;
  /** What is shown where it cannot be had. */
  readonly quoted?: QuotedFigures;
}

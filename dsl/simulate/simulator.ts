import type { BoundDesign } from '../bind/design.ts';
import type { Recording } from './recording.ts';
import type { ClockTiming } from './schedule.ts';
import type { PeekedValue, PortValue } from './values.ts';

export interface SimulatorOptions {
  /** Seeds what hardware leaves open: registers without reset, memories without `init`, undefined reads. 1 unless stated. */
  readonly seed?: number;
  /** Takes the lines that `display` prints; they go to the console unless it is given. */
  readonly display?: (line: string) => void;
  /** Nanoseconds between the edges of each declared clock, by its name; 10 unless stated, all beginning together. */
  readonly periods?: Readonly<Record<string, number | ClockTiming>>;
}

/** How often a `cover` held. */
export interface Coverage {
  readonly message: string;
  /** The instance or loop iteration that it stands in; empty for the top. */
  readonly path: string;
  /** Cycles outside reset in which the condition held. */
  readonly count: number;
}

/**
 * A design that runs: two-state, one step a clock cycle; with several clocks, one step for every time at which any of
 * them has its edge. It starts as after a reset, with registers that have none and memories at random. Outputs follow
 * inputs at once, and registers at `step`; asynchronous resets act at once. Resets and enables of declared clocks are
 * inputs like others, which start inactive and enabled.
 */
export interface Simulator {
  readonly design: BoundDesign;
  /** Cycles stepped so far, those of resets included. */
  readonly cycle: number;
  /** Nanoseconds up to the last edge. */
  readonly time: number;
  /** The clocks whose edge the next step is. */
  readonly due: readonly string[];
  /**
   * Gives an input its value until it is given another; inputs start at 0.
   *
   * @throws DiagnosticError for an unknown port, an output, a value out of range or of another shape
   */
  poke(port: string, value: PortValue): void;
  /**
   * The present value of a port, or of anything inside, by its path: `grid.row[0].col[1].weight`, `queue.ram[3]`. A
   * number up to 32 bits, a bigint beyond; arrays for a vec or a memory, a record for a struct, the name of an
   * enumeration's value.
   *
   * @throws DiagnosticError where nothing has that path
   */
  peek(path: string): PeekedValue;
  /** The scalars of a value as numbers, a vec's in the order of packing. @throws RangeError beyond 53 bits */
  peekNumbers(path: string): number[];
  /** All bits of a value as one unsigned number, packed as `pack` does: what a Verilog simulator shows. */
  peekBits(path: string): bigint;
  /** A scalar as a number, an enumeration's as its code. @throws RangeError for a vec, and beyond 53 bits */
  peekNumber(path: string): number;
  /**
   * Runs cycles; with the name of a clock, until that one has had so many edges.
   *
   * @throws SimulationError where an index is beyond the end and its value is used, and for a violated assertion; the
   * state is then that before the cycle
   */
  step(cycles?: number, clock?: string): void;
  /** An edge of just these clocks, whatever their periods: for interleavings that a test chooses itself. */
  tick(...clocks: readonly string[]): void;
  /** Runs cycles with every reset active, so many of each clock: nothing is checked in them. */
  reset(cycles?: number): void;
  /**
   * Writes down, from now on, what values are in each cycle: those at the paths given, `ports` or `all` that has a path.
   *
   * @throws DiagnosticError where nothing has a path, and for a memory
   */
  record(paths?: readonly string[] | 'ports' | 'all'): Recording;
  /**
   * Calls `sample` in every cycle, before its clock edge, with whether it is one of reset, and whose edge it is; gives
   * back what ends that.
   */
  observe(sample: (inReset: boolean, clocks: readonly string[]) => void): () => void;
  /** The counts of all `cover` statements, those at 0 too. */
  coverage(): Coverage[];
}

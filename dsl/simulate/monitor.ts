import { Protocol } from './beat.ts';
import type { Simulator } from './simulator.ts';
import type { PeekedValue } from './values.ts';

/** The beats that passed on a stream while it was watched, outside reset. */
export interface StreamMonitor {
  readonly values: readonly PeekedValue[];
  /** The cycle of each beat, as the simulator counts. */
  readonly cycles: readonly number[];
  /** Ends the watch. */
  stop(): void;
}

/**
 * Watches a stream: one of the ports, or one inside by its path, such as `stage.out`. A step in which it breaks the
 * streams' protocol throws a SimulationError. Where there are several clocks, `clock` says at whose edges it moves.
 *
 * @throws DiagnosticError where no stream has that path
 */
export function monitorStream(simulator: Simulator, path: string, clock?: string): StreamMonitor {
  const values: PeekedValue[] = [];
  const cycles: number[] = [];
  const protocol = new Protocol(path);
  const sample = (inReset: boolean, clocks: readonly string[]): void => {
    if (clock !== undefined && !clocks.includes(clock)) return;
    if (inReset) {
      protocol.reset();
      return;
    }
    const [valid, ready] = ['valid', 'ready'].map(part => simulator.peekNumber(`${path}_${part}`) === 1);
    const value = simulator.peek(`${path}_bits`);
    const { cycle } = simulator;
    protocol.check(cycle, values.length, valid === true, ready === true, value);
    if (valid !== true || ready !== true) return;
    values.push(value);
    cycles.push(cycle);
  };
  simulator.peek(`${path}_valid`);
  return { values, cycles, stop: simulator.observe(sample) };
}

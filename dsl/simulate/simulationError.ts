/** What a simulation found: an access beyond the end, a violated assertion, a stream that stands still. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  /** Cycles stepped before the one concerned, from the start of the simulation. */
  readonly cycle: number;

  constructor(cycle: number, message: string) {
    super(`cycle ${cycle}: ${message}`);
    this.cycle = cycle;
  }
}

/** Requests of one cycle, a bit a port, and whether the grant is taken. */
export interface RoundRobinCycle {
  readonly request: bigint;
  readonly taken: boolean;
  /** The cycle is one of reset. */
  readonly reset?: boolean;
}

/** The grant of every cycle: the first request after the port that was granted last, from port 0 after a reset. */
export function roundRobinGrants(cycles: readonly RoundRobinCycle[], ports: number): bigint[] {
  let next = 0;
  return cycles.map(({ request, taken, reset = false }) => {
    const order = Array.from({ length: ports }, (_, step) => (next + step) % ports);
    const granted = order.find(port => (request >> BigInt(port)) & 1n);
    if (reset) next = 0;
    else if (taken && granted !== undefined) next = (granted + 1) % ports;
    return granted === undefined ? 0n : 1n << BigInt(granted);
  });
}

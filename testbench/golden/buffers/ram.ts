/** What a memory with one write port and one read port is asked for in one cycle. */
export interface RamCycle {
  readonly write_enable: bigint;
  readonly write_address: bigint;
  /** A bit for every lane that is written. */
  readonly write_lanes: bigint;
  readonly write_data: bigint;
  readonly read_enable: bigint;
  readonly read_address: bigint;
}

export interface RamShape {
  readonly LANES: number;
  readonly LANE_WIDTH: number;
  readonly DEPTH: number;
}

/**
 * The word that the read port shows in each cycle: the one that was asked for last, as it was before a write in the same
 * cycle. Undefined before the first read. Words are taken for 0 before they are written.
 */
export function ramReads(cycles: readonly RamCycle[], { LANES, LANE_WIDTH, DEPTH }: RamShape): (bigint | undefined)[] {
  const words = new Array<bigint>(DEPTH).fill(0n);
  let shown: bigint | undefined;
  return cycles.map(cycle => {
    const now = shown;
    if (cycle.read_enable === 1n) shown = words[Number(cycle.read_address)];
    if (cycle.write_enable === 1n) {
      let mask = 0n;
      for (let lane = 0n; lane < BigInt(LANES); lane++)
        if ((cycle.write_lanes >> lane) & 1n) mask |= ((1n << BigInt(LANE_WIDTH)) - 1n) << (lane * BigInt(LANE_WIDTH));
      const before = words[Number(cycle.write_address)] ?? 0n;
      words[Number(cycle.write_address)] = (cycle.write_data & mask) | (before & ~mask);
    }
    return now;
  });
}

import { Ram } from '../../../generators/buffers/ram.ts';
import { type RamCycle, ramReads } from '../../golden/buffers/ram.ts';
import type { Random } from '../../random.ts';
import { cocotbBlock } from '../block.ts';

const CYCLES = 400;

/** Every word is written whole before any is read: nothing is known of a word before. */
function stimulus(LANES: number, LANE_WIDTH: number, DEPTH: number, random: Random): RamCycle[] {
  const address = (): bigint => BigInt(random.integer(0, DEPTH - 1));
  const chance = (part: number): bigint => (random.chance(part) ? 1n : 0n);
  return Array.from({ length: DEPTH + CYCLES }, (_, cycle) => {
    const filling = cycle < DEPTH;
    return {
      write_enable: filling ? 1n : chance(0.5),
      write_address: filling ? BigInt(cycle) : address(),
      write_lanes: filling ? (1n << BigInt(LANES)) - 1n : random.bits(LANES),
      write_data: random.bits(LANES * LANE_WIDTH),
      read_enable: filling ? 0n : chance(0.5),
      read_address: address(),
    };
  });
}

export const ram = cocotbBlock(Ram, {
  values: { LANES: 3, LANE_WIDTH: 5, DEPTH: 6 },
  golden: 'testbench/golden/buffers/ram.ts',
  vectors: ({ LANES, LANE_WIDTH, DEPTH }, random) => {
    const cycles = stimulus(LANES, LANE_WIDTH, DEPTH, random);
    const shown = ramReads(cycles, { LANES, LANE_WIDTH, DEPTH });
    return {
      kind: 'cycles',
      cycles: cycles.map((inputs, cycle) => {
        const read_data = shown[cycle];
        return { inputs: { ...inputs }, outputs: read_data === undefined ? {} : { read_data } };
      }),
    };
  },
});

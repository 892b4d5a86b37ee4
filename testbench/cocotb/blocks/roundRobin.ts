import { RoundRobin } from '../../../generators/buffers/roundRobin.ts';
import { roundRobinGrants } from '../../golden/buffers/roundRobin.ts';
import { cocotbBlock } from '../block.ts';

const CYCLES = 400;

export const roundRobin = cocotbBlock(RoundRobin, {
  values: { PORTS: 5 },
  golden: 'testbench/golden/buffers/roundRobin.ts',
  vectors: ({ PORTS }, random) => {
    const cycles = Array.from({ length: CYCLES }, () => ({
      request: random.chance(0.1) ? 0n : random.bits(PORTS),
      taken: random.chance(0.7),
    }));
    const grants = roundRobinGrants(cycles, PORTS);
    return {
      kind: 'cycles',
      cycles: cycles.map((inputs, cycle) => ({ inputs, outputs: { grant: grants[cycle] ?? 0n } })),
    };
  },
});

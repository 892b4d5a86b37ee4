import { indexWidth, input, int, module, output, uint } from '../../../../dsl/index.ts';

/** A memory of which single bytes can be written. */
export const MemoryByteEnables = module(
  'memory_byte_enables',
  {
    params: { LANES: int(4, { min: 1 }), DEPTH: int(16, { min: 1 }) },
    ports: ({ LANES, DEPTH }) => ({
      lanes: input(uint(LANES)),
      address: input(uint(indexWidth(DEPTH))),
      d: input(uint(LANES.times(8))),
      q: output(uint(LANES.times(8))),
    }),
  },
  ({ lanes, address, d, q }, { LANES, DEPTH }, m) => {
    const ram = m.mem('ram', uint(LANES.times(8)), DEPTH, { laneWidth: 8, attributes: { ram_style: 'block' } });
    ram.write(address, d, lanes);
    q.set(ram.readSync(address));
  },
);

import { bool, indexWidth, input, int, module, output, uint, when } from '../../dsl/index.ts';

/**
 * A memory with one write port and one read port, alone in its module so that a foundry's macro can take its place: a
 * file with the same module name, parameters and ports, listed instead of this one, is all that it takes.
 *
 * Words are written in lanes of LANE_WIDTH bits, each with its enable. A read gives its word in the next cycle and holds
 * it while read_enable is low. A word that is read in the cycle in which it is written is read as it was before. Nothing
 * is known of a word before it is first written.
 */
export const Ram = module(
  'ram',
  {
    params: {
      /** Lanes of a word. */
      LANES: int(1, { min: 1 }),
      /** Bits of a lane. */
      LANE_WIDTH: int(8, { min: 1 }),
      /** Words; need not be a power of two. */
      DEPTH: int(256, { min: 1 }),
    },
    ports: ({ LANES, LANE_WIDTH, DEPTH }) => ({
      /** Writes the lanes whose bit of write_lanes is 1; an address beyond DEPTH is not allowed. */
      write_enable: input(bool),
      write_address: input(uint(indexWidth(DEPTH))),
      write_lanes: input(uint(LANES)),
      write_data: input(uint(LANES.times(LANE_WIDTH))),
      /** Asks for a word. */
      read_enable: input(bool),
      read_address: input(uint(indexWidth(DEPTH))),
      /** The word asked for last. */
      read_data: output(uint(LANES.times(LANE_WIDTH))),
    }),
  },
  (io, { LANES, LANE_WIDTH, DEPTH }, m) => {
    const words = m.mem('words', uint(LANES.times(LANE_WIDTH)), DEPTH, {
      laneWidth: LANE_WIDTH,
      readDuringWrite: 'old',
      attributes: { ram_style: 'block' },
    });
    when(io.write_enable, () => words.write(io.write_address, io.write_data, io.write_lanes));
    io.read_data.set(words.readSync(io.read_address, io.read_enable));
  },
);

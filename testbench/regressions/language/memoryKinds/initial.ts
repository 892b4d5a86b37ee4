import {
  bool,
  enumeration,
  hexFile,
  indexWidth,
  input,
  int,
  module,
  output,
  sint,
  struct,
  uint,
  vec,
  when,
} from '../../../../dsl/index.ts';

const Kind = enumeration('idle', 'load', 'store');
const entry = struct({ kind: Kind, cost: sint(5), flags: vec(3, bool) });

const words = hexFile('numbers.hex', '// eleven, twelve\n0b 0c\n@2 ff /* last */ 1_0\n');

/** Memories that hold something from the start: words, a file, an expression of the address; plain and in lanes. */
export const InitialMemories = module(
  'initial_memories',
  {
    params: { DEPTH: int(6, { min: 4 }), W: int(9, { min: 8 }), LANES: int(2, { min: 1, max: 4 }), STEP: int(3) },
    ports: ({ DEPTH, W, LANES }) => ({
      write: input(bool),
      write_at: input(uint(indexWidth(DEPTH))),
      at: input(uint(indexWidth(DEPTH))),
      few: input(uint(2)),
      d: input(sint(W)),
      listed: output(sint(W)),
      squared: output(sint(W)),
      filed: output(uint(W)),
      wide: output(uint(70)),
      narrow: output(uint(3)),
      cost: output(sint(5)),
      flag: output(bool),
      is_load: output(bool),
      lane_words: output(uint(LANES.times(W))),
      lane_each: output(uint(LANES.times(8))),
      stepped: output(sint(12)),
      same: output(uint(LANES.times(8))),
      same_step: output(sint(12)),
      lane_bits: output(uint(LANES)),
    }),
  },
  (io, { DEPTH, W, LANES, STEP }, m) => {
    const { at, few } = io;
    const listed = m.mem('listed_rom', sint(W), DEPTH, { init: { words: [-3, 100, 7], rest: -1 } });
    when(io.write, () => listed.write(io.write_at, io.d));
    io.listed.set(listed.readSync(at));
    const squared = m.mem('squared_rom', sint(W), DEPTH, {
      init: address => address.mod(10).times(address.mod(10)).minus(5),
    });
    io.squared.set(squared.read(at));
    const filed = m.mem('filed_rom', uint(W), DEPTH, { init: { words, rest: 3 } });
    io.filed.set(filed.readSync(at, { latency: 2 }));
    const wide = m.mem('wide_rom', uint(70), 4, {
      init: [1n << 69n, 5, 0, 2n ** 64n],
      attributes: { ram_style: 'block' },
    });
    io.wide.set(wide.read(few));
    io.narrow.set(m.mem('narrow_rom', uint(3), 4, { init: index => index.plus(2) }).read(few));
    const entries = m.mem('entries_rom', entry, 4, {
      init: {
        words: [
          { kind: 'load', cost: -7, flags: [true, false, false] },
          { kind: 'store', cost: 15, flags: [false, false, true] },
        ],
        rest: { kind: 'idle', cost: 0, flags: [true, true, true] },
      },
    });
    const found = entries.read(few);
    io.cost.set(found.cost);
    io.flag.set(found.flags.at(2));
    m.unused({ flags: found.flags }, 'one of the flags is enough');
    io.is_load.set(found.kind.is('load'));
    const lane_words = m.mem('lane_words_rom', uint(LANES.times(W)), DEPTH, {
      laneWidth: W,
      init: { words: [5, 6, 255], rest: 1 },
    });
    io.lane_words.set(lane_words.readSync(at));
    const lane_each = m.mem('lane_each_rom', uint(LANES.times(8)), DEPTH, {
      laneWidth: 8,
      init: address => address.mod(200),
    });
    io.lane_each.set(lane_each.read(at));
    const stepped = m.mem('stepped_rom', sint(12), 4, { init: [STEP, STEP.times(2), -4, 0] });
    io.stepped.set(stepped.read(few));
    // The address does not stand in the expression.
    io.same.set(m.mem('same_rom', uint(LANES.times(8)), DEPTH, { laneWidth: 8, init: () => 5 }).read(at));
    const lane_bits = m.mem('lane_bits_rom', uint(LANES), DEPTH, { laneWidth: 1, init: address => address.mod(2) });
    io.lane_bits.set(lane_bits.read(at));
    io.same_step.set(m.mem('same_step_rom', sint(12), 4, { init: () => STEP }).read(few));
  },
);

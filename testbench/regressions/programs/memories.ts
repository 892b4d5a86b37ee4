import {
  bool,
  clock,
  clocked,
  clog2,
  genFor,
  hexFile,
  input,
  int,
  module,
  output,
  sint,
  struct,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';

const bare = { clk: clock({ reset: 'none' }) };

/** Words of bytes that can be written alone, in block memory. */
export const ByteEnables = module(
  'byte_enables',
  {
    params: { BYTES: int(4, { min: 1 }), DEPTH: int(8, { min: 2 }) },
    clocks: bare,
    ports: ({ BYTES, DEPTH }) => ({
      we: input(uint(BYTES)),
      address: input(uint(clog2(DEPTH))),
      d: input(uint(BYTES.times(8))),
      q: output(uint(BYTES.times(8))),
    }),
  },
  ({ we, address, d, q }, { BYTES, DEPTH }, m) => {
    const ram = m.mem('ram', uint(BYTES.times(8)), DEPTH, {
      laneWidth: 8,
      attributes: { ram_style: 'block' },
      init: () => 0,
    });
    ram.write(address, d, we);
    q.set(ram.readSync(address));
  },
);

/** One port that reads and writes: write first, read first, no change. */
export const PortModes = module(
  'port_modes',
  {
    params: {},
    clocks: bare,
    ports: () => ({
      en: input(bool),
      we: input(bool),
      address: input(uint(4)),
      d: input(uint(8)),
      write_first: output(uint(8)),
      read_first: output(uint(8)),
      no_change: output(uint(8)),
    }),
  },
  ({ en, we, address, d, ...io }, _, m) => {
    const first = m.mem('first', uint(8), 16, { readDuringWrite: 'new', init: () => 1 });
    const last = m.mem('last', uint(8), 16, { init: () => 2 });
    const held = m.mem('held', uint(8), 16, { readDuringWrite: 'undefined', init: () => 3 });
    when(en.and(we), () => {
      for (const ram of [first, last, held]) ram.write(address, d);
    });
    io.write_first.set(first.readSync(address, en));
    io.read_first.set(last.readSync(address, en));
    io.no_change.set(held.readSync(address, en.and(we.not())));
  },
);

/** Tables: an expression of the address, words of a list, read at once and a cycle later. */
export const Tables = module(
  'tables',
  {
    params: {},
    clocks: bare,
    ports: () => ({ a: input(uint(3)), square: output(uint(8)), listed: output(sint(6)) }),
  },
  ({ a, square, listed }, _, m) => {
    const squares = m.mem('squares', uint(8), 8, { init: address => address.times(address) });
    const list = m.mem('list', sint(6), 8, { init: [0, 1, -2, 3, -4, 5, -32, 31] });
    square.set(squares.readSync(a));
    listed.set(list.read(a));
  },
);

const coefficients = hexFile('coefficients.hex', '0a\n0b\n0c // the middle\n0d\n');

/** Words of a file, in a memory whose depth is a parameter: those behind the file's are 0. */
export const Coefficients = module(
  'coefficients_rom',
  {
    params: { DEPTH: int(8, { min: 4 }) },
    clocks: bare,
    ports: ({ DEPTH }) => ({ a: input(uint(clog2(DEPTH))), q: output(uint(8)) }),
  },
  ({ a, q }, { DEPTH }, m) => {
    const rom = m.mem('coefficients', uint(8), DEPTH, { init: { words: coefficients, rest: 0 } });
    q.set(rom.readSync(a, { latency: 2 }));
  },
);

/** Two read ports, one write port, register 0 always 0: distributed memory. */
export const RegisterFile = module(
  'register_file',
  {
    params: { W: int(32, { min: 1 }) },
    clocks: bare,
    ports: ({ W }) => ({
      we: input(bool),
      target: input(uint(5)),
      d: input(uint(W)),
      sources: input(vec(2, uint(5))),
      q: output(vec(2, uint(W))),
    }),
  },
  ({ we, target, d, sources, q }, { W }, m) => {
    const file = m.mem('registers', uint(W), 32, { attributes: { ram_style: 'distributed' }, init: () => 0 });
    when(we.and(target.ne(0)), () => file.write(target, d));
    genFor(2, 'source', i => q.at(i).set(file.read(sources.at(i))));
  },
);

/** Two ports under one clock, each of which reads and writes; they never write one word. */
export const TwoPorts = module(
  'two_ports',
  {
    params: {},
    clocks: { clk: clock() },
    ports: () => ({
      we: input(vec(2, bool)),
      at: input(vec(2, uint(4))),
      d: input(vec(2, uint(8))),
      q: output(vec(2, uint(8))),
    }),
  },
  ({ we, at, d, q }, _, m) => {
    const ram = m.mem('ram', uint(8), 16, { writers: 'disjoint', init: () => 0 });
    when(we.at(0), () => ram.write(at.at(0), d.at(0)));
    when(we.at(1).and(at.at(0).ne(at.at(1))), () => ram.write(at.at(1), d.at(1)));
    for (const port of [0, 1]) q.at(port).set(ram.readSync(at.at(port)));
  },
);

/** Written under one clock and read under another, which a protocol outside sees to. */
export const TwoClockMemory = module(
  'two_clock_memory',
  {
    params: { W: int(8, { min: 1 }) },
    clocks: {
      write: clock({ reset: 'none' }),
      read: clock({ reset: 'none' }),
    },
    ports: ({ W }, { write, read }) => ({
      we: write.port(input(bool)),
      to: write.port(input(uint(3))),
      d: write.port(input(uint(W))),
      en: read.port(input(bool)),
      from: read.port(input(uint(3))),
      q: read.port(output(uint(W))),
    }),
  },
  ({ we, to, d, en, from, q }, { W }, m, { write, read }) => {
    const ram = m.mem('ram', uint(W), 8, {
      crossing: 'a buffer is read only once the other one is written',
      init: () => 0,
    });
    clocked(write, () => when(we, () => ram.write(to, d)));
    clocked(read, () => q.set(ram.readSync(from, en)));
  },
);

const entry = struct({ valid: bool, tag: uint(5), offset: sint(4) });

/** A table of structs, with an entry that is written whole and looked at by fields. */
export const EntryTable = module(
  'entry_table',
  {
    params: { DEPTH: int(5, { min: 2 }) },
    clocks: { clk: clock() },
    ports: () => ({ we: input(bool), d: input(entry), hit: output(bool), offset: output(sint(4)) }),
  },
  ({ we, d, hit, offset }, { DEPTH }, m) => {
    const table = m.mem('table_entries', entry, DEPTH, { init: () => ({ valid: false, tag: 0, offset: 0 }) });
    const { next } = m.regs({ next: uint(clog2(DEPTH)) });
    next.set(next.incMod(DEPTH));
    when(we, () => table.write(next, d));
    const found = table.read(next);
    hit.set(found.valid.and(found.tag.eq(d.tag)));
    offset.set(found.offset);
  },
);

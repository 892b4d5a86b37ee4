import {
  bool,
  enumeration,
  fsm,
  genIf,
  input,
  int,
  match,
  module,
  mux,
  output,
  sint,
  struct,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';

const State = enumeration('idle', 'work', 'done');
const Packet = struct({ data: uint(8), last: bool });

const Fifo = module(
  'fifo',
  {
    params: { WIDTH: int(8, { min: 1 }), DEPTH: int(4, { min: 2 }) },
    ports: ({ WIDTH }) => ({ put: input(bool), data: input(uint(WIDTH)), full: output(bool) }),
  },
  ({ put, data, full }) => full.set(put.and(data.ne(0))),
);

module(
  'mistakes',
  {
    params: { N: int(4, { min: 1 }), K: int(4, { min: 1 }) },
    ports: ({ N, K }) => ({
      en: input(bool),
      byte: input(uint(8)),
      nibble: input(uint(4)),
      signed: input(sint(8)),
      word: input(uint(N)),
      other: input(uint(K)),
      items: input(vec(4, uint(8))),
      state: input(State),
      packet: input(Packet),
      flag: output(bool),
      q: output(uint(8)),
      small: output(uint(4)),
      wide: output(uint(N)),
      sum: output(sint(8)),
    }),
  },
  (io, { N }, m) => {
    const { en, byte, nibble, signed, word, other, items, state, packet, flag, q, small, wide, sum } = io;
    // mistake: 8 bits into 4
    small.set(byte);
    // mistake: 4 bits into 8
    q.set(nibble);
    // mistake: the width of another parameter
    wide.set(other);
    // mistake: a signed value into an unsigned one
    q.set(signed);
    // mistake: signed and unsigned added
    sum.set(signed.addWrap(byte));
    // mistake: a number into a bool
    flag.set(byte);
    // mistake: a bool into a number
    q.set(en);
    // mistake: a number into one bit
    q.bit(0).set(nibble);
    // mistake: a bit of a bool
    flag.bit(0).set(true);
    // mistake: a slice where a value says
    q.slice(nibble, 4).set(nibble);
    // mistake: a number as a condition
    when(byte, () => q.set(0));
    // mistake: mux chooses by a number
    q.set(mux(nibble, byte, byte));
    // mistake: bits of different widths joined
    q.set(byte.and(nibble));
    // mistake: arithmetic on bools
    q.set(en.add(en));
    // mistake: plus of JavaScript
    q.set(byte + 1);
    // mistake: less-than of JavaScript on a parameter
    if (N < 4) q.set(0);
    // mistake: true for a number
    q.set(true);
    // mistake: 1 for a bool
    flag.set(1);
    // mistake: a vec for its element
    q.set(items);
    // mistake: brackets on a vec
    q.set(items[0]);
    // mistake: equals sign in place of set
    io.q = byte;
    // mistake: a statement in place of a function
    when(en, q.set(0));
    // mistake: an asynchronous function in when
    when(en, async () => q.set(0));
    // mistake: an asynchronous description of a module
    module('late', { params: {}, ports: () => ({ done: output(bool) }) }, async ({ done }) => done.set(true));
    // mistake: an asynchronous state
    fsm('idle', { idle: async go => go('work'), work: go => go('idle') });
    // mistake: an asynchronous arm of match
    match(state, { idle: async () => {}, work: () => {}, done: () => {} });
    // mistake: a name that an enumeration does not have
    flag.set(state.is('wrok'));
    // mistake: an arm of match that is missing
    q.set(match(state, { idle: () => byte, work: () => byte }));
    // mistake: an arm of match that is none
    match(state, { idle: () => {}, work: () => {}, done: () => {}, wrok: () => {} });
    // mistake: a state that a machine does not have
    fsm('idle', { idle: go => go('wrok'), work: go => go('idle') });
    // mistake: a field that is missing
    m.wires({ p: Packet }).p.set({ data: byte });
    // mistake: a misspelt field
    q.set(packet.dat);
    // mistake: a port that is not connected
    m.inst('fifo_1', Fifo, { WIDTH: 8 }, { put: en, data: byte });
    // mistake: a port that does not exist
    m.inst('fifo_2', Fifo, { WIDTH: 8 }, { put: en, data: byte, full: flag, empty: flag });
    // mistake: a port of another width
    m.inst('fifo_3', Fifo, { WIDTH: 8 }, { put: en, data: nibble, full: flag });
    // mistake: a parameter that does not exist
    m.inst('fifo_4', Fifo, { WITDH: 8 }, { put: en, data: byte, full: flag });
    // mistake: a constant where an output is connected
    m.inst('fifo_5', Fifo, { WIDTH: 8 }, { put: en, data: 3, full: true });
    // mistake: genIf on a signal
    genIf(en, ['on', () => q.set(1)]);
    // mistake: genIf on a signal, with both branches
    genIf(en, ['on', () => q.set(1)], ['off', () => q.set(0)]);
    // mistake: a comparison for a number
    wide.set(word.eq(0));
    // mistake: a method that numbers of the host have
    q.set(byte.plus(1));
    // mistake: a port that the module does not have
    io.ready.set(true);
    // mistake: a string as a width
    m.regs({ held: uint('8') });
    // mistake: an initial state that a machine does not have
    fsm('start', { idle: go => go('work'), work: go => go('idle') });
    // mistake: a reset value of another kind
    m.regs({ held: uint(8) }, { reset: { held: true } });
    // mistake: a field called as a method of every value
    struct({ set: bool, value: uint(8) });
    // mistake: match on a number without otherwise
    q.set(match(nibble, { 0: () => byte, 1: () => byte }));
    // mistake: the two sides of mux of different widths
    q.set(mux(en, byte, nibble));
    // mistake: a number for an address
    q.set(m.mem('ram', uint(8), 16).read(3));
    // mistake: an element of a vec of another width
    m.wires({ v: vec(2, uint(4)) })
      .v.at(0)
      .set(byte);
    // mistake: a template string as a name
    m.inst(byte, Fifo, {}, { put: en, data: byte, full: flag });
  },
);

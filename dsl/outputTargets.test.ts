import { describe, expect, it } from 'vitest';
import { DiagnosticError } from './diagnostics/diagnostic.ts';
import {
  type AnyModule,
  type Builder,
  bool,
  cat,
  type Io,
  input,
  int,
  module,
  output,
  pack,
  simulate,
  struct,
  uint,
  unpack,
  unused,
  vec,
} from './index.ts';
import { checkModule } from './passes/check/checkModule.ts';

const Packet = struct({ data: uint(7), last: bool });

const Through = module(
  'through',
  { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ a: input(uint(W)), q: output(uint(W)) }) },
  ({ a, q }) => q.set(a),
);

const ThroughPacket = module(
  'through_packet',
  { params: {}, ports: () => ({ a: input(Packet), q: output(Packet) }) },
  ({ a, q }) => q.set(a),
);

const ports = () => ({ a: input(uint(8)), high: output(uint(4)), low: output(uint(4)), p: output(Packet) });
const outer = (body: (io: Io<ReturnType<typeof ports>>, m: Builder) => void): AnyModule =>
  module('outer', { params: {}, ports }, (io, _, m) => {
    io.high.set(0);
    io.low.set(0);
    io.p.set({ data: 0, last: false });
    body(io, m);
  });

/** What is said of a module, and the remedy. */
function said(described: AnyModule): readonly string[] {
  const text = ({ code, message, remedy }: { code: string; message: string; remedy: string }): string =>
    `${code}: ${message} ${remedy}`;
  try {
    return checkModule(described.elaborate()).diagnostics.map(text);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(text);
    throw error;
  }
}

describe('an output reaches', () => {
  it('the signals that `cat` joins, the first in the high bits', () => {
    const simulator = simulate(outer(({ a, high, low }, m) => m.inst('u', Through, {}, { a, q: cat(high, low) })));
    simulator.poke('a', 0xa5);
    expect([simulator.peek('high'), simulator.peek('low')]).toEqual([0xa, 0x5]);
  });

  it('bits of signals, by themselves and among others', () => {
    const simulator = simulate(
      outer(({ a, p, high }, m) => {
        const { word } = m.wires({ word: uint(12) });
        m.inst('few', Through, { W: 4 }, { a: a.truncate(4), q: word.slice(3, 4) });
        m.inst('many', Through, {}, { a, q: cat(word.slice(7, 5), word.slice(0, 3)) });
        p.data.set(word.slice(3, 7));
        high.set(cat(word.slice(10, 2), word.slice(0, 2)));
      }),
    );
    simulator.poke('a', 0xa5);
    // The wire has 10100 in its high bits, then 0101, then 101.
    expect(simulator.peek('high')).toBe(0b1001);
    expect(simulator.peek('p')).toEqual({ data: 0b1000101, last: 0 });
  });

  it('a struct by its bits, and a struct field by field', () => {
    const simulator = simulate(
      outer(({ a, p, high }, m) => {
        m.inst('bits', Through, {}, { a, q: pack(p) });
        const { data } = m.wires({ data: uint(7) });
        m.inst('fields', ThroughPacket, {}, { a: { data: 93, last: a.bit(7) }, q: { data, last: unusedBit(m) } });
        high.set(data.truncate(4));
      }),
    );
    simulator.poke('a', 0xa5);
    expect(simulator.peek('p')).toEqual({ data: 0x52, last: 1 });
    expect(simulator.peek('high')).toBe(93 & 15);
  });

  it('vecs of structs of a length that is a number', () => {
    const Pairs = module(
      'pairs',
      { params: {}, ports: () => ({ a: input(uint(16)), q: output(vec(2, Packet)) }) },
      ({ a, q }, _, m) => m.inst('u', Through, { W: 16 }, { a, q: pack(q) }),
    );
    const simulator = simulate(Pairs);
    simulator.poke('a', 0xa5_3c);
    expect(simulator.peek('q')).toEqual([
      { data: 0x1e, last: 0 },
      { data: 0x52, last: 1 },
    ]);
  });
});

const unusedBit = (m: Builder) => {
  const { bit } = m.wires({ bit: bool });
  m.unused({ bit }, 'the test reads the data');
  return bit;
};

describe('an output cannot reach', () => {
  it.each<[what: string, body: Parameters<typeof outer>[0], text: string]>([
    [
      'a vec of structs of a length that is a parameter',
      (_io, m) => {
        const Lanes = module(
          'lanes',
          {
            params: { N: int(2, { min: 1 }) },
            ports: ({ N }) => ({ a: input(uint(N.times(8))), q: output(vec(N, Packet)) }),
          },
          ({ a, q }, { N }, inner) => inner.inst('u', Through, { W: N.times(8) }, { a, q: pack(q) }),
        );
        m.inst('lanes', Lanes, { N: 1 }, { a: 0, q: m.wires({ lanes: vec(1, Packet) }).lanes });
      },
      'type-mismatch: `inst` expects a wire or an output for output `u.q`, but got an expression of type uint(N*8). ' +
        'Declare a wire with `m.wires` and connect it; signals and bits of them can be cast, packed, or joined with `cat`.',
    ],
    [
      'what is computed',
      ({ a, high }, m) => m.inst('u', Through, { W: 4 }, { a: a.truncate(4), q: high.inc() }),
      'type-mismatch: `inst` expects a wire or an output for output `u.q`, but got an expression of type uint(4). ' +
        'Declare a wire with `m.wires` and connect it; signals and bits of them can be cast, packed, or joined with `cat`.',
    ],
    [
      'a constant',
      // @ts-expect-error
      ({ a }, m) => m.inst('u', Through, {}, { a, q: 3 }),
      'type-mismatch: `inst` expects a wire or an output for output `u.q`, but got an expression of type uint(8). ' +
        'Declare a wire with `m.wires` and connect it; signals and bits of them can be cast, packed, or joined with `cat`.',
    ],
    [
      'a struct that is made of the bits of a number',
      ({ a, high, low }, m) =>
        m.inst('u', ThroughPacket, {}, { a: unpack(Packet, a), q: unpack(Packet, cat(high, low)) }),
      'type-mismatch: `inst` expects a wire or an output for output `u.q_data`, but got an expression of type uint(7). ' +
        'Declare a wire with `m.wires` and connect it; signals and bits of them can be cast, packed, or joined with `cat`.',
    ],
    [
      'an input among others',
      ({ a, high, low }, m) => m.inst('u', Through, { W: 16 }, { a: cat(a, a), q: cat(high, a, low) }),
      'assignment-to-input: `a` is an input of `outer`: it cannot be assigned. Assign an output, a wire or a register.',
    ],
    [
      'a register',
      ({ a, low }, m) => {
        const { held } = m.regs({ held: uint(4) });
        m.inst('u', Through, {}, { a, q: cat(held, low) });
      },
      'misplaced-statement: Output `u.q` cannot stand inside a register. ' +
        'Connect a wire and assign the register from it.',
    ],
    [
      'signals of another width together',
      ({ a, high }, m) => m.inst('u', Through, {}, { a, q: cat(high, high, high) }),
      'width-mismatch: `u.q` holds 8 bits, but the value has 12. ' +
        'Say what becomes of the difference: `.truncate(8)` drops the high bits, `.saturate(8)` clamps; ' +
        '`addWrap` is `add` without its carry.',
    ],
    [
      'a struct with a field left out',
      // @ts-expect-error
      ({ a, high }, m) => m.inst('u', ThroughPacket, {}, { a: unpack(Packet, a), q: { data: high } }),
      'type-mismatch: `a record of fields` expects struct({ data: uint(7), last: bool }), ' +
        'but got a record without `last`. Give a value for every field, and for nothing else.',
    ],
  ])('%s', (_, body, text) => {
    expect(said(outer(body))).toEqual([text]);
  });
});

it('an input is not left unread', () => {
  // @ts-expect-error
  const program = outer(({ low }, m) => m.inst('u', Through, { W: 4 }, { a: unused('why not'), q: low }));
  expect(said(program)).toEqual([
    'type-mismatch: `inst` expects a value for input `u.a`, but got `unused`. Only an output can be left unread.',
  ]);
});

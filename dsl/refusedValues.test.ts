import { describe, expect, test } from 'vitest';
import {
  bool,
  connect,
  genIf,
  input,
  int,
  module,
  mux,
  output,
  sink,
  sint,
  source,
  uint,
  unpack,
  vec,
  vecOf,
  when,
} from './index.ts';
import { type Refused, reported } from './refused.fixture.ts';

const specs = { W: int(8, { min: 1 }), D: int(4, { min: 1 }) };

/**
 * Wrong programs. Every one is rejected by the type checker, which `@ts-expect-error` asserts (this file is checked like
 * any other); the code is that of the diagnostic given to who ignores the checker.
 */
const wrong: readonly Refused[] = [
  [
    'unproved-width?',
    'a value whose width is another parameter',
    module(
      'w1',
      { params: specs, ports: ({ W, D }) => ({ b: input(uint(D)), q: output(uint(W)) }) },
      // @ts-expect-error
      io => io.q.set(io.b),
    ),
  ],
  [
    'sign-mismatch',
    'a signed value in an unsigned target',
    module(
      'w2',
      { params: specs, ports: ({ W }) => ({ s: input(sint(W)), q: output(uint(W)) }) },
      // @ts-expect-error
      io => io.q.set(io.s),
    ),
  ],
  [
    'width-mismatch',
    'a value one bit narrower, by literals',
    module(
      'w3',
      { params: {}, ports: () => ({ k: input(uint(8)), q: output(uint(9)) }) },
      // @ts-expect-error
      io => io.q.set(io.k),
    ),
  ],
  [
    'type-mismatch',
    'a condition that is a number',
    module('w4', { params: specs, ports: ({ W }) => ({ a: input(uint(W)), q: output(uint(W)) }) }, io => {
      // @ts-expect-error
      when(io.a, () => io.q.set(1));
    }),
  ],
  [
    'type-mismatch',
    'a mux that chooses by a number',
    module(
      'w5',
      { params: specs, ports: ({ W }) => ({ a: input(uint(W)), q: output(uint(W)) }) },
      // @ts-expect-error
      io => io.q.set(mux(io.a, io.a, io.a)),
    ),
  ],
  [
    'type-mismatch',
    'arithmetic on bools',
    module(
      'w6',
      { params: {}, ports: () => ({ p: input(bool), q: output(uint(2)) }) },
      // @ts-expect-error
      io => io.q.set(io.p.add(io.p)),
    ),
  ],
  [
    'symbolic-value',
    'a symbolic value compared by the host',
    module('w7', { params: specs, ports: ({ W }) => ({ q: output(uint(W)) }) }, (io, { W }) => {
      // @ts-expect-error
      io.q.set(W > 4 ? 1 : 0);
    }),
  ],
  [
    'hardware-value',
    'hardware values added by the host',
    module('w8', { params: specs, ports: ({ W }) => ({ a: input(uint(W)), q: output(uint(W)) }) }, io => {
      // @ts-expect-error
      io.q.set(io.a + 1);
    }),
  ],
  [
    'type-mismatch',
    'a number for a bool',
    module(
      'w9',
      { params: specs, ports: ({ W }) => ({ a: input(uint(W)), q: output(bool) }) },
      // @ts-expect-error
      io => io.q.set(io.a),
    ),
  ],
  [
    'unproved-width?',
    'a vec whose elements have another width',
    module(
      'w10',
      { params: specs, ports: ({ W, D }) => ({ a: input(vec(3, uint(D))), q: output(vec(3, uint(W))) }) },
      // @ts-expect-error
      io => io.q.set(io.a),
    ),
  ],
  [
    'width-mismatch',
    'a vec whose elements have another width, by literals',
    module(
      'w11',
      { params: specs, ports: ({ D }) => ({ a: input(vec(D, uint(7))), q: output(vec(D, uint(8))) }) },
      // @ts-expect-error
      io => io.q.set(io.a),
    ),
  ],
  [
    'type-mismatch',
    'a vec for its element',
    module(
      'w12',
      { params: specs, ports: ({ W, D }) => ({ a: input(vec(D, uint(W))), q: output(uint(W)) }) },
      // @ts-expect-error
      io => io.q.set(io.a),
    ),
  ],
  [
    'unproved-width?',
    'streams of different widths connected',
    module(
      'w13',
      { params: specs, ports: ({ W, D }) => ({ in: sink(uint(D)), out: source(uint(W)) }) },
      // @ts-expect-error
      io => connect(io.in, io.out),
    ),
  ],
  [
    'sign-mismatch',
    'streams of different signs connected',
    module(
      'w14',
      { params: specs, ports: ({ W }) => ({ in: sink(sint(W)), out: source(uint(W)) }) },
      // @ts-expect-error
      io => connect(io.in, io.out),
    ),
  ],
  [
    'sign-mismatch',
    'a sum of signed and unsigned',
    module(
      'w15',
      { params: specs, ports: ({ W }) => ({ a: input(uint(W)), s: input(sint(W)), q: output(uint(W.plus(1))) }) },
      // @ts-expect-error
      io => io.q.set(io.a.add(io.s)),
    ),
  ],
  [
    'sign-mismatch',
    'a comparison of signed and unsigned',
    module(
      'w16',
      { params: specs, ports: ({ W }) => ({ a: input(uint(W)), s: input(sint(W)), q: output(bool) }) },
      // @ts-expect-error
      io => io.q.set(io.a.lt(io.s)),
    ),
  ],
  [
    'width-mismatch',
    'a bitwise operator on different widths',
    module(
      'w17',
      { params: {}, ports: () => ({ a: input(uint(8)), b: input(uint(9)), q: output(uint(8)) }) },
      // @ts-expect-error
      io => io.q.set(io.a.and(io.b)),
    ),
  ],
  [
    'type-mismatch',
    'a comparison for a number',
    module(
      'w18',
      { params: {}, ports: () => ({ q: output(uint(8)) }) },
      // @ts-expect-error
      io => io.q.set(io.q.eq(0)),
    ),
  ],
  [
    'type-mismatch',
    'a mux of a bool and a number',
    module(
      'w19',
      { params: {}, ports: () => ({ p: input(bool), a: input(uint(1)), q: output(bool) }) },
      // @ts-expect-error
      io => io.q.set(mux(io.p, io.p, io.a)),
    ),
  ],
  [
    'width-mismatch',
    'a truncation to another width than the target has',
    module(
      'w20',
      { params: {}, ports: () => ({ a: input(uint(12)), q: output(uint(8)) }) },
      // @ts-expect-error
      io => io.q.set(io.a.truncate(9)),
    ),
  ],
  [
    'unproved-width?',
    'an extension to another parameter than the target has',
    module(
      'w21',
      { params: specs, ports: ({ W }) => ({ a: input(sint(1)), q: output(sint(W)) }) },
      // @ts-expect-error
      (io, { D }) => io.q.set(io.a.fit(D)),
    ),
  ],
  [
    'type-mismatch type-mismatch',
    'unpacking into another type than the target has',
    module(
      'w22',
      { params: {}, ports: () => ({ a: input(uint(8)), q: output(vec(2, uint(4))) }) },
      // @ts-expect-error
      io => io.q.set(unpack(vec(8, bool), io.a)),
    ),
  ],
  [
    'width-mismatch',
    'an element of another width in a vec literal',
    module(
      'w23',
      { params: {}, ports: () => ({ a: input(uint(8)), b: input(uint(7)), q: output(vec(2, uint(8))) }) },
      // @ts-expect-error
      io => io.q.set(vecOf(uint(8), [io.a, io.b])),
    ),
  ],
  [
    'sign-mismatch',
    'a shift amount that is signed',
    module(
      'w24',
      { params: {}, ports: () => ({ a: input(uint(8)), s: input(sint(3)), q: output(uint(8)) }) },
      // @ts-expect-error
      io => io.q.set(io.a.shiftLeft(io.s)),
    ),
  ],
  [
    'unproved-width?',
    'a word of another width written to a memory',
    module('w25', { params: specs, ports: ({ D }) => ({ a: input(uint(4)), d: input(uint(D)) }) }, (io, { W }, m) => {
      const words = m.mem('words', uint(W), 16);
      // @ts-expect-error
      words.write(io.a, io.d);
    }),
  ],
  [
    'width-mismatch',
    'branches of genIf that give different widths',
    module(
      'w26',
      { params: specs, ports: () => ({ a: input(uint(8)), b: input(uint(9)), q: output(uint(8)) }) },
      (io, { W }) => {
        // @ts-expect-error
        io.q.set(genIf(W.eq(1), ['one', () => io.a], ['more', () => io.b]));
      },
    ),
  ],
  [
    'width-mismatch',
    'a scan whose step gives another width',
    module(
      'w27',
      { params: {}, ports: () => ({ a: input(uint(8)), b: input(uint(9)), q: output(vec(4, uint(8))) }) },
      (io, _, m) => {
        // @ts-expect-error
        io.q.set(m.scan('steps', 4, io.a, () => io.b));
      },
    ),
  ],
];

describe.each(wrong)('%s: %s', (code, _, program) => {
  test('is refused by the type checker, and by elaboration', () => {
    expect(reported(program).join(' ')).toBe(code);
  });
});

/** TypeScript orders any two objects of one type, so these pass the checker; nothing else may let them pass. */
describe.each<Refused>([
  [
    'hardware-value',
    'hardware values compared by the host',
    module('o1', { params: {}, ports: () => ({ a: input(uint(8)), b: input(uint(8)), q: output(uint(8)) }) }, io => {
      io.q.set(io.a < io.b ? 1 : 0);
    }),
  ],
  [
    'symbolic-value',
    'parameters compared by the host',
    module('o2', { params: specs, ports: () => ({ q: output(uint(8)) }) }, (io, { W, D }) => {
      io.q.set(W.plus(1) < D.plus(1) ? 1 : 0);
    }),
  ],
])('%s: %s', (code, _, program) => {
  test('is refused by elaboration', () => expect(reported(program)).toEqual([code]));
});

test('what TypeScript alone must reject, because JavaScript has no property there', () => {
  const io = module('t', { params: specs, ports: ({ W }) => ({ a: input(uint(W)), p: input(bool) }) }, (ports, p) => {
    // @ts-expect-error no such port
    void ports.q;
    // @ts-expect-error no such parameter
    void p.DEPTH;
    // @ts-expect-error a bool has no low bits
    void ports.p.truncate;
    // @ts-expect-error a number is no vec
    void ports.a.element;
    // @ts-expect-error a uint is one already
    void ports.a.asUint;
    // @ts-expect-error an integer parameter has no hardware operations
    void p.W.add;
  });
  expect(reported(io)).toEqual([]);
});

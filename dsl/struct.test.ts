import { expect, test } from 'vitest';
import { type Body, compound, messageOf, Op, pair, type Refused, said } from './compound.fixture.ts';
import {
  bool,
  connect,
  flipped,
  input,
  int,
  module,
  mux,
  oneHotEnumeration,
  output,
  sink,
  sint,
  source,
  struct,
  uint,
  vec,
  when,
} from './index.ts';

const refused: readonly Refused[] = [
  [
    'a field that is missing',
    // @ts-expect-error
    io => io.q.set({ first: io.c }),
    [
      'type-mismatch: `a record of fields` expects struct({ first: bool, value: uint(8) }), but got a record without `value`.',
    ],
  ],
  [
    'a field of another width',
    // @ts-expect-error
    io => io.q.set({ first: true, value: io.list.at(0).value.extend(9) }),
    ['width-mismatch: `value` holds 8 bits, but the value has 9.'],
  ],
  [
    'a struct as a condition',
    io => {
      // @ts-expect-error
      when(io.p, () => undefined);
    },
    [
      'type-mismatch: `an operation on one value` expects a bool or a number, but got struct({ first: bool, value: uint(8) }).',
    ],
  ],
  [
    'a struct as a number',
    // @ts-expect-error
    io => io.n.set(io.p),
    [
      'type-mismatch: `an operation on one value` expects a bool or a number, but got struct({ first: bool, value: uint(8) }).',
    ],
  ],
  [
    'a method that a struct does not have',
    // @ts-expect-error
    io => io.n.set(io.p.add(1)),
    [
      'type-mismatch: `an operation on one value` expects a bool or a number, but got struct({ first: bool, value: uint(8) }).',
    ],
  ],
  [
    'another struct',
    (io, m) => {
      const { s } = m.wires({ s: struct({ value: uint(8), first: bool }) });
      s.set({ value: 1, first: false });
      io.q.set(s);
    },
    [
      'type-mismatch: `set` expects struct({ first: bool, value: uint(8) }), but got struct({ value: uint(8), first: bool }).',
    ],
  ],
  [
    'a choice between a struct and a number',
    // @ts-expect-error
    io => io.q.set(mux(io.c, io.p, io.a)),
    ['type-mismatch: `mux` expects struct({ first: bool, value: uint(8) }), but got uint(8).'],
  ],
  [
    'a reset to what the field cannot hold',
    (_, m) => {
      m.regs({ s: pair }, { reset: { s: { value: 256 } } });
    },
    ['constant-out-of-range: The constant 256 does not fit uint(8), which holds 0 to 255.'],
  ],
];

test.each(refused)('a struct refuses: %s', (_, body, expected) => {
  expect(said(compound(body))).toEqual(expected);
});

test('structs that cannot be', () => {
  expect(messageOf(() => struct({}))).toBe('zero-width: A width of 0 is not allowed: a struct has at least one field.');
  // @ts-expect-error
  expect(messageOf(() => struct({ set: bool }))).toBe(
    'illegal-name: `set` cannot be the name of a field: every value has a property of that name.',
  );
  expect(messageOf(() => struct({ 'a b': bool }))).toBe(
    'illegal-name: `a b` cannot be the name of a field: it becomes part of a name in Verilog.',
  );
});
test('connections of structs and groups', () => {
  const Child = module(
    'child',
    { params: { W: int(8) }, ports: ({ W }) => ({ x: input(struct({ a: uint(W), b: bool })) }) },
    (io, _, m) => m.unused({ x: io.x }, 'nothing'),
  );
  const inside = (body: Body): readonly string[] => said(compound(body));
  expect(
    inside((io, m) => {
      // @ts-expect-error
      m.inst('child', Child, { W: 8 }, { x: io.p });
    }),
  ).toEqual([
    'type-mismatch: `inst` expects a struct with a field a for `child.x`, but got struct({ first: bool, value: uint(8) }).',
    'type-mismatch: `inst` expects a struct with a field b for `child.x`, but got struct({ first: bool, value: uint(8) }).',
  ]);
  expect(
    inside((io, m) => {
      // @ts-expect-error
      m.inst('child', Child, { W: 8 }, { x: io.a });
    }),
  ).toEqual([
    'type-mismatch: `inst` expects a struct with a field a for `child.x`, but got uint(8).',
    'type-mismatch: `inst` expects a struct with a field b for `child.x`, but got uint(8).',
  ]);
  const link = () => ({ ask: source(uint(8)), answer: sink(uint(8)) });
  const Side = module('side', { params: {}, ports: () => ({ link: flipped(link()) }) }, io =>
    connect(io.link.ask, io.link.answer),
  );
  const Missing = module('missing', { params: {}, ports: () => ({ link: flipped(link()) }) }, (io, _, m) => {
    // @ts-expect-error
    m.inst('side', Side, {}, { link: { ask: io.link.ask } });
  });
  expect(said(() => Missing)).toEqual([
    'unconnected-port: Port `link_answer` of instance `side` of `side` is not connected.',
  ]);
  const Backward = module('backward', { params: {}, ports: () => ({ link: link() }) }, io => {
    connect(io.link.ask, io.link.answer);
  });
  expect(said(() => Backward).map(line => line.split(':')[0])).toContain('assignment-to-input');
});

test('right programs of structs and enumerations, without an annotation', () => {
  const Right = module(
    'right',
    {
      params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
      ports: ({ N, W }) => ({
        in: sink(struct({ op: Op, lanes: vec(N, struct({ x: sint(W), y: sint(W) })) })),
        out: source(struct({ op: Op, lanes: vec(N, struct({ x: sint(W), y: sint(W) })) })),
        one_hot: input(oneHotEnumeration('left', 'right')),
        sum: output(sint(W)),
        is_left: output(bool),
        code: output(uint(2)),
      }),
    },
    (io, { N }, m) => {
      connect(io.in, io.out);
      const lane = io.in.bits.lanes.at(N.minus(1));
      io.sum.set(lane.x.addWrap(lane.y));
      io.is_left.set(io.one_hot.is('left'));
      io.code.set(io.in.bits.op.asUint());
      const { kept } = m.regs({ kept: lane.type }, { reset: { kept: { x: 0 } } });
      when(io.in.fire.and(io.in.bits.op.ne('nop')), () => kept.set({ x: lane.y, y: 0 }));
      m.unused({ kept }, 'an example');
    },
  );
  expect(said(() => Right)).toEqual([]);
  expect(Right.elaborate().obligations).toEqual([]);
});

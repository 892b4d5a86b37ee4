import { describe, expect, test } from 'vitest';
import { DiagnosticError } from './diagnostics/diagnostic.ts';
import {
  type AnyModule,
  type Builder,
  bool,
  bufferStream,
  connect,
  enumeration,
  flipped,
  forkStream,
  fsm,
  type Io,
  input,
  int,
  match,
  module,
  mux,
  oneHotEnumeration,
  oneHotMux,
  output,
  priorityMux,
  sink,
  sint,
  source,
  struct,
  uint,
  vec,
  when,
} from './index.ts';
import { checkModule } from './passes/check/checkModule.ts';
import { simulate } from './simulate/simulate.ts';

/** What is wrong with a description, by code and sentence. */
function said(described: () => AnyModule): readonly string[] {
  try {
    return checkModule(described().elaborate()).diagnostics.map(({ code, message }) => `${code}: ${message}`);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
    throw error;
  }
}

const Op = enumeration('add', 'sub', 'nop');
const Other = enumeration('add', 'sub', 'mul');
const pair = struct({ first: bool, value: uint(8) });

const ports = () => ({
  op: input(Op),
  p: input(pair),
  list: input(vec(4, pair)),
  a: input(uint(8)),
  c: input(bool),
  q: output(pair),
  r: output(Op),
  n: output(uint(8)),
});

type Body = (io: Io<ReturnType<typeof ports>>, m: Builder) => void;

/** A module with those ports, of which those that `body` leaves out are driven. */
const wrong = (body: Body) => (): AnyModule =>
  module('m', { params: {}, ports }, (io, _, m) => {
    io.q.set(io.p);
    io.r.set(io.op);
    io.n.set(io.a);
    body(io, m);
  });

const programs: readonly (readonly [what: string, body: Body, expected: readonly string[]])[] = [
  [
    'a name that the enumeration does not have',
    // @ts-expect-error
    io => io.r.set('mul'),
    ["type-mismatch: `a name` expects enumeration(add, sub, nop), but got 'mul'."],
  ],
  [
    'a name that every object has',
    // @ts-expect-error
    io => io.r.set('constructor'),
    ["type-mismatch: `a name` expects enumeration(add, sub, nop), but got 'constructor'."],
  ],
  [
    'another enumeration',
    (io, m) => {
      const { other } = m.wires({ other: Other });
      other.set('mul');
      // @ts-expect-error
      io.r.set(other);
    },
    ['type-mismatch: `set` expects enumeration(add, sub, nop), but got enumeration(add, sub, mul).'],
  ],
  [
    'a number for an enumeration',
    // @ts-expect-error
    io => io.r.set(1),
    ['type-mismatch: `a constant` expects a bool or a number, but got enumeration(add, sub, nop).'],
  ],
  [
    'arithmetic on an enumeration',
    // @ts-expect-error
    io => io.n.set(io.op.add(1)),
    ['type-mismatch: `a constant` expects a bool or a number, but got enumeration(add, sub, nop).'],
  ],
  [
    'an order of enumerations',
    // @ts-expect-error
    io => when(io.op.lt(io.op), () => undefined),
    ['type-mismatch: `lt` expects a uint or a sint, but got enumeration(add, sub, nop).'],
  ],
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
    'a match without an arm for every name',
    // @ts-expect-error
    io => match(io.op, { add: () => io.n.set(1), sub: () => io.n.set(2) }),
    ['non-exhaustive-match: The arms of `match` are not those that its value needs: `nop` is missing.'],
  ],
  [
    'a match with an arm too many',
    // @ts-expect-error
    io => match(io.op, { add: () => io.a, sub: () => io.a, mul: () => io.a }),
    [
      'non-exhaustive-match: The arms of `match` are not those that its value needs: `nop` is missing and `mul` is unknown.',
    ],
  ],
  [
    'a match on a number without otherwise',
    // @ts-expect-error
    io => match(io.a, { 1: () => io.n.set(1) }),
    ['non-exhaustive-match: The arms of `match` are not those that its value needs: there is no `otherwise`.'],
  ],
  [
    'a match on a number that it cannot be',
    io => match(io.a, { 256: () => io.n.set(1), otherwise: () => undefined }),
    ['constant-out-of-range: The constant 256 does not fit uint(8), which holds 0 to 255.'],
  ],
  [
    'a match whose arms give values under different names',
    io => {
      // @ts-expect-error
      const { x } = match(io.op, { add: () => ({ x: io.a }), sub: () => ({ y: io.a }), nop: () => io.a });
      io.n.set(x);
    },
    ['undriven: The result `x` is never given a value: arm `sub` of `match` does not return it.'],
  ],
  [
    'a wire that a match gives a value in one arm only',
    (io, m) => {
      const { w } = m.wires({ w: uint(8) });
      match(io.op, { add: () => w.set(1), sub: () => undefined, nop: () => undefined });
      io.n.set(w);
    },
    ['no-default: `w` keeps no value, but is assigned only under a condition.'],
  ],
  [
    'a state that is unknown',
    io => {
      // @ts-expect-error
      fsm('idle', { idle: go => when(io.c, () => go('run')) });
    },
    ["type-mismatch: `a name` expects enumeration(idle), but got 'run'."],
  ],
  [
    'a first state that is unknown',
    () => {
      // @ts-expect-error
      fsm('start', { idle: go => go('idle') });
    },
    ["type-mismatch: `a name` expects enumeration(idle), but got 'start'."],
  ],
  [
    'states that cannot be reached',
    io => {
      const control = fsm('idle', {
        idle: go => when(io.c, () => go('run')),
        run: go => go('idle'),
        stop: go => go('rest'),
        rest: go => go('stop'),
      });
      io.n.set(mux(control.is('run'), 1, io.a));
    },
    [
      'unreachable-state: State `stop` is never entered: no `go` leads from `idle` to it.',
      'unreachable-state: State `rest` is never entered: no `go` leads from `idle` to it.',
    ],
  ],
  [
    'a `go` kept for later',
    io => {
      let kept: ((state: 'idle') => void) | undefined;
      fsm('idle', {
        idle: go => {
          kept = go;
        },
      });
      when(io.c, () => kept?.('idle'));
    },
    ['misplaced-statement: `go` cannot stand inside another state.'],
  ],
  [
    'a machine inside a when',
    io => {
      when(io.c, () => {
        fsm('idle', { idle: go => go('idle') });
      });
    },
    ['misplaced-statement: `fsm` cannot stand inside a `when`.'],
  ],
  [
    'choices by as many bits as there are not values',
    io => io.q.set(oneHotMux(io.a, io.list)),
    ['width-mismatch: `oneHotMux` holds 4 bits, but the value has 8.'],
  ],
  [
    'a choice between types',
    // @ts-expect-error
    io => io.n.set(priorityMux([[io.c, io.p]], io.a)),
    [
      'type-mismatch: `an operation on one value` expects a bool or a number, but got struct({ first: bool, value: uint(8) }).',
    ],
  ],
  [
    'a pipeline of fewer than no stages, and a table without constants',
    (io, m) => io.n.set(m.pipe(io.a, -1)),
    ['constant-out-of-range: The constant -1 does not fit a number of stages, which holds 0 to 2^31 - 1.'],
  ],
  [
    'a reset to what the field cannot hold',
    (_, m) => {
      m.regs({ s: pair }, { reset: { s: { value: 256 } } });
    },
    ['constant-out-of-range: The constant 256 does not fit uint(8), which holds 0 to 255.'],
  ],
];

describe('wrong programs', () => {
  test.each(programs)('%s', (_, body, expected) => {
    expect(said(wrong(body))).toEqual(expected);
  });

  test('types that cannot be', () => {
    const message = (make: () => unknown): string => {
      try {
        make();
      } catch (error) {
        if (error instanceof DiagnosticError) return error.message;
        throw error;
      }
      return 'nothing';
    };
    expect(message(() => struct({}))).toBe('zero-width: A width of 0 is not allowed: a struct has at least one field.');
    // @ts-expect-error
    expect(message(() => struct({ set: bool }))).toBe(
      'illegal-name: `set` cannot be the name of a field: every value has a property of that name.',
    );
    expect(message(() => struct({ 'a b': bool }))).toBe(
      'illegal-name: `a b` cannot be the name of a field: it becomes part of a name in Verilog.',
    );
    expect(message(() => enumeration('a', 'a'))).toBe('duplicate-name: Name `a` is declared twice.');
    expect(message(() => enumeration({ a: 1, b: 1 }))).toBe('duplicate-name: Code 1 of `a` and `b` is declared twice.');
    expect(message(() => enumeration({ a: -1 }))).toBe(
      'constant-out-of-range: The constant -1 does not fit a code of an enumeration, which holds 0 to 2^53.',
    );
    expect(message(() => oneHotEnumeration())).toBe(
      'zero-width: A width of 0 is not allowed: an enumeration has at least one name.',
    );
  });

  test('connections of structs and groups', () => {
    const Child = module(
      'child',
      { params: { W: int(8) }, ports: ({ W }) => ({ x: input(struct({ a: uint(W), b: bool })) }) },
      (io, _, m) => m.unused({ x: io.x }, 'nothing'),
    );
    const inside = (body: Body): readonly string[] => said(wrong(body));
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

  test('streams of no branches, of no depth', () => {
    const simple = (body: (io: Io<{ in: ReturnType<typeof sink<typeof pair>> }>) => void) => () =>
      module('m', { params: {}, ports: () => ({ in: sink(pair) }) }, body);
    expect(said(simple(io => void forkStream(io.in, 0)))).toEqual([
      'constant-out-of-range: The constant 0 does not fit a number of branches, which holds 1 to 2^31 - 1.',
    ]);
    expect(said(simple(io => void bufferStream(io.in, 0)))).toEqual([
      'constant-out-of-range: The constant 0 does not fit a depth, which holds 1 to 2^31 - 1.',
    ]);
  });
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

test('a register of an enumeration resets to a name: that of code 0, or the first', () => {
  const Resets = module(
    'resets',
    {
      params: {},
      ports: () => ({
        hot: output(uint(2)),
        coded: output(uint(2)),
        counted: output(uint(2)),
        field: output(uint(2)),
      }),
    },
    (io, _, m) => {
      const hot = oneHotEnumeration('left', 'right');
      const { a, b, c, d } = m.regs({ a: hot, b: enumeration({ run: 3, idle: 0 }), c: Op, d: struct({ hot }) });
      io.hot.set(a.asUint());
      io.coded.set(b.asUint());
      io.counted.set(c.asUint());
      io.field.set(d.hot.asUint());
    },
  );
  const simulator = simulate(Resets);
  expect(['hot', 'coded', 'counted', 'field'].map(port => simulator.peek(port))).toEqual([1, 0, 0, 1]);
});

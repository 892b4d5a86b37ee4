import { describe, expect, test } from 'vitest';
import { bool, genFor, indexWidth, input, int, module, output, sink, sint, source, uint, vec, when } from '../index.ts';
import { simulate } from './simulate.ts';
import { SimulationError } from './simulationError.ts';
import { thrown } from './thrown.fixture.ts';

const Counter = module(
  'counter',
  {
    params: { N: int(5, { min: 2 }) },
    ports: ({ N }) => ({
      enable: input(bool),
      clear: input(bool),
      count: output(uint(indexWidth(N))),
      last: output(bool),
    }),
  },
  (io, { N }, m) => {
    const { count } = m.regs({ count: io.count.type }, { reset: { count: 1 } });
    when(io.enable, () => count.set(count.incMod(N)));
    when(io.clear, () => count.set(0));
    io.count.set(count);
    io.last.set(count.eq(N.minus(1)));
  },
);

test('a register starts at its reset value, keeps its value, and the last assignment wins', () => {
  const simulator = simulate(Counter);
  const counts: number[] = [];
  const run = (enable: boolean, clear: boolean): void => {
    simulator.poke('enable', enable);
    simulator.poke('clear', clear);
    simulator.step();
    counts.push(simulator.peekNumber('count'));
  };
  for (let cycle = 0; cycle < 6; cycle++) run(true, false);
  run(false, false);
  run(true, true);
  run(true, false);
  expect(counts).toEqual([2, 3, 4, 0, 1, 2, 2, 0, 1]);
  simulator.step(3);
  expect(simulator.peek('last')).toBe(1);
  simulator.reset();
  expect([simulator.peekNumber('count'), simulator.cycle]).toEqual([1, 13]);
});

test('outputs follow inputs in the same cycle', () => {
  const Adder = module(
    'adder',
    {
      params: { W: int(40, { min: 1 }) },
      ports: ({ W }) => ({ a: input(sint(W)), b: input(sint(W)), sum: output(sint(W.plus(1))), less: output(bool) }),
    },
    io => {
      io.sum.set(io.a.add(io.b));
      io.less.set(io.a.lt(io.b));
    },
  );
  const simulator = simulate(Adder);
  simulator.poke('a', -(2 ** 39));
  simulator.poke('b', -1n);
  expect([simulator.peek('sum'), simulator.peek('less')]).toEqual([-(2n ** 39n) - 1n, 1]);
  const narrow = simulate(Adder, { W: 4 });
  narrow.poke('a', -8);
  narrow.poke('b', -8);
  expect([narrow.peek('sum'), narrow.peek('less')]).toEqual([-16, 0]);
});

describe('ports', () => {
  const Grid = module(
    'grid',
    {
      params: { ROWS: int(2, { min: 1 }), COLS: int(3, { min: 1 }) },
      ports: ({ ROWS, COLS }) => ({
        a: input(vec(ROWS, vec(COLS, sint(4)))),
        wide: input(uint(33)),
        q: output(vec(COLS, vec(ROWS, sint(5)))),
        same: output(uint(33)),
      }),
    },
    (io, { ROWS, COLS }) => {
      io.same.set(io.wide);
      genFor(ROWS, 'row', r => genFor(COLS, 'col', c => io.q.at(c).at(r).set(io.a.at(r).at(c).add(1))));
    },
  );

  test('vecs go in and come out as arrays', () => {
    const simulator = simulate(Grid);
    simulator.poke('a', [
      [-8, -1, 0],
      [1n, 2, 7],
    ]);
    expect(simulator.peek('q')).toEqual([
      [-7, 2],
      [0, 3],
      [1, 8],
    ]);
    expect(simulator.peekNumbers('q')).toEqual([-7, 2, 0, 3, 1, 8]);
    expect(simulator.peek('same')).toBe(0n);
  });

  test.each([
    ['b', 0, 'unknown-port: `grid` has no port `b`.'],
    ['q', 0, 'type-mismatch: `poke` expects an input, but got output `q`.'],
    ['a', 0, 'type-mismatch: `a value for `a`` expects an array of 2 x 3, but got the number 0.'],
    ['a', [[1, 2, 3]], 'type-mismatch: `a value for `a`` expects an array of 2 x 3, but got an array of 1.'],
    ['wide', [1], 'type-mismatch: `a value for `wide`` expects one number, but got an array of 1.'],
    [
      'a',
      [
        [0, 0, 0],
        [0, 8, 0],
      ],
      'constant-out-of-range: The constant 8 does not fit `a[1][1]`, a sint(4), which holds -8 to 7.',
    ],
    [
      'wide',
      0.5,
      'constant-out-of-range: The constant 0.5 does not fit `wide`, a uint(33), which holds 0 to 8589934591.',
    ],
  ])('a wrong value for %s is refused', (port, value, message) => {
    expect(thrown(() => simulate(Grid).poke(port, value))).toBe(`DiagnosticError: ${message}`);
  });

  test('numbers are not asked of what does not fit them', () => {
    const Wide = module('wide', { params: {}, ports: () => ({ now: output(uint(70)) }) }, ({ now }) => now.set(0));
    expect(thrown(() => simulate(Wide).peekNumber('now'))).toBe('RangeError: now does not fit a number: use peek.');
    expect(thrown(() => simulate(Grid).peekNumber('q'))).toBe('RangeError: q is a vec: use peekNumbers.');
  });
});

test('instances in loops, with streams between them', () => {
  const Stage = module(
    'stage',
    {
      params: { WIDTH: int(8, { min: 1 }) },
      ports: ({ WIDTH }) => ({ in: sink(uint(WIDTH)), out: source(uint(WIDTH)) }),
    },
    (io, _, m) => {
      const { full, held } = m.regs({ full: bool, held: io.in.bits.type });
      io.in.ready.set(full.not().or(io.out.ready));
      io.out.valid.set(full);
      io.out.bits.set(held);
      when(io.in.ready, () => {
        full.set(io.in.valid);
        held.set(io.in.bits);
      });
    },
  );
  const Line = module(
    'line',
    { params: { W: int(4, { min: 1 }) }, ports: ({ W }) => ({ in: sink(uint(W)), out: source(uint(W)) }) },
    (io, { W }, m) => {
      const { between } = m.streams({ between: uint(W) });
      m.inst('first', Stage, { WIDTH: W }, { in: io.in, out: between });
      m.inst('second', Stage, { WIDTH: W }, { in: between, out: io.out });
    },
  );
  const simulator = simulate(Line);
  simulator.poke('in_valid', true);
  simulator.poke('in_bits', 9);
  simulator.step();
  simulator.poke('in_bits', 6);
  expect(simulator.peek('out_valid')).toBe(0);
  simulator.step();
  expect([simulator.peek('out_valid'), simulator.peek('out_bits'), simulator.peek('in_ready')]).toEqual([1, 9, 0]);
});

test('a violated assertion ends the run, but not under reset', () => {
  const Limited = module(
    'limited',
    { params: {}, ports: () => ({ a: input(uint(4)), q: output(uint(4)) }) },
    (io, _, m) => {
      io.q.set(io.a);
      m.assert(io.a.lt(9), 'a stays below 9');
    },
  );
  const simulator = simulate(Limited);
  simulator.poke('a', 8);
  simulator.step(2);
  simulator.poke('a', 9);
  simulator.reset();
  expect(() => simulator.step()).toThrow(SimulationError);
  expect(thrown(() => simulator.step())).toBe('SimulationError: cycle 3: assert: a stays below 9');
});

test('a combinational loop is refused with its path', () => {
  const Loop = module('loop', { params: {}, ports: () => ({ a: input(uint(4)), q: output(uint(4)) }) }, (io, _, m) => {
    const { x, y } = m.wires({ x: uint(4), y: uint(4) });
    x.set(y.inc());
    y.set(x.xor(io.a));
    io.q.set(x);
  });
  expect(thrown(() => simulate(Loop))).toBe(
    'DiagnosticError: combinational-loop: The value of `y` depends on itself without a register in between: `y` <- `x` <- `y`.',
  );
});

test('a long chain of wires behind an element that may not exist', () => {
  const Chain = module(
    'chain',
    {
      params: { N: int(4, { min: 1 }) },
      ports: ({ N }) => ({ a: input(vec(N, uint(16))), index: input(uint(13)), q: output(uint(16)) }),
    },
    (io, { N }, m) => {
      const sums = m.scan('sum', N, io.a.at(io.index), (previous, i) => previous.addWrap(io.a.at(i)));
      io.q.set(sums.at(N.minus(1)));
    },
  );
  const simulator = simulate(Chain, { N: 5000 });
  simulator.poke(
    'a',
    Array.from({ length: 5000 }, (_, i) => i),
  );
  simulator.poke('index', 10);
  expect(simulator.peek('q')).toBe((10 + (4999 * 5000) / 2) % 65536);
  simulator.poke('index', 5000);
  expect(thrown(() => simulator.step())).toBe(
    'SimulationError: cycle 0: element 5000 of `a` is read, which has 5000 elements',
  );
});

test('a parent whose values violate a child’s relation is refused in the words of the check', () => {
  const Child = module(
    'child',
    {
      params: { LANES: int(4, { min: 1 }), COLS: int(4, { min: 1 }) },
      where: ({ LANES, COLS }) => [LANES.atMost(COLS)],
      ports: ({ COLS }) => ({ a: input(uint(COLS)), y: output(uint(COLS)) }),
    },
    io => io.y.set(io.a),
  );
  const Parent = module(
    'parent',
    { params: { COLS: int(4, { min: 1 }) }, ports: ({ COLS }) => ({ a: input(uint(COLS)), y: output(uint(COLS)) }) },
    (io, { COLS }, m) => m.inst('lanes', Child, { COLS }, { a: io.a, y: io.y }),
  );
  expect(() => simulate(Parent, { COLS: 2 })).toThrow(
    /^illegal-instance: Instance `lanes` of `child` is not legal when COLS = 2: its relation LANES <= COLS does not hold/,
  );
});

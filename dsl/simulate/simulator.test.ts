import { describe, expect, test } from 'vitest';
import {
  bool,
  genFor,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  sink,
  sint,
  source,
  uint,
  vec,
  when,
} from '../index.ts';
import { simulate } from './simulate.ts';
import { SimulationError } from './simulationError.ts';

/** What a function throws, as text. */
function thrown(body: () => void): string {
  try {
    body();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return 'nothing';
}

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

const Scratch = module(
  'scratch',
  {
    params: { DEPTH: int(6, { min: 1 }) },
    ports: ({ DEPTH }) => ({
      write: input(bool),
      to: input(uint(indexWidth(DEPTH))),
      data: input(uint(70)),
      from: input(uint(indexWidth(DEPTH))),
      now: output(uint(70)),
      later: output(uint(70)),
      newest: output(uint(70)),
    }),
  },
  (io, { DEPTH }, m) => {
    const words = m.mem('words', uint(70), DEPTH);
    const others = m.mem('others', uint(70), DEPTH, { readDuringWrite: 'new' });
    when(io.write, () => {
      words.write(io.to, io.data);
      others.write(io.to, io.data);
    });
    io.now.set(words.read(io.from));
    io.later.set(words.readSync(io.from));
    io.newest.set(others.readSync(io.from));
  },
);

test('memories: a read at once, a read of the next cycle, read during write', () => {
  const simulator = simulate(Scratch);
  const store = (to: number, data: bigint, from: number): void => {
    simulator.poke('write', true);
    simulator.poke('to', to);
    simulator.poke('data', data);
    simulator.poke('from', from);
    simulator.step();
  };
  store(3, 5n, 3);
  store(3, 2n ** 69n, 3);
  expect([simulator.peek('now'), simulator.peek('later'), simulator.peek('newest')]).toEqual([
    2n ** 69n,
    5n,
    2n ** 69n,
  ]);
  store(0, 1n, 3);
  expect([simulator.peek('now'), simulator.peek('later')]).toEqual([2n ** 69n, 2n ** 69n]);
});

test('memories and registers without reset start at random, by the seed', () => {
  const contents = (seed: number): unknown[] => {
    const simulator = simulate(Scratch, {}, { seed });
    return [0, 1, 2, 3, 4, 5].map(from => {
      simulator.poke('from', from);
      return simulator.peek('now');
    });
  };
  expect(contents(1)).toEqual(contents(1));
  expect(contents(1)).not.toEqual(contents(2));
  expect(new Set(contents(1)).size).toBe(6);
});

test('an address beyond the depth is reported where it matters, and leaves the state as it was', () => {
  const simulator = simulate(Scratch);
  simulator.poke('to', 7);
  simulator.step();
  simulator.poke('write', true);
  expect(thrown(() => simulator.step())).toBe(
    'SimulationError: cycle 1: word 7 of memory `words` is written, which has 6 words',
  );
  simulator.reset();
  simulator.poke('write', false);
  simulator.poke('from', 6);
  expect(thrown(() => simulator.step(4))).toBe(
    'SimulationError: cycle 2: word 6 of memory `words` is read, which has 6 words',
  );
  expect(simulator.cycle).toBe(2);
});

test('an index beyond the length is reported only in cycles that use the element', () => {
  const Chooser = module(
    'chooser',
    {
      params: {},
      ports: () => ({
        valid: input(bool),
        index: input(uint(2)),
        list: input(vec(3, uint(8))),
        kept: output(uint(8)),
        guarded: output(uint(8)),
        both: output(bool),
      }),
    },
    (io, _, m) => {
      const { kept, guarded, both } = m.regs({ kept: uint(8), guarded: uint(8), both: bool });
      const chosen = io.list.at(io.index);
      when(io.valid, () => kept.set(chosen));
      guarded.set(mux(io.index.eq(3), 0, chosen));
      both.set(io.index.ne(3).and(chosen.gt(0)));
      io.kept.set(kept);
      io.guarded.set(guarded);
      io.both.set(both);
    },
  );
  const simulator = simulate(Chooser);
  simulator.poke('list', [7, 8, 9]);
  simulator.poke('index', 3);
  simulator.step();
  expect([simulator.peek('guarded'), simulator.peek('both')]).toEqual([0, 0]);
  simulator.poke('index', 2);
  simulator.step();
  expect([simulator.peek('guarded'), simulator.peek('both'), simulator.peek('kept')]).toEqual([9, 1, 0]);
  simulator.poke('index', 3);
  simulator.poke('valid', true);
  expect(thrown(() => simulator.step())).toBe(
    'SimulationError: cycle 2: element 3 of `list` is read, which has 3 elements',
  );
});

test('an assignment to an element beyond the length is reported, and those inside go where they should', () => {
  const Bank = module(
    'bank',
    {
      params: { N: int(5, { min: 1 }) },
      ports: ({ N }) => ({
        write: input(bool),
        index: input(uint(3)),
        data: input(uint(8)),
        q: output(vec(N, uint(8))),
      }),
    },
    (io, { N }, m) => {
      const { bank } = m.regs({ bank: vec(N, uint(8)) });
      when(io.write, () => bank.at(io.index).set(io.data));
      io.q.set(bank);
    },
  );
  const simulator = simulate(Bank);
  simulator.poke('data', 200);
  simulator.poke('index', 7);
  simulator.step();
  simulator.poke('write', true);
  expect(thrown(() => simulator.step())).toBe(
    'SimulationError: cycle 1: element 7 of `bank` is assigned, which has 5 elements',
  );
  simulator.poke('index', 3);
  simulator.step();
  expect(simulator.peek('q')).toEqual([0, 0, 0, 200, 0]);
});

test('an element chosen among registers and among results', () => {
  const Chooser = module(
    'chooser',
    {
      params: { N: int(6, { min: 1 }) },
      ports: () => ({ index: input(uint(3)), step: input(uint(8)), q: output(uint(8)), next: output(uint(8)) }),
    },
    (io, { N }, m) => {
      const { values, sums } = { ...m.regs({ values: vec(N, uint(8)) }), ...m.wires({ sums: vec(N, uint(8)) }) };
      genFor(N, 'lane', i => {
        sums.at(i).set(values.at(i).addWrap(io.step).addWrap(i));
        values.at(i).set(sums.at(i));
      });
      io.q.set(values.at(io.index));
      io.next.set(sums.at(io.index));
    },
  );
  const simulator = simulate(Chooser);
  simulator.poke('step', 40);
  simulator.step(3);
  for (let index = 0; index < 6; index++) {
    simulator.poke('index', index);
    expect([simulator.peek('q'), simulator.peek('next')]).toEqual([120 + 3 * index, 160 + 4 * index]);
  }
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
    const simulator = simulate(Scratch);
    expect(thrown(() => simulator.peekNumber('now'))).toBe('RangeError: now does not fit a number: use peek.');
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

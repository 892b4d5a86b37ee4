import { expect, it } from 'vitest';
import {
  bool,
  clock,
  clocked,
  input,
  module,
  output,
  SimulationError,
  simulate,
  synchronise,
  synchroniseReset,
  uint,
  when,
} from '../index.ts';

/** Counts in each of two domains, the slow one with an enable; a flag of the fast one is seen by the slow one. */
const Pair = module(
  'pair',
  {
    params: {},
    clocks: { fast: clock({ reset: 'asynchronous', active: 'low' }), slow: clock({ enable: true }) },
    ports: (_, { fast, slow }) => ({
      up: fast.port(input(bool)),
      fast_count: fast.port(output(uint(4))),
      slow_count: slow.port(output(uint(4))),
      seen: slow.port(output(bool)),
    }),
  },
  (io, _, m, { fast, slow }) => {
    const { count, odd } = clocked(fast, () => m.regs({ count: uint(4), odd: bool }, { reset: { count: 3 } }));
    when(io.up, () => {
      count.set(count.inc());
      odd.set(odd.not());
    });
    io.fast_count.set(count);
    clocked(slow, () => {
      const { own } = m.regs({ own: uint(4) });
      own.set(own.inc());
      io.slow_count.set(own);
      const seen = synchronise(odd);
      io.seen.set(seen);
      m.assert(own.ne(9), 'never nine');
      m.cover(own.eq(2), 'two');
    });
  },
);

it('steps through the edges of clocks with periods of their own', () => {
  const simulator = simulate(Pair, {}, { periods: { fast: 4, slow: { period: 10, phase: 1 } } });
  simulator.poke('up', true);
  const recording = simulator.record();
  simulator.step(10);
  expect(recording.waves()).toMatchInlineSnapshot(`
    "cycle       0  1  2  3  4  5  6  7  8  9
    fast_clk    ▔▔▔▔▔▔▁▁▁▔▔▔▔▔▔▔▔▔▁▁▁▔▔▔▔▔▔▁▁▁
    slow_clk    ▁▁▁▁▁▁▔▔▔▁▁▁▁▁▁▁▁▁▔▔▔▁▁▁▁▁▁▔▔▔
    fast_rst_n  ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    slow_rst    ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
    slow_en     ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    up          ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    fast_count  │3 │4 │5    │6 │7 │8    │9 │10
    slow_count  │0       │1          │2
    seen        ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁"
  `);
  expect([simulator.cycle, simulator.time]).toEqual([10, 31]);
  expect(simulator.due).toEqual(['fast']);
  simulator.step(2, 'slow');
  expect([simulator.peek('slow_count'), simulator.time]).toEqual([5, 51]);
});

it('writes each clock with its own edges into a value change dump', () => {
  const simulator = simulate(Pair, {}, { periods: { fast: 4, slow: { period: 10, phase: 1 } } });
  const recording = simulator.record(['slow_count']);
  simulator.step(5);
  expect(recording.vcd()).toMatchInlineSnapshot(`
    "$version Scoville $end
    $timescale 1 ps $end
    $scope module pair $end
    $var wire 1 ! fast_clk $end
    $var wire 1 " slow_clk $end
    $var wire 4 # slow_count [3:0] $end
    $upscope $end
    $enddefinitions $end
    #0
    $dumpvars
    0!
    0"
    b0 #
    $end
    #4000
    1!
    #6000
    0!
    #8000
    1!
    #10000
    0!
    #11000
    1"
    b1 #
    #12000
    1!
    #12500
    0"
    #14000
    0!
    #16000
    1!
    #18000
    0!
    "
  `);
});

it('has edges that a test asks for', () => {
  const simulator = simulate(Pair);
  simulator.poke('up', true);
  simulator.tick('fast');
  simulator.tick('fast');
  expect([simulator.peek('fast_count'), simulator.peek('slow_count')]).toEqual([5, 0]);
  simulator.tick('fast', 'slow');
  simulator.tick('slow');
  expect([simulator.peek('fast_count'), simulator.peek('slow_count')]).toEqual([6, 2]);
  expect(simulator.coverage()).toEqual([{ message: 'two', path: '', count: 0 }]);
  simulator.tick('slow');
  expect(simulator.coverage()).toEqual([{ message: 'two', path: '', count: 1 }]);
  expect(() => simulator.tick('quick')).toThrow('`pair` has no clock `quick`.');
  expect(() => simulate(Pair, {}, { periods: { quick: 3 } })).toThrow('`pair` has no clock `quick`.');
  expect(() => simulate(Pair, {}, { periods: { fast: 0 } })).toThrow('period of 0');
});

it('resets at once or at an edge, and stands still without its enable', () => {
  const simulator = simulate(Pair);
  simulator.poke('up', true);
  simulator.step(4);
  simulator.poke('fast_rst_n', false);
  simulator.poke('slow_rst', true);
  expect([simulator.peek('fast_count'), simulator.peek('slow_count')]).toEqual([3, 4]);
  simulator.poke('slow_en', false);
  simulator.tick('slow');
  expect(simulator.peek('slow_count')).toBe(0);
  simulator.poke('fast_rst_n', true);
  simulator.poke('slow_rst', false);
  simulator.step(3);
  expect([simulator.peek('fast_count'), simulator.peek('slow_count')]).toEqual([6, 0]);
  simulator.reset(2);
  expect(simulator.peek('fast_count')).toBe(3);
});

it('checks at the edges of the clock that an assertion belongs to, outside its reset and enable', () => {
  const simulator = simulate(Pair);
  for (let edge = 0; edge < 9; edge++) simulator.tick('slow');
  simulator.step(0);
  for (let edge = 0; edge < 20; edge++) simulator.tick('fast');
  simulator.poke('slow_en', false);
  simulator.tick('slow');
  simulator.poke('slow_en', true);
  expect(() => simulator.tick('slow')).toThrow(SimulationError);
  simulator.poke('slow_rst', true);
  simulator.tick('slow');
  expect(simulator.peek('slow_count')).toBe(0);
});

it('releases a synchronised reset at an edge, two edges later', () => {
  const Board = module(
    'board',
    {
      params: {},
      clocks: { board: clock({ reset: 'asynchronous', active: 'low' }) },
      ports: () => ({ count: output(uint(4)) }),
    },
    ({ count }, _, m, { board }) => {
      const inner = synchroniseReset(board);
      clocked(inner, () => {
        const { value } = m.regs({ value: uint(4) });
        value.set(value.inc());
        count.set(value);
      });
    },
  );
  const simulator = simulate(Board);
  const counts = (): number[] =>
    Array.from({ length: 5 }, () => {
      simulator.step();
      return simulator.peekNumber('count');
    });
  expect(counts()).toEqual([0, 0, 1, 2, 3]);
  simulator.poke('board_rst_n', false);
  expect(simulator.peek('count')).toBe(0);
  simulator.poke('board_rst_n', true);
  expect(counts()).toEqual([0, 0, 1, 2, 3]);
});

it('gives a module without clocks below the reset that its parent has', () => {
  const Counter = module('counter', { params: {}, ports: () => ({ count: output(uint(4)) }) }, ({ count }, _, m) => {
    const { value } = m.regs({ value: uint(4) });
    value.set(value.inc());
    count.set(value);
  });
  const Inner = module(
    'inner',
    { params: {}, clocks: { main: clock({ active: 'low' }) }, ports: () => ({ count: output(uint(4)) }) },
    ({ count }, _, m) => m.inst('counter', Counter, {}, { count }),
  );
  const Outer = module(
    'outer',
    { params: {}, ports: () => ({ clear: input(bool), count: output(uint(4)) }) },
    ({ clear, count }, _, m) => m.inst('inner', Inner, {}, { count }, { alsoReset: clear }),
  );
  const simulator = simulate(Outer);
  simulator.step(3);
  expect(simulator.peek('count')).toBe(3);
  simulator.poke('clear', true);
  simulator.step();
  expect(simulator.peek('count')).toBe(0);
  simulator.poke('clear', false);
  simulator.step(2);
  expect(simulator.peek('count')).toBe(2);
  simulator.reset();
  expect(simulator.peek('count')).toBe(0);
});

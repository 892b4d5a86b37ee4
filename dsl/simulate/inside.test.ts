import { expect, test } from 'vitest';
import {
  bool,
  connect,
  enumeration,
  genFor,
  input,
  int,
  match,
  module,
  mux,
  output,
  sink,
  source,
  struct,
  uint,
  vec,
  when,
} from '../index.ts';
import { monitorStream } from './monitor.ts';
import { simulate } from './simulate.ts';
import { randomStalls, runStreams } from './streams.ts';

const Operation = enumeration('add', 'subtract', 'hold');
const pixel = struct({ red: uint(5), inner: struct({ flags: vec(2, bool), blue: uint(40) }) });

/** Structs, enumerations and vecs of structs on every kind of port and register. */
const Painter = module(
  'painter',
  {
    params: { N: int(3, { min: 1 }) },
    ports: ({ N }) => ({
      operation: input(Operation),
      in: sink(pixel),
      out: source(pixel),
      all: input(vec(N, pixel)),
      chosen: output(vec(N, pixel)),
      last: output(Operation),
    }),
  },
  (io, { N }, m) => {
    const { held, full, last, canvas } = m.regs({ held: pixel, full: bool, last: Operation, canvas: vec(N, pixel) });
    const ram = m.mem('ram', pixel, 4);
    last.set(io.operation);
    io.last.set(last);
    io.in.ready.set(full.not().or(io.out.ready));
    io.out.valid.set(full);
    io.out.bits.set(held);
    const { level } = m.wires({ level: uint(5) });
    level.set(
      match(io.operation, {
        add: () => io.in.bits.red.inc(),
        subtract: () => io.in.bits.red.dec(),
        hold: () => io.in.bits.red,
      }),
    );
    when(io.in.ready, () => {
      full.set(io.in.valid);
      held.set({ red: level, inner: io.in.bits.inner });
    });
    when(io.in.fire, () => ram.write(level.slice(0, 2), io.in.bits));
    io.chosen.set(canvas);
    genFor(N, 'spot', s => {
      const { painted } = m.wires({ painted: uint(5) });
      painted.set(mux(full, io.all.at(s).red, 0));
      canvas.at(s).set({ red: painted, inner: io.all.at(s).inner });
    });
  },
);

const value = (red: number, blue: bigint) => ({ red, inner: { flags: [1, 0], blue } });

test('structs go in and come out as records, enumerations as names', () => {
  const simulator = simulate(Painter);
  simulator.poke('operation', 'subtract');
  simulator.poke('all', [value(1, 2n), value(3, 4n), value(5, 6n)]);
  simulator.poke('in_bits', { red: 7, inner: { flags: [true, false], blue: 9 } });
  simulator.poke('in_valid', true);
  simulator.step();
  expect(simulator.peek('last')).toBe('subtract');
  expect(simulator.peekNumber('last')).toBe(1);
  expect(simulator.peek('out_bits')).toEqual(value(6, 9n));
  expect(simulator.peek('out_inner_blue')).toBe(9n);
  expect(simulator.peekBits('out_bits')).toBe((6n << 42n) | (1n << 40n) | 9n);
  simulator.step();
  expect(simulator.peek('chosen')).toEqual([value(1, 2n), value(3, 4n), value(5, 6n)]);
  simulator.poke('in_red', 31);
  expect(simulator.peek('in_bits')).toEqual(value(31, 9n));
});

test('what is inside is read by its path', () => {
  const simulator = simulate(Painter);
  simulator.poke('operation', 'add');
  simulator.poke('all', [value(1, 2n), value(3, 4n), value(5, 6n)]);
  simulator.poke('in_bits', value(6, 1n));
  expect([simulator.peek('level'), simulator.peek('spot[1].painted')]).toEqual([7, 0]);
  simulator.poke('in_valid', true);
  simulator.step();
  expect(simulator.peek('held')).toEqual(value(7, 1n));
  expect(simulator.peek('held.inner.flags[0]')).toBe(1);
  expect(simulator.peek('spot[2].painted')).toBe(5);
  simulator.step();
  expect(simulator.peek('canvas[1].inner')).toEqual({ flags: [1, 0], blue: 4n });
  expect(simulator.peekNumbers('canvas_red')).toEqual([1, 3, 5]);
  const word = (6n << 42n) | (1n << 40n) | 1n;
  expect(simulator.peek('ram[3]')).toBe(word);
  expect(simulator.peek('ram')).toHaveLength(4);
  expect(() => simulator.peek('canvas[3]')).toThrow('`painter` has no port `canvas[3]`.');
  expect(() => simulator.peekNumber('ram')).toThrow('`peekNumbers` expects a value, but got memory `ram`.');
});

test.each([
  ['operation', 'divide', '`a value for `operation`` expects one of add, subtract, hold, but got the name divide.'],
  ['in_bits', { red: 1 }, '`a value for `in_bits`` expects a record with red, inner, but got a record with red.'],
  ['in_bits', 5, '`a value for `in_bits`` expects a record with red, inner, but got the number 5.'],
  [
    'all',
    [{ red: 1, inner: 2 }],
    '`a value for `all`` expects an array of 3, each a record with red, inner, but got an array of 1.',
  ],
  ['in_bits', value(32, 0n), 'The constant 32 does not fit `in_red`, a uint(5), which holds 0 to 31.'],
] as const)('a wrong value for %s is refused: %#', (port, given, message) => {
  expect(() => simulate(Painter).poke(port, given)).toThrow(message);
});

test('streams of structs, with what is expected of them', () => {
  const beats = Array.from({ length: 30 }, (_, i) => value(i, BigInt(i) * 1000n));
  const expected = beats.map(({ red, inner }) => ({ red: (red + 1) % 32, inner }));
  const run = (wrong: readonly ReturnType<typeof value>[]) => {
    const simulator = simulate(Painter);
    const monitor = monitorStream(simulator, 'out');
    const outcome = runStreams(simulator, {
      inputs: { in: { beats, stalls: randomStalls(3, 0.3) } },
      outputs: { out: { expected: wrong, stalls: randomStalls(4, 0.3) } },
    });
    return { monitor, outcome };
  };
  const { monitor, outcome } = run(expected);
  expect(outcome.outputs.out?.values).toEqual(expected);
  expect(monitor.values).toEqual(expected);
  expect(monitor.cycles).toEqual(outcome.outputs.out?.cycles);
  expect(() => run(beats)).toThrow(
    'stream out sent {red:1,inner:{flags:[1,0],blue:0}} as beat 0, where {red:0,inner:{flags:[1,0],blue:0}} is expected',
  );
});

const Stage = module(
  'stage',
  { params: {}, ports: () => ({ in: sink(uint(8)), out: source(uint(8)) }) },
  ({ in: from, out }, _, m) => {
    connect(from, out);
    m.cover(from.fire, 'a beat passes');
  },
);
const Two = module(
  'two',
  { params: {}, ports: () => ({ in: sink(uint(8)), out: source(uint(8)) }) },
  ({ in: from, out }, _, m) => {
    const { between } = m.streams({ between: uint(8) });
    m.inst('first', Stage, {}, { in: from, out: between });
    m.inst('second', Stage, {}, { in: between, out });
    m.cover(from.bits.eq(99), '99 comes');
  },
);

test('streams inside are watched, and covers counted outside reset', () => {
  const simulator = simulate(Two);
  const monitor = monitorStream(simulator, 'second.in');
  const breach = monitorStream(simulator, 'in');
  breach.stop();
  simulator.poke('in_valid', true);
  simulator.poke('in_bits', 5);
  simulator.poke('out_ready', true);
  simulator.reset(2);
  simulator.step(2);
  expect(monitor.values).toEqual([5, 5]);
  expect(simulator.coverage()).toEqual([
    { message: 'a beat passes', path: 'first', count: 2 },
    { message: 'a beat passes', path: 'second', count: 2 },
    { message: '99 comes', path: '', count: 0 },
  ]);
  simulator.poke('out_ready', false);
  simulator.step();
  simulator.poke('in_bits', 6);
  expect(() => simulator.step()).toThrow('cycle 5: stream second.in changed beat 2 from 5 to 6 before it was accepted');
  simulator.reset();
  simulator.step();
  simulator.poke('in_bits', 7);
  monitor.stop();
  simulator.step();
  expect(() => monitorStream(simulator, 'third')).toThrow('`two` has no port `third_valid`.');
});

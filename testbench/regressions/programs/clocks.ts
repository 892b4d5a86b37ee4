import {
  asynchronous,
  bool,
  cat,
  clock,
  clocked,
  connect,
  crossing,
  enabledClock,
  genFor,
  input,
  int,
  module,
  mux,
  oppositeEdge,
  output,
  registerStream,
  sink,
  source,
  struct,
  synchronise,
  synchroniseReset,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';
import { AsyncFifo } from '../../../generators/buffers/asyncFifo.ts';
import { Handshake } from '../../../generators/crossings/handshake.ts';

const asynchronousLow = { reset: 'asynchronous', active: 'low' } as const;

const Ticker = module(
  'ticker',
  { params: { EVERY: int(5, { min: 2 }) }, ports: () => ({ tick: output(bool) }) },
  ({ tick }, { EVERY }, m) => tick.set(m.counter('count', EVERY).isLast),
);

/** One reset synchroniser for all that is below. */
export const SharedReset = module(
  'shared_reset',
  {
    params: {},
    clocks: { clk: clock(asynchronousLow) },
    ports: () => ({ ticks: output(vec(3, bool)) }),
  },
  ({ ticks }, _, m, { clk }) => {
    clocked(synchroniseReset(clk, { stages: 3 }), () => {
      genFor(3, 'lane', i => m.inst('ticker', Ticker, { EVERY: i.plus(2) }, { tick: ticks.at(i) }));
    });
  },
);

/** A domain that moves every DIV cycles, and a block in it. */
export const Divided = module(
  'divided',
  {
    params: { DIV: int(3, { min: 2 }) },
    clocks: { clk: clock() },
    ports: () => ({ count: output(uint(4)), tick: output(bool) }),
  },
  ({ count, tick }, { DIV }, m, { clk }) => {
    const slow = enabledClock(clk, m.counter('divider', DIV).isLast);
    clocked(slow, () => {
      const { slow_count } = m.regs({ slow_count: uint(4) });
      slow_count.set(slow_count.inc());
      count.set(slow_count);
      m.inst('ticker', Ticker, {}, { tick });
    });
  },
);

const settings = struct({ on: bool, gain: uint(6) });

/** A struct that stands still is taken over when a bit that crosses says so: a multiplexer synchroniser. */
export const SettingsAcross = module(
  'settings_across',
  {
    params: {},
    clocks: { bus: clock(), core: clock(asynchronousLow) },
    ports: (_, { bus, core }) => ({
      load: bus.port(input(bool)),
      given: bus.port(input(settings)),
      used: core.port(output(settings)),
    }),
  },
  ({ load, given, used }, _, m, { bus, core }) => {
    const { held, flag } = clocked(bus, () => m.regs({ held: settings, flag: bool }));
    when(load, () => {
      held.set(given);
      flag.set(flag.not());
    });
    clocked(core, () => {
      const changed = synchronise(flag);
      const steady = crossing(held, { kind: 'handshake', reason: 'loads are five cycles of either clock apart' });
      const { last, taken } = m.regs({ last: bool, taken: settings });
      last.set(changed);
      when(changed.ne(last), () => taken.set(steady));
      used.set(taken);
    });
  },
);

/** A count seen by another clock: Gray code across, and back to binary. */
export const CountAcross = module(
  'count_across',
  {
    params: {},
    clocks: { own: clock(), other: clock() },
    ports: (_, { own, other }) => ({ up: own.port(input(bool)), seen: other.port(output(uint(4))) }),
  },
  ({ up, seen }, _, m, { own, other }) => {
    const { count, code } = clocked(own, () => m.regs({ count: uint(4), code: uint(4) }));
    when(up, () => {
      const next = count.inc();
      count.set(next);
      code.set(next.xor(next.shiftRightBy(1).extend(4)));
    });
    const codeSeen = clocked(other, () => synchronise(code, { code: 'gray', reason: 'it counts by one' }));
    const high = codeSeen.bit(3);
    const third = high.xor(codeSeen.bit(2));
    const second = third.xor(codeSeen.bit(1));
    const first = second.xor(codeSeen.bit(0));
    seen.set(cat(high, third, second, first));
  },
);

/** Data without a reset behind a flag with one, under an asynchronous reset. */
export const DataPath = module(
  'data_path',
  {
    params: {},
    clocks: { clk: clock(asynchronousLow) },
    ports: () => ({ valid: input(bool), d: input(uint(8)), done: output(bool), q: output(uint(8)) }),
  },
  ({ valid, d, done, q }, _, m) => {
    const { pending } = m.regs({ pending: vec(2, bool) });
    const { x, y } = m.regs({ x: uint(8), y: uint(8) }, { reset: 'none' });
    pending.at(0).set(valid);
    pending.at(1).set(pending.at(0));
    when(valid, () => x.set(d));
    when(pending.at(0), () => y.set(x.inc()));
    done.set(pending.at(1));
    q.set(mux(pending.at(1), y, 0));
  },
);

/** A serial output whose data changes at the falling edge, and an input that is taken there. */
export const SerialPins = module(
  'serial_pins',
  {
    params: {},
    clocks: { clk: clock() },
    ports: () => ({ d: input(bool), mosi: output(bool), miso: input(bool), q: output(uint(4)) }),
  },
  ({ d, mosi, miso, q }, _, m, { clk }) => {
    const { held, shifted } = m.regs({ held: bool, shifted: uint(4) });
    held.set(d);
    const late = oppositeEdge(clk);
    const { pin, sampled } = clocked(late, () => m.regs({ pin: bool, sampled: bool }));
    pin.set(held);
    mosi.set(pin);
    sampled.set(miso);
    shifted.set(cat(shifted, sampled).truncate(4));
    q.set(shifted);
  },
);

/** A button, steady once it has been so for PERIOD cycles. */
export const Debounced = module(
  'debounced',
  {
    params: { PERIOD: int(4, { min: 2 }) },
    clocks: { clk: clock() },
    ports: () => ({ button: asynchronous(input(bool)), pressed: output(bool) }),
  },
  ({ button, pressed }, { PERIOD }, m) => {
    const level = synchronise(button, { stages: 3 });
    const { steady } = m.regs({ steady: bool });
    const stable = m.counter('stable', PERIOD, { clear: level.eq(steady) });
    when(stable.isLast.and(level.ne(steady)), () => steady.set(level));
    pressed.set(steady);
  },
);

/** Commands one way, by a handshake, and data the other way, through a queue, between unlike domains. */
export const TwoWays = module(
  'two_ways',
  {
    params: {},
    clocks: { host: clock({ active: 'low' }), device: clock({ ...asynchronousLow, enable: true }) },
    ports: (_, { host, device }) => ({
      command: host.port(sink(uint(6))),
      data: host.port(source(uint(9))),
      ask: device.port(source(uint(6))),
      answer: device.port(sink(uint(9))),
    }),
  },
  (io, _, m, { host, device }) => {
    clocked(device, () => {
      const { asked } = m.streams({ asked: uint(6) });
      m.inst(
        'commands',
        Handshake,
        { WIDTH: 6 },
        { enq: io.command, deq: asked },
        { clocks: { send: host, receive: device } },
      );
      connect(registerStream(asked), io.ask);
    });
    m.inst(
      'answers',
      AsyncFifo,
      { WIDTH: 9, DEPTH: 4 },
      { enq: io.answer, deq: io.data },
      { clocks: { write: device, read: host } },
    );
  },
);

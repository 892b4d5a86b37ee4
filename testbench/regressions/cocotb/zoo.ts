import type { Configuration } from '../../../dsl/configuration.ts';
import {
  bool,
  choice,
  clock,
  clocked,
  enumeration,
  flag,
  hexFile,
  input,
  int,
  module,
  mux,
  output,
  sink,
  sint,
  source,
  struct,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';
import { AsyncFifo } from '../../../generators/buffers/asyncFifo.ts';

const Shade = enumeration('dark', 'light', 'none');

/** Fields that are words of Python, structs in vecs, vecs in structs, names, both signs. */
const thing = (width: Parameters<typeof sint>[0]) =>
  struct({
    from: uint(3),
    lambda: struct({ shade: Shade, in: bool }),
    points: vec(2, struct({ x: sint(width), y: vec(3, uint(2)) })),
  });

/** Passes things on, a cycle later. */
const Things = module(
  'things',
  {
    params: {
      /** Bits of a coordinate. */
      WIDTH: int(5, { min: 1 }),
    },
    ports: ({ WIDTH }) => ({
      /** Things enter. */
      pass: sink(thing(WIDTH)),
      /** And leave. */
      yield: source(thing(WIDTH)),
    }),
  },
  ({ pass, yield: out }, _, m) => {
    const { held } = m.regs({ held: pass.bits.type }, { reset: 'none' });
    const { full } = m.regs({ full: bool });
    pass.ready.set(full.not().or(out.ready));
    out.valid.set(full);
    out.bits.set(held);
    when(pass.ready, () => full.set(pass.valid));
    when(pass.fire, () => held.set(pass.bits));
  },
);

/** No clock: swaps the shades, and says of a number of 70 bits whether it is negative. */
const Shades = module(
  'shades',
  {
    params: { INVERT: flag(false), KIND: choice('plain', 'striped') },
    ports: () => ({
      shade: input(Shade),
      wide: input(sint(70)),
      opposite: output(Shade),
      negative: output(bool),
      doubled: output(sint(71)),
    }),
  },
  ({ shade, wide, opposite, negative, doubled }, { INVERT, KIND }) => {
    const dark = INVERT.value ? shade.is('dark') : shade.is('light');
    when(dark, () => opposite.set('dark')).otherwise(() => opposite.set(KIND.value === 'plain' ? 'light' : 'none'));
    negative.set(wide.lt(0));
    doubled.set(wide.add(wide));
  },
);

/** A falling edge, an asynchronous reset that is active low, an enable; words out of a file. */
const Falling = module(
  'falling',
  {
    params: {},
    clocks: { slow: clock({ edge: 'falling', reset: 'asynchronous', active: 'low', enable: true }) },
    ports: (_, { slow }) => ({
      step: slow.port(input(uint(2))),
      word: slow.port(output(uint(8))),
      unknown: slow.port(output(uint(4))),
    }),
  },
  ({ step, word, unknown }, _, m, { slow }) => {
    clocked(slow, () => {
      const rom = m.mem('rom', uint(8), 4, { init: hexFile('rom.hex', '01 80\n55 ff\n') });
      const { at } = m.regs({ at: uint(2) });
      const { never } = m.regs({ never: uint(4) }, { reset: 'none' });
      at.set(at.addWrap(step));
      when(step.eq(3), () => never.set(at.extend(4)));
      word.set(rom.read(at));
      unknown.set(never);
    });
  },
);

/** Emits what it is given as often as it is told: how many elements leave is not how many enter. */
const Repeater = module(
  'repeater',
  {
    params: {},
    ports: () => ({ order: sink(struct({ count: uint(2), value: uint(6) })), copies: source(uint(6)) }),
  },
  ({ order, copies }, _, m) => {
    const { left } = m.regs({ left: uint(2) });
    const { value } = m.regs({ value: uint(6) }, { reset: 'none' });
    order.ready.set(left.eq(0));
    copies.valid.set(left.ne(0));
    copies.bits.set(value);
    when(order.fire, () => {
      left.set(order.bits.count);
      value.set(order.bits.value);
    });
    when(copies.fire, () => left.set(left.dec()));
  },
);

/** The first of two that come: its order depends on stalls. */
const Merge = module(
  'merge',
  { params: {}, ports: () => ({ left: sink(uint(4)), right: sink(uint(4)), out: source(uint(4)) }) },
  ({ left, right, out }) => {
    out.valid.set(left.valid.or(right.valid));
    out.bits.set(mux(left.valid, left.bits, right.bits));
    left.ready.set(out.ready);
    right.ready.set(out.ready.and(left.valid.not()));
  },
);

/** Two clocks, and an input that belongs to no stream. */
const TwoClocks = module(
  'two_clocks',
  {
    params: {},
    clocks: { one: clock(), other: clock() },
    ports: (_, { one, other }) => ({ a: one.port(input(bool)), b: other.port(input(bool)), c: one.port(output(bool)) }),
  },
  ({ a, b, c }, _, m, { one, other }) => {
    clocked(one, () => {
      const { held } = m.regs({ held: bool });
      held.set(a);
      c.set(held);
    });
    clocked(other, () => {
      const { seen } = m.regs({ seen: bool });
      seen.set(b);
      m.cover(seen, 'it is seen');
    });
  },
);

/** What is awkward in Python or in a bench. */
export const configurations: readonly Configuration[] = [
  { name: 'things', description: 'Structs of all kinds.', module: Things, values: { WIDTH: 7 } },
  { name: 'shades', description: 'No clock.', module: Shades, values: { INVERT: true, KIND: 'striped' } },
  { name: 'falling', description: 'A clock of another kind.', module: Falling, values: {} },
  { name: 'repeater', description: 'More out than in.', module: Repeater, values: {} },
  { name: 'merge', description: 'An order that depends on stalls.', module: Merge, values: {} },
  {
    name: 'crossing',
    description: 'Two clocks.',
    module: AsyncFifo,
    values: { WIDTH: 5, DEPTH: 4, MEMORY: 'block' },
  },
  { name: 'two-clocks', description: 'Two clocks, and ports without streams.', module: TwoClocks, values: {} },
];

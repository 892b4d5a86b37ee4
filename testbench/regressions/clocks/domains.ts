import {
  type Builder,
  bool,
  type Clock,
  clock,
  clocked,
  crossing,
  genFor,
  type IntExpr,
  input,
  int,
  module,
  mux,
  output,
  type Signal,
  synchronise,
  synchroniseReset,
  type UIntType,
  type UnprovedWidth,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';

/** Counts the cycles in which it is told to. It declares no clock, and takes that of where it stands. */
export const Count = module(
  'count',
  {
    params: { W: int(4, { min: 2 }) },
    ports: ({ W }) => ({ up: input(bool), count: output(uint(W)) }),
  },
  (io, { W }, m) => {
    const { value } = m.regs({ value: uint(W) }, { reset: { value: 1 } });
    when(io.up, () => value.set(value.inc()));
    io.count.set(value);
    m.assert(io.up.or(value.reduceXor().or(value.reduceXor().not())), 'cannot fail');
  },
);

interface Stimulus {
  readonly load: Signal<typeof bool>;
  readonly index: Signal<typeof bool>;
  readonly d: Signal<UIntType<UnprovedWidth>>;
}

/** The same hardware in each domain: registers with and without a reset, of a vec, in a loop, and a memory. */
function exercise(m: Builder, W: IntExpr, { load, index, d }: Stimulus, hasReset: boolean) {
  const type = uint<UnprovedWidth>(W);
  const { free, listed } = m.regs({ free: type, listed: vec(2, type) }, { reset: 'none' });
  const kept = hasReset ? m.regs({ kept: type }, { reset: { kept: 2 } }).kept : free;
  const ram = m.mem('ram', type, 2);
  const address = index.asUint();
  const held = ram.readSync(address, load);
  free.set(d);
  when(load, () => {
    ram.write(address, d);
    if (hasReset) when(index, () => kept.set(d)).otherwise(() => kept.set(kept.addWrap(free)));
  });
  genFor(2, 'each', at => {
    when(load, () => listed.at(at).set(mux(index, d.xor(listed.at(at)), d)));
  });
  when(load.not(), () => listed.at(address).set(free));
  if (hasReset) m.cover(kept.eq(d), 'the register holds what is offered');
  return kept.xor(free).xor(held).xor(ram.read(address)).xor(listed.at(0)).xor(listed.at(1));
}

/** Every kind of clock domain. */
export const Domains = module(
  'domains',
  {
    params: { W: int(4, { min: 2 }) },
    clocks: {
      /** The plain kind. */
      plain: clock(),
      /** From outside the chip. */
      board: clock({
        /** From a button. */
        reset: 'asynchronous',
        active: 'low',
      }),
      gated: clock({ active: 'low', enable: true }),
      falling: clock({ reset: 'asynchronous', edge: 'falling', enable: true }),
      bare: clock({ reset: 'none', ports: { clock: 'clk' } }),
    },
    ports: ({ W }, clocks) => {
      const kind = (own: Clock) =>
        own.port({ load: input(bool), index: input(bool), d: input(uint(W)), q: output(uint(W)) });
      return {
        in_plain: kind(clocks.plain),
        in_board: kind(clocks.board),
        in_gated: kind(clocks.gated),
        in_falling: kind(clocks.falling),
        in_bare: kind(clocks.bare),
        /** Counts of the instances. */
        counts: {
          plain: clocks.plain.port(output(uint(W))),
          board: clocks.board.port(output(uint(W))),
          gated: clocks.gated.port(output(uint(W))),
          falling: clocks.falling.port(output(uint(W))),
        },
        /** Whether the plain domain loaded last, seen by the gated one. */
        loaded: clocks.gated.port(output(bool)),
        limit: clocks.bare.port(output(uint(W))),
      };
    },
  },
  (io, { W }, m, { plain, board, gated, falling, bare }) => {
    const inner = synchroniseReset(board);
    const domains = [
      [plain, io.in_plain, io.counts.plain],
      [inner, io.in_board, io.counts.board],
      [gated, io.in_gated, io.counts.gated],
      [falling, io.in_falling, io.counts.falling],
    ] as const;
    for (const [own, ports, count] of domains)
      clocked(own, () => {
        ports.q.set(exercise(m, W, ports, true));
        m.inst('counter', Count, { W }, { up: ports.load, count });
      });
    clocked(bare, () => io.in_bare.q.set(exercise(m, W, io.in_bare, false)));

    const { last } = clocked(plain, () => m.regs({ last: bool }));
    last.set(io.in_plain.load);
    const loaded = clocked(gated, () => synchronise(last));
    io.loaded.set(loaded);
    const { bound } = clocked(plain, () => m.regs({ bound: uint(W) }, { reset: 'none' }));
    when(io.in_plain.load, () => bound.set(io.in_plain.d));
    const steady = clocked(bare, () =>
      crossing(bound, { kind: 'quasi-static', reason: 'the test reads no moving limit' }),
    );
    io.limit.set(steady);
  },
);

import {
  type AnyModule,
  blackBox,
  bool,
  bufferStream,
  cat,
  choice,
  clock,
  clog2,
  connect,
  filterStream,
  flag,
  flipped,
  forkStream,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  joinStreams,
  mapStream,
  maxWidth,
  module,
  output,
  pow2,
  registerStream,
  sink,
  sint,
  source,
  struct,
  uint,
  unused,
  vec,
  when,
} from '../../dsl/index.ts';

/** Constructs of docs/language.md that repeat, choose and join hardware. */
const Parameters = module(
  'parameters',
  // show
  {
    params: {
      /** Words held. */
      DEPTH: int(16, { min: 2, max: 1024 }),
      WIDTH: int(8, { min: 1 }),
      BANKS: int(4, { powerOfTwo: true }),
    },
    where: ({ DEPTH, BANKS }) => [DEPTH.atLeast(BANKS)],
    ports: ({ DEPTH, WIDTH, BANKS }) => ({
      address: input(uint(clog2(DEPTH))),
      bank: output(uint(indexWidth(BANKS))),
      word: input(uint(WIDTH.times(2).plus(1))),
      wider: output(uint(maxWidth(WIDTH.times(2).plus(1), 9))),
      exact: output(uint(WIDTH.ceilDiv(2).plus(1))),
      many: output(uint(pow2(3))),
    }),
  },
  // end
  ({ address, bank, word, wider, exact, many }, { WIDTH, BANKS }) => {
    bank.set(address.fit(indexWidth(BANKS)));
    wider.set(word.fit(maxWidth(WIDTH.times(2).plus(1), 9)));
    exact.set(word.fit(WIDTH.ceilDiv(2).plus(1)));
    many.set(word.fit(8));
  },
);

const Structural = module(
  'structural',
  // show
  {
    params: { STYLE: choice('fast', 'small'), CHECKED: flag(false), TAPS: int(2, { min: 1 }) },
    ports: ({ CHECKED }) => ({
      a: input(uint(8)),
      q: output(uint(8)),
      parity: CHECKED.value ? output(bool) : undefined,
    }),
  },
  ({ a, q, parity }, { STYLE, TAPS }) => {
    // In JavaScript, while the module is described: one Verilog module for each combination.
    let value = a;
    for (let tap = 0; tap < TAPS.value; tap++) value = STYLE.value === 'fast' ? value.not() : value.inc();
    q.set(value);
    parity?.set(a.reduceXor());
  },
  // end
);

const Loops = module(
  'loops',
  {
    params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ N, W }) => ({ a: input(vec(N, uint(W))), q: output(vec(N, uint(W))), low: output(bool) }),
  },
  ({ a, q, low }, { N, W }, m) => {
    // show
    genFor(N, 'lane', i => {
      const { held } = m.regs({ held: uint(W) });
      held.set(a.at(i));
      genIf(i.eq(0), ['first', () => q.at(i).set(held)], ['others', () => q.at(i).set(held.xor(a.at(i.minus(1))))]);
    });
    // end
    low.set(a.at(0).bit(0));
  },
);

const Folds = module(
  'folds',
  {
    params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ N, W }) => ({
      a: input(vec(N, sint(W))),
      total: output(sint(W.plus(clog2(N)))),
      running: output(vec(N, sint(W))),
    }),
  },
  ({ a, total, running }, { N }, m) => {
    // show
    total.set(m.reduce(a, 'add')); // also min, max, and, or, xor
    const sums = m.scan('step', N, a.at(0), (before, i) => before.addWrap(a.at(i)));
    running.set(sums);
    // end
  },
);

const Stage = module(
  'stage',
  {
    params: { WIDTH: int(8, { min: 1 }) },
    ports: ({ WIDTH }) => ({ in: sink(uint(WIDTH)), out: source(uint(WIDTH)), busy: output(bool) }),
  },
  (io, _, m) => {
    const { full, held } = m.regs({ full: bool, held: io.in.bits.type });
    io.in.ready.set(full.not().or(io.out.ready));
    io.out.valid.set(full);
    io.out.bits.set(held);
    io.busy.set(full);
    when(io.in.ready, () => {
      full.set(io.in.valid);
      held.set(io.in.bits);
    });
  },
);

const Instances = module(
  'instances',
  {
    params: { W: int(12, { min: 1 }) },
    ports: ({ W }) => ({
      in: sink(uint(W)),
      out: source(uint(W)),
      busy: output(bool),
      flush: input(bool),
      spare: input(uint(4)),
    }),
  },
  (io, { W }, m) => {
    // show
    const { between } = m.streams({ between: uint(W) });
    m.inst('first', Stage, { WIDTH: W }, { in: io.in, out: between, busy: io.busy });
    m.inst(
      'second',
      Stage,
      { WIDTH: W },
      { in: between, out: io.out, busy: unused('the first tells enough') },
      { alsoReset: io.flush },
    );
    m.unused({ spare: io.spare }, 'kept for the next revision');
    // end
  },
);

const Connected = module(
  'connected',
  {
    params: {},
    ports: () => ({
      a: input(uint(8)),
      go: input(bool),
      high: output(uint(6)),
      low: output(uint(6)),
      ready: output(bool),
      busy: output(bool),
      sent: output(bool),
    }),
  },
  ({ a, go, high, low, ready, busy, sent }, _, m) => {
    // show
    m.inst(
      'stage',
      Stage,
      { WIDTH: 12 },
      {
        in: { valid: go, ready, bits: a.extend(12) },
        out: { valid: sent, ready: true, bits: cat(high, low) },
        busy,
      },
    );
    // end
  },
);

const Streams = module(
  'streams',
  {
    params: { W: int(8, { min: 1 }) },
    ports: ({ W }) => ({ in: sink(uint(W)), out: source(uint(W)) }),
  },
  ({ in: from, out }, _, m) => {
    // show
    const { passed } = m.regs({ passed: uint(16) });
    connect(from, out);
    when(from.fire, () => passed.set(passed.inc())); // valid and ready
    // end
    m.cover(passed.eq(100), 'a hundred pass');
  },
);

const Combinators = module(
  'combinators',
  {
    params: { W: int(8, { min: 1 }) },
    ports: ({ W }) => ({ in: sink(uint(W)), out: source(struct({ value: uint(W), twice: uint(W) })) }),
  },
  (io, { W }) => {
    // show
    const even = filterStream(io.in, value => value.bit(0).not());
    const held = registerStream(even);
    const [left, right] = forkStream(held, 2);
    if (left === undefined || right === undefined) return;
    const queued = bufferStream(left, 4);
    const doubled = mapStream(right, value => value.addWrap(value).fit(W));
    const joined = joinStreams({ value: queued, twice: doubled });
    connect(joined, io.out);
    // end
  },
);

const link = () => ({ ask: source(uint(8)), answer: sink(uint(8)) });
const Groups = module(
  'groups',
  // show
  // const link = () => ({ ask: source(uint(8)), answer: sink(uint(8)) });
  { params: {}, ports: () => ({ north: link(), south: flipped(link()) }) },
  ({ north, south }) => {
    connect(south.ask, north.ask);
    connect(north.answer, south.answer);
  },
  // end
);

const BlackBoxes = module(
  'black_boxes',
  {
    params: { W: int(8, { min: 2 }) },
    ports: ({ W }) => ({ go: input(bool), a: input(sint(W)), b: input(sint(W)), p: output(sint(W.times(2))) }),
  },
  ({ go, a, b, p }, { W }, m) => {
    // show
    const Multiplier = blackBox(
      'VENDOR_MULT',
      {
        params: { WIDTH: int(8, { min: 2 }) },
        clocks: { main: clock({ reset: 'none', ports: { clock: 'CLK' } }) },
        ports: ({ WIDTH }) => ({
          CE: input(bool),
          A: input(sint(WIDTH)),
          B: input(sint(WIDTH)),
          P: output(sint(WIDTH.times(2))),
        }),
        depends: { P: [] }, // a register
      },
      {
        simulate: () => {
          let product = 0n;
          return {
            outputs: { P: () => product },
            clock: ({ CE, A, B }) => {
              if (CE) product = A * B;
            },
          };
        },
      },
    );
    m.inst('multiplier', Multiplier, { WIDTH: W }, { CE: go, A: a, B: b, P: p });
    // end
  },
);

const Options = module(
  'options',
  {
    params: {},
    ports: () => ({ tx: input(bool), pin: output(bool), led: output(bool) }),
  },
  ({ tx, pin, led }, _, m) => {
    // show
    const Pad = blackBox('OBUF', {
      params: { DRIVE: int(12), SLEW: choice('SLOW', 'FAST'), INVERT: flag(false) },
      ports: () => ({ I: input(bool), O: output(bool) }),
    });
    m.inst('pin_pad', Pad, { DRIVE: 16, SLEW: 'FAST' }, { I: tx, O: pin });
    m.inst('led_pad', Pad, { INVERT: true }, { I: tx, O: led });
    // end
  },
);

export const structure: Readonly<Record<string, AnyModule>> = {
  parameters: Parameters,
  structural: Structural,
  loops: Loops,
  folds: Folds,
  instances: Instances,
  connected: Connected,
  black_boxes: BlackBoxes,
  options: Options,
  streams: Streams,
  combinators: Combinators,
  groups: Groups,
};

import {
  type AnyModule,
  bool,
  display,
  enumeration,
  fsm,
  genFor,
  hexFile,
  indexWidth,
  input,
  int,
  match,
  module,
  output,
  sint,
  uint,
  when,
} from '../../dsl/index.ts';

/** Constructs of docs/language.md with behaviour over time. */
const Registers = module(
  'registers',
  {
    params: { W: int(8, { min: 2 }) },
    ports: ({ W }) => ({ go: input(bool), stop: input(bool), data: input(uint(W)), q: output(uint(W)) }),
  },
  ({ go, stop, data, q }, { W }, m) => {
    // show
    const { count, busy } = m.regs({ count: uint(W), busy: bool }, { reset: { count: 1 } });
    const { held } = m.regs({ held: uint(W) }, { reset: 'none' });
    when(go, () => {
      busy.set(true);
      held.set(data);
    })
      .elseWhen(stop, () => busy.set(false))
      .otherwise(() => count.set(count.inc()));
    when(busy.not(), () => count.set(0)); // the last assignment wins
    // end
    q.set(held.xor(count));
  },
);

const Wires = module(
  'wires',
  { params: {}, ports: () => ({ a: input(uint(4)), enable: input(bool), q: output(uint(4)) }) },
  ({ a, enable, q }, _, m) => {
    // show
    const { next } = m.wires({ next: uint(4) });
    next.set(a); // the default, for the cycles in which nothing below applies
    when(enable, () => next.set(a.inc()));
    q.set(next);
    // end
  },
);

const BitTargets = module(
  'bit_targets',
  {
    params: { N: int(4, { min: 1 }), W: int(8, { min: 2 }) },
    ports: ({ N, W }) => ({
      issue: input(bool),
      retire: input(bool),
      to: input(uint(4)),
      from: input(uint(4)),
      data: input(uint(8)),
      x: input(uint(N.times(W))),
      all: output(uint(16)),
      stalled: output(bool),
      q: output(uint(16)),
      lanes: output(uint(N.times(W))),
    }),
  },
  ({ issue, retire, to, from, data, x, lanes, ...io }, { N, W }, m) => {
    // show
    const { pending, word } = m.regs({ pending: uint(16), word: uint(16) });
    when(retire, () => pending.bit(from).set(false)); // a value chooses the bit; the others stay
    when(issue, () => {
      pending.bit(to).set(true);
      word.slice(8, 8).set(data);
    });
    io.stalled.set(pending.bit(to));
    genFor(N, 'lane', i => {
      const lane = lanes.slice(i.times(W), W);
      lane.set(x.slice(i.times(W), W));
      when(issue, () => lane.bit(0).set(false));
    });
    // end
    io.all.set(pending);
    io.q.set(word);
  },
);

const Operation = enumeration('add', 'subtract', 'pass');
const Operations = module(
  'operations',
  {
    params: {},
    ports: () => ({ operation: input(Operation), a: input(uint(8)), b: input(uint(8)), q: output(uint(8)) }),
  },
  ({ operation, a, b, q }, _, m) => {
    // show
    const result = match(operation, {
      add: () => a.addWrap(b),
      subtract: () => a.subWrap(b),
      pass: () => a,
    });
    const { sums } = m.regs({ sums: uint(8) });
    match(operation, {
      add: () => sums.set(sums.inc()),
      subtract: () => sums.set(sums.dec()),
      pass: () => undefined,
    });
    // end
    q.set(result.xor(sums));
  },
);

const Machine = module(
  'machine',
  { params: {}, ports: () => ({ start: input(bool), done: output(bool), busy: output(bool) }) },
  ({ start, done, busy }, _, m) => {
    // show
    const { left } = m.regs({ left: uint(4) });
    done.set(false);
    const worker = fsm('idle', {
      idle: go => {
        when(start, () => go('work'));
      },
      work: {
        entry: () => left.set(9),
        run: go => {
          left.set(left.dec());
          when(left.eq(0), () => {
            done.set(true);
            go('idle');
          });
        },
      },
    });
    busy.set(worker.is('work'));
    // end
  },
);

const Memories = module(
  'memories',
  {
    params: { DEPTH: int(16, { min: 2 }) },
    ports: ({ DEPTH }) => ({
      write: input(bool),
      lanes: input(uint(4)),
      address: input(uint(indexWidth(DEPTH))),
      data: input(uint(32)),
      now: output(uint(32)),
      later: output(uint(32)),
    }),
  },
  ({ write, lanes, address, data, now, later }, { DEPTH }, m) => {
    // show
    const lookup = m.mem('lookup', uint(32), DEPTH);
    const bank = m.mem('bank', uint(32), DEPTH, { laneWidth: 8, attributes: { ram_style: 'block' } });
    when(write, () => {
      lookup.write(address, data);
      bank.write(address, data, lanes); // bytes whose bit is 1
    });
    now.set(lookup.read(address)); // the same cycle
    later.set(bank.readSync(address)); // the next cycle
    // end
  },
);

const Ports = module(
  'ports',
  {
    params: { DEPTH: int(16, { min: 2 }) },
    ports: ({ DEPTH }) => ({
      write_a: input(bool),
      write_b: input(bool),
      a: input(uint(indexWidth(DEPTH))),
      b: input(uint(indexWidth(DEPTH))),
      data: input(uint(8)),
      from: input(uint(indexWidth(DEPTH))),
      enable: input(bool),
      last: output(uint(8)),
      newest: output(uint(8)),
    }),
  },
  ({ write_a, write_b, a, b, from, data, enable, last, newest }, { DEPTH }, m) => {
    // show
    const shared = m.mem('shared', uint(8), DEPTH, { writers: 'disjoint' });
    when(write_a, () => shared.write(a, data));
    when(write_b, () => shared.write(b, data.not()));
    last.set(shared.readSync(from, { enable, latency: 2 }));
    newest.set(shared.readSync(from, { readDuringWrite: 'new' }));
    // end
  },
);

const PortModes = module(
  'port_modes',
  {
    params: {},
    ports: () => ({
      enable: input(bool),
      writes: input(bool),
      address: input(uint(9)),
      data: input(uint(16)),
      fresh: output(uint(16)),
      former: output(uint(16)),
      kept: output(uint(16)),
    }),
  },
  ({ enable, writes, address, data, fresh, former, kept }, _, m) => {
    // show
    const write_first = m.mem('write_first', uint(16), 512, { readDuringWrite: 'new' });
    const read_first = m.mem('read_first', uint(16), 512);
    const no_change = m.mem('no_change', uint(16), 512);
    when(enable.and(writes), () => {
      for (const ram of [write_first, read_first, no_change]) ram.write(address, data);
    });
    fresh.set(write_first.readSync(address, enable));
    former.set(read_first.readSync(address, enable));
    kept.set(no_change.readSync(address, enable.and(writes.not())));
    // end
  },
);

const InitialWords = module(
  'initial_words',
  {
    params: { W: int(8, { min: 4 }), DEPTH: int(16, { min: 4 }) },
    ports: ({ W, DEPTH }) => ({
      address: input(uint(indexWidth(DEPTH))),
      weight: output(sint(W)),
      sample: output(uint(8)),
      tile: output(uint(W)),
    }),
  },
  ({ address, weight, sample, tile }, { W, DEPTH }, m) => {
    // show
    const weights = m.mem('weights', sint(W), DEPTH, { init: { words: [3, -1, 7], rest: 0 } });
    const samples = m.mem('samples', uint(8), DEPTH, { init: { words: hexFile('samples.hex', '7f 80 ff'), rest: 0 } });
    const tiles = m.mem('tiles', uint(W), DEPTH, { init: at => at.mod(4).times(2) });
    // end
    weight.set(weights.read(address));
    sample.set(samples.read(address));
    tile.set(tiles.read(address));
  },
);

const Checks = module(
  'checks',
  { params: {}, ports: () => ({ a: input(uint(4)), b: input(uint(4)), q: output(uint(5)) }) },
  ({ a, b, q }, _, m) => {
    q.set(a.add(b));
    // show
    m.assume(a.lt(10), 'a is a decimal digit');
    m.assert(a.add(b).lt(30), 'the sum stays below 30');
    m.cover(a.eq(9), 'the largest digit');
    // end
  },
);

const Printing = module(
  'printing',
  {
    params: { W: int(8, { min: 1 }) },
    ports: ({ W }) => ({ operation: input(Operation), strobe: input(bool), a: input(sint(W)), q: output(sint(W)) }),
  },
  ({ operation, strobe, a, q }, _, m) => {
    const { held } = m.regs({ held: a.type });
    q.set(held);
    // show
    when(strobe, () => {
      held.set(a);
      display('{}: a is {}, its bits are {x}', operation, a, a);
    });
    display('held {}', held);
    // end
  },
);

const Attributes = module(
  'attributes',
  {
    params: {},
    ports: () => ({ write: input(bool), at: input(uint(4)), a: input(uint(8)), q: output(uint(8)) }),
  },
  ({ write, at, a, q }, _, m) => {
    // show
    const { captured } = m.regs({ captured: uint(8) }, { attributes: { ASYNC_REG: 'TRUE' } });
    const { probe } = m.wires({ probe: uint(8) }, { attributes: { keep: true } });
    const table = m.mem('lookup', uint(8), 16, { attributes: { ram_style: 'distributed' } });
    captured.set(a);
    when(write, () => table.write(at, captured));
    probe.set(table.read(at));
    // end
    q.set(probe);
  },
);

const Delays = module(
  'delays',
  {
    params: { STAGES: int(2, { min: 0 }), N: int(10, { min: 1 }) },
    ports: () => ({ a: input(uint(8)), go: input(bool), q: output(uint(8)), tick: output(bool) }),
  },
  ({ a, go, q, tick }, { STAGES, N }, m) => {
    // show
    const delayed = m.pipe(a, STAGES, { enable: go });
    const beats = m.counter('beats', N, { enable: go });
    // end
    q.set(delayed);
    tick.set(beats.isLast);
  },
);

export const behaviour: Readonly<Record<string, AnyModule>> = {
  registers: Registers,
  wires: Wires,
  bit_targets: BitTargets,
  operations: Operations,
  machine: Machine,
  memories: Memories,
  ports: Ports,
  port_modes: PortModes,
  initial_words: InitialWords,
  checks: Checks,
  printing: Printing,
  attributes: Attributes,
  delays: Delays,
};

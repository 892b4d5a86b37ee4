import {
  type AnyModule,
  asynchronous,
  bool,
  clock,
  clocked,
  crossing,
  enabledClock,
  input,
  int,
  module,
  oppositeEdge,
  output,
  sink,
  source,
  synchronise,
  synchroniseReset,
  uint,
  when,
} from '../../dsl/index.ts';
import { AsyncFifo } from '../../generators/buffers/asyncFifo.ts';

/** Constructs of docs/language.md with several clocks, and with other resets. */
const Clocks = module(
  'clocks',
  // show
  {
    params: { W: int(8, { min: 2 }) },
    clocks: {
      /** What the pixels come with. */
      video: clock(),
      /** The rest of the chip. */
      core: clock({
        /** From the pad. */
        reset: 'asynchronous',
        active: 'low',
        enable: true,
      }),
    },
    ports: ({ W }, { video, core }) => ({
      pixel: video.port(input(uint(W))),
      /** Changes at any time. */
      freeze: asynchronous(input(bool)),
      brightest: core.port(output(uint(W))),
    }),
  },
  ({ pixel, freeze, brightest }, { W }, m, { video, core }) => {
    const frozen = clocked(video, () => synchronise(freeze));
    const { peak, flips } = clocked(video, () => m.regs({ peak: uint(W), flips: bool }));
    when(frozen.not().and(pixel.gt(peak)), () => {
      peak.set(pixel);
      flips.set(flips.not());
    });
    clocked(core, () => {
      const flipped = synchronise(flips, { stages: 3 });
      const steady = crossing(peak, {
        kind: 'quasi-static',
        reason: 'peaks are far apart, and flips crosses behind them',
      });
      const { last, held } = m.regs({ last: bool, held: uint(W) });
      last.set(flipped);
      when(flipped.ne(last), () => held.set(steady));
      brightest.set(held);
    });
  },
  // end
);

const Domains = module(
  'domains',
  {
    params: {},
    clocks: { board: clock({ reset: 'asynchronous', active: 'low' }) },
    ports: () => ({ step: input(bool), count: output(uint(4)), strobe: output(bool) }),
  },
  ({ step, count, strobe }, _, m, { board }) => {
    // show
    const steady = synchroniseReset(board); // begins at once, ends at an edge
    const stepping = enabledClock(steady, step); // stands still while step is low
    const counted = clocked(stepping, () => m.counter('counted', 10));
    count.set(counted.value);
    clocked(oppositeEdge(steady), () => {
      const { late } = m.regs({ late: bool });
      late.set(counted.isLast);
      strobe.set(late);
    });
    // end
  },
);

const TwoClockMemory = module(
  'two_clock_memory',
  {
    params: {},
    clocks: { write: clock({ reset: 'none' }), read: clock({ reset: 'none' }) },
    ports: (_, { write, read }) => ({
      we: write.port(input(bool)),
      to: write.port(input(uint(9))),
      d: write.port(input(uint(16))),
      from: read.port(input(uint(9))),
      q: read.port(output(uint(16))),
    }),
  },
  ({ we, to, d, from, q }, _, m, { write, read }) => {
    // show
    const frame = m.mem('frame', uint(16), 512, { crossing: 'a line is shown when the next one is written' });
    clocked(write, () => when(we, () => frame.write(to, d)));
    clocked(read, () => q.set(frame.readSync(from)));
    // end
  },
);

const Kinds = module(
  'kinds',
  {
    params: {},
    clocks: { pixel: clock(), bus: clock({ reset: 'asynchronous', active: 'low' }) },
    ports: (_, { pixel, bus }) => ({ pixels: pixel.port(sink(uint(24))), words: bus.port(source(uint(24))) }),
  },
  ({ pixels, words }, _, m, { pixel, bus }) => {
    // show
    m.inst('queue', AsyncFifo, { WIDTH: 24 }, { enq: pixels, deq: words }, { clocks: { write: pixel, read: bus } });
    // end
  },
);

export const clocks: Readonly<Record<string, AnyModule>> = {
  clocks: Clocks,
  domains: Domains,
  two_clock_memory: TwoClockMemory,
  kinds: Kinds,
};

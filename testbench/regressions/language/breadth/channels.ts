import {
  bufferStream,
  connect,
  filterStream,
  flipped,
  forkStream,
  int,
  joinStreams,
  mapStream,
  module,
  registerStream,
  sink,
  source,
  struct,
  uint,
  type Width,
} from '../../../../dsl/index.ts';

const item = (W: Width) => struct({ tag: uint(2), data: uint(W) });

/** A request and its answer, as the side that asks sees them. */
const link = (W: Width) => ({ ask: source(item(W)), answer: sink(uint(W)) });

/** Every combinator of streams: what enters is filtered, changed, forked, delayed by different depths and joined. */
export const Channels = module(
  'channels',
  {
    params: { W: int(8, { min: 2 }), DEPTH: int(3, { min: 1 }) },
    ports: ({ W }) => ({ in: sink(item(W)), out: source(struct({ left: item(W), right: uint(W.plus(1)) })) }),
  },
  (io, { W, DEPTH }) => {
    const kept = filterStream(io.in, ({ tag }) => tag.ne(3));
    const held = registerStream(kept);
    const [left, right] = forkStream(held, 2);
    if (left === undefined || right === undefined) return;
    const queued = bufferStream(left, DEPTH);
    const doubled = mapStream(right, ({ data }) => data.shiftLeftBy(1).fit(W.plus(1)));
    const delayed = registerStream(doubled);
    const joined = joinStreams({ left: queued, right: delayed });
    connect(joined, io.out);
  },
);

/** Answers what it is asked with the sum of tag and data. */
const Answering = module(
  'answering',
  { params: { W: int(8, { min: 2 }) }, ports: ({ W }) => ({ asked: flipped(link(W)) }) },
  io => {
    const registered = registerStream(io.asked.ask);
    const sums = mapStream(registered, ({ tag, data }) => data.addWrap(tag));
    connect(sums, io.asked.answer);
  },
);

/** Two that answer, on one link each; the groups of ports go through whole. */
export const Links = module(
  'links',
  {
    params: { W: int(8, { min: 2 }) },
    ports: ({ W }) => ({ north: flipped(link(W)), south: flipped(link(W)) }),
  },
  (io, { W }, m) => {
    m.inst('north_side', Answering, { W }, { asked: io.north });
    const inner = m.streams({ ask: item(W), answer: uint(W) });
    connect(io.south.ask, inner.ask);
    connect(inner.answer, io.south.answer);
    m.inst('south_side', Answering, { W }, { asked: inner });
  },
);

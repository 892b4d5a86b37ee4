import { bool, indexWidth, input, int, module, output, uint } from '../dsl/index.ts';

/** Counts events from 0 to LIMIT - 1, and tells in which cycle it begins again. */
export const EventCounter = module(
  'event_counter',
  {
    params: {
      /** Events after which the count begins again; need not be a power of two. */
      LIMIT: int(10, { min: 1 }),
    },
    ports: ({ LIMIT }) => ({
      /** An event: the count goes up. */
      up: input(bool),
      /** Brings the count to 0, whether there is an event or not. */
      clear: input(bool),
      /** Events since the last beginning. */
      count: output(uint(indexWidth(LIMIT))),
      /** The event of this cycle is the last before the count begins again. */
      wraps: output(bool),
    }),
  },
  ({ up, clear, count, wraps }, { LIMIT }, m) => {
    const events = m.counter('events', LIMIT, { enable: up, clear });
    count.set(events.value);
    wraps.set(up.and(events.isLast).and(clear.not()));
    m.assert(events.value.lt(LIMIT), 'the count stays below the limit');
    m.cover(wraps, 'the count begins again');
  },
);

import { bool, clog2, input, int, module, output, uint, when } from '../../../dsl/index.ts';

/** What the monitor asserts; a planted fault says which of them it breaks. */
export const orderAssertions = {
  room: 'no more elements are in the block than it holds',
  invented: 'nothing is offered that did not enter',
  lost: 'no element is lost',
  order: 'elements leave in order, and as they are expected',
} as const;

/**
 * Watches elements that enter a block and elements that leave it, and asserts that none is lost, invented, changed,
 * repeated or overtaken. It follows one element; which one is open, so that what holds of that one holds of all.
 */
export const OrderMonitor = module(
  'order_monitor',
  {
    params: {
      /** Bits of an element. */
      WIDTH: int(8, { min: 1 }),
      /** Elements that the block holds at most. */
      CAPACITY: int(16, { min: 1 }),
    },
    ports: ({ WIDTH, CAPACITY }) => ({
      /** An element enters, and what is to leave for it. */
      enters: input(bool),
      expected: input(uint(WIDTH)),
      /** An element is offered (it leaves in this cycle or a later one), and it leaves now. */
      offered: input(bool),
      leaves: input(bool),
      actual: input(uint(WIDTH)),
      /** Free: follow the element that enters now. */
      follow: input(bool),
      /** Elements in the block. */
      count: output(uint(clog2(CAPACITY.plus(1)))),
      /** The element that is followed is the next to leave. */
      is_next: output(bool),
    }),
  },
  (io, { WIDTH, CAPACITY }, m) => {
    const counter = uint(clog2(CAPACITY.plus(1)));
    const { held, following, followed, ahead } = m.regs({
      held: counter,
      following: bool,
      followed: uint(WIDTH),
      /** Elements in front of the one that is followed. */
      ahead: counter,
    });
    const left = held.subWrap(io.leaves.asUint());

    held.set(left.addWrap(io.enters.asUint()));
    when(following, () => {
      when(io.leaves, () => {
        ahead.set(ahead.dec());
        when(ahead.eq(0), () => following.set(false));
      });
    }).elseWhen(io.enters.and(io.follow), () => {
      following.set(true);
      followed.set(io.expected);
      ahead.set(left);
    });
    io.count.set(held);
    io.is_next.set(following.and(ahead.eq(0)));

    m.assert(held.le(CAPACITY), orderAssertions.room);
    m.assert(io.offered.not().or(held.ne(0)), orderAssertions.invented);
    m.assert(following.not().or(ahead.lt(held)), orderAssertions.lost);
    m.assert(io.is_next.and(io.offered).not().or(io.actual.eq(followed)), orderAssertions.order);
    m.cover(io.is_next.and(io.leaves), 'the element that is followed leaves');
  },
);

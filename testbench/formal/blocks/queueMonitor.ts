import { bool, clog2, input, int, module, uint, when } from '../../../dsl/index.ts';

/**
 * Watches both sides of a queue and asserts what a queue promises: that it loses, invents, changes and overtakes
 * nothing, and accepts and offers whenever it can. Which element it follows is open, so that what holds of that one
 * holds of all.
 */
export const QueueMonitor = module(
  'queue_monitor',
  {
    params: {
      /** Bits of an element. */
      WIDTH: int(8, { min: 1 }),
      /** Elements that the queue holds. */
      CAPACITY: int(16, { min: 1 }),
    },
    ports: ({ WIDTH }) => ({
      /** What the queue and its surroundings do on the side where elements enter. */
      enq_valid: input(bool),
      enq_ready: input(bool),
      enq_bits: input(uint(WIDTH)),
      /** And where they leave. */
      deq_valid: input(bool),
      deq_ready: input(bool),
      deq_bits: input(uint(WIDTH)),
      /** Free: follow the element that enters now. */
      follow: input(bool),
    }),
  },
  (io, { WIDTH, CAPACITY }, m) => {
    const counter = uint(clog2(CAPACITY.plus(1)));
    const { held, following, followed, ahead } = m.regs({
      /** Elements in the queue. */
      held: counter,
      following: bool,
      /** The element that is followed. */
      followed: uint(WIDTH),
      /** Elements in front of it. */
      ahead: counter,
    });
    const { stalled, offered } = m.regs({
      /** An element was offered in the cycle before, and not taken. */
      stalled: bool,
      offered: uint(WIDTH),
    });
    const enters = io.enq_valid.and(io.enq_ready);
    const leaves = io.deq_valid.and(io.deq_ready);
    const left = held.subWrap(leaves.asUint());

    held.set(left.addWrap(enters.asUint()));
    when(following, () => {
      when(leaves, () => {
        ahead.set(ahead.dec());
        when(ahead.eq(0), () => following.set(false));
      });
    }).elseWhen(enters.and(io.follow), () => {
      following.set(true);
      followed.set(io.enq_bits);
      ahead.set(left);
    });
    stalled.set(io.deq_valid.and(io.deq_ready.not()));
    offered.set(io.deq_bits);

    const isNext = following.and(ahead.eq(0));
    m.assert(held.le(CAPACITY), 'no more elements are in the queue than it holds');
    m.assert(io.enq_ready.eq(held.lt(CAPACITY)), 'an element is accepted whenever there is room, and only then');
    m.assert(io.deq_valid.eq(held.ne(0)), 'an element is offered whenever there is one, and only then');
    m.assert(following.not().or(ahead.lt(held)), 'no element is lost');
    m.assert(
      isNext.and(io.deq_valid).not().or(io.deq_bits.eq(followed)),
      'elements leave in order, and as they entered',
    );
    m.assert(stalled.not().or(io.deq_valid), 'what is offered stays until it is taken');
    m.assert(stalled.not().or(io.deq_bits.eq(offered)), 'what is offered does not change until it is taken');
    m.cover(held.eq(CAPACITY), 'the queue is full');
    m.cover(isNext.and(leaves).and(held.eq(CAPACITY)), 'the element that is followed leaves a full queue');
  },
);

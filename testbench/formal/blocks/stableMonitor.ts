import { bool, input, int, module, uint } from '../../../dsl/index.ts';

/** What the monitor asserts; a planted fault says which of them it breaks. */
export const stableAssertions = {
  stays: 'what is offered stays until it is taken',
  unchanged: 'what is offered does not change until it is taken',
} as const;

/** Watches a stream, and asserts that what is offered stays as it is until it is taken. */
export const StableMonitor = module(
  'stable_monitor',
  {
    params: {
      /** Bits of a beat. */
      WIDTH: int(8, { min: 1 }),
    },
    ports: ({ WIDTH }) => ({ valid: input(bool), ready: input(bool), bits: input(uint(WIDTH)) }),
  },
  (io, { WIDTH }, m) => {
    const { stalled, offered } = m.regs({
      /** A beat was offered in the cycle before, and not taken. */
      stalled: bool,
      offered: uint(WIDTH),
    });
    stalled.set(io.valid.and(io.ready.not()));
    offered.set(io.bits);
    m.assert(stalled.not().or(io.valid), stableAssertions.stays);
    m.assert(stalled.not().or(io.bits.eq(offered)), stableAssertions.unchanged);
    m.cover(stalled, 'a beat waits');
  },
);

import { bool, genFor, input, int, module, output, uint, vec, when } from '../../../dsl/index.ts';

/** Counters, each of the cycles in which its bit of kinds is high; they wrap. */
export const ActivityCounters = module(
  'activity_counters',
  {
    params: {
      /** Counters. */
      KINDS: int(4, { min: 1 }),
      /** Bits of a counter. */
      WIDTH: int(32, { min: 1 }),
    },
    ports: ({ KINDS, WIDTH }) => ({
      /** Bit i: this cycle is counted by counter i. */
      kinds: input(vec(KINDS, bool)),
      /** Counter 0 in the low bits. */
      counts: output(vec(KINDS, uint(WIDTH))),
    }),
  },
  ({ kinds, counts }, { KINDS, WIDTH }, m) => {
    genFor(KINDS, 'kind', i => {
      const { count } = m.regs({ count: uint(WIDTH) });
      when(kinds.at(i), () => count.set(count.inc()));
      counts.at(i).set(count);
    });
  },
);

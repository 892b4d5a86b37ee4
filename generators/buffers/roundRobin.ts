import { bool, input, int, module, mux, output, uint, when } from '../../dsl/index.ts';

/**
 * Grants one of several requests, in turn: after a grant was taken, the ports above it come first.
 *
 * A port that goes on requesting is granted after at most PORTS - 1 grants to others. The grant is combinational: it
 * follows the requests of the same cycle.
 */
export const RoundRobin = module(
  'round_robin',
  {
    params: {
      /** Ports that may request. */
      PORTS: int(4, { min: 1 }),
    },
    ports: ({ PORTS }) => ({
      /** Bit i: port i requests. */
      request: input(uint(PORTS)),
      /** At most one bit: the port that is granted. Zero only when nobody requests. */
      grant: output(uint(PORTS)),
      /** The grant of this cycle is taken. */
      taken: input(bool),
    }),
  },
  ({ request, grant, taken }, { PORTS }, m) => {
    const { later } = m.regs({
      /** Bit i: port i comes after the port that was granted last. */
      later: uint(PORTS),
    });
    const first = request.and(later);
    const candidates = mux(first.ne(0), first, request);
    // The lowest bit that is 1.
    const lowest = candidates.and(candidates.not().inc());

    grant.set(lowest);
    // All bits above the granted one.
    when(taken.and(request.ne(0)), () => later.set(lowest.or(lowest.dec()).not()));
  },
);

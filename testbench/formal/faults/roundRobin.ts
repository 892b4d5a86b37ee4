import { bool, input, int, module, mux, output, uint, when } from '../../../dsl/index.ts';

export const roundRobinFaults = ['lowest-first', 'mask-includes-granted', 'grants-all', 'no-second-round'] as const;

/** The arbiter with one mistake in it. */
export const faultyRoundRobin = (fault: (typeof roundRobinFaults)[number]) =>
  module(
    'round_robin',
    {
      params: { PORTS: int(4, { min: 1 }) },
      ports: ({ PORTS }) => ({ request: input(uint(PORTS)), grant: output(uint(PORTS)), taken: input(bool) }),
    },
    ({ request, grant, taken }, { PORTS }, m) => {
      const { later } = m.regs({ later: uint(PORTS) });
      const first = request.and(later);
      const candidates = fault === 'no-second-round' ? first : mux(first.ne(0), first, request);
      const lowest = candidates.and(candidates.not().inc());

      grant.set(fault === 'grants-all' ? candidates : lowest);
      const upTo = fault === 'mask-includes-granted' ? lowest.dec() : lowest.or(lowest.dec());
      when(taken.and(request.ne(0)), () => later.set(fault === 'lowest-first' ? 0 : upTo.not()));
    },
  );

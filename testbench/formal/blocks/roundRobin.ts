import { bool, clog2, genFor, input, int, module, output, uint, when } from '../../../dsl/index.ts';
import { RoundRobin } from '../../../generators/buffers/roundRobin.ts';
import type { Proof } from '../proof.ts';

/** An arbiter, or what claims to be one, with what it promises. */
export const monitoredRoundRobin = (block: typeof RoundRobin) =>
  module(
    'monitored_round_robin',
    {
      params: { PORTS: int(4, { min: 1 }) },
      ports: ({ PORTS }) => ({ request: input(uint(PORTS)), grant: output(uint(PORTS)), taken: input(bool) }),
    },
    ({ request, grant, taken }, { PORTS }, m) => {
      m.inst('round_robin', block, { PORTS }, { request, grant, taken });

      m.assert(grant.and(request.not()).eq(0), 'only who requests is granted');
      m.assert(grant.and(grant.dec()).eq(0), 'at most one is granted');
      m.assert(grant.ne(0).eq(request.ne(0)), 'somebody is granted whenever somebody requests');
      m.cover(grant.bit(PORTS.minus(1)).and(request.bit(0)), 'the last port is granted while the first requests');
      genFor(PORTS, 'port', p => {
        const { waited } = m.regs({
          /** Grants to others that were taken while the port requested. */
          waited: uint(clog2(PORTS.plus(1))),
        });
        const waits = request.bit(p).and(grant.bit(p).not());
        when(waits.and(taken), () => waited.set(waited.inc())).elseWhen(waits.not(), () => waited.set(0));
        m.assert(waited.lt(PORTS), 'a port waits for at most PORTS - 1 grants to others');
      });
    },
  );

const description = 'an arbiter grants one request at a time, and no port waits for more than one round';

export const roundRobinProofs: readonly Proof[] = [1, 4, 8].map(ports => ({
  name: `round-robin-${ports}`,
  description,
  module: monitoredRoundRobin(RoundRobin),
  values: { PORTS: ports },
}));

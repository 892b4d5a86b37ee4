import { type Clock, clockHandle, domainOf } from './clock.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { requireName, requireRecord } from './given.ts';
import { CallSite } from './source/location.ts';
import { refuseInWhen } from './when.ts';

/**
 * The same clock at its other edge: what belongs to it changes half a cycle apart, with the same reset and enable. For the
 * check of crossings both are one clock: what passes between them has half a cycle, which timing analysis sees by itself.
 */
export function oppositeEdge(outer: Clock, options: { readonly name?: string } = {}): Clock {
  const ctx = context('oppositeEdge');
  const base = domainOf(outer, 'oppositeEdge');
  requireRecord('The options of `oppositeEdge`', options);
  const { name = `${base.name}_opposite` } = options;
  requireName('The name of a clock', name);
  if (ctx.region !== ctx.root)
    fail(
      'clock-misuse',
      {
        problem: '`oppositeEdge` stands in a generate block',
        suggestion: 'Put it outside: the domain holds for the module',
      },
      [callLabel(), { location: base.site?.location, message: 'the clock is declared here' }],
    );
  refuseInWhen('oppositeEdge');
  const edge = base.edge === 'rising' ? 'falling' : 'rising';
  const domain = { ...base, name, site: new CallSite(oppositeEdge), edge } as const;
  ctx.domains.push(domain);
  return clockHandle(name, domain);
}

import { domainNames } from './clock.ts';
import { context } from './context.ts';
import { streamOf } from './declarations.ts';
import { declareValue } from './declaredValue.ts';
import { refuse } from './given.ts';
import type { Declaration, FieldOfStruct } from './ir/declaration.ts';
import type { ModuleContext } from './moduleContext.ts';
import { type Io, isPort, type PortSpec, type PortSpecs, type StreamSpec } from './ports.ts';
import { readOnlyRecord } from './readOnly.ts';
import type { CallSite } from './source/location.ts';
import type { HwType } from './types.ts';

/** Refuses what is neither a port nor a group of ports. */
function requirePort(key: string, spec: unknown, site: CallSite | undefined): void {
  if (
    typeof spec === 'object' &&
    spec !== null &&
    !('kind' in spec && 'width' in spec && typeof spec.kind === 'string')
  )
    return;
  refuse(
    `Port \`${key}\``,
    '`input(type)`, `output(type)`, `sink(type)` or `source(type)`',
    spec,
    'Say which way it goes.',
    [{ location: site?.location, message: '' }],
  );
}

/** The ports that a module's head lists, which are added to `ports`, and what the body sees of them. */
export function makePorts<P extends PortSpecs>(specs: P, ports: Declaration[]): Io<P>;
export function makePorts(specs: PortSpecs, ports: Declaration[], prefix = ''): unknown {
  const ctx = context('module');
  const add = (port: Declaration): Declaration => {
    if (ports.some(other => other.key === port.key))
      ctx.report('duplicate-name', { what: 'Port', name: port.key }, [{ location: port.site?.location, message: '' }]);
    ports.push(port);
    return port;
  };
  return readOnlyRecord(
    Object.entries(specs).flatMap(([name, spec]) => {
      if (spec === undefined) return [];
      const key = `${prefix}${name}`;
      requirePort(key, spec, ctx.site);
      if (!isPort(spec)) return [[name, makeGroup(spec, ports, `${key}_`)]];
      const { site } = spec;
      const domain = portDomain(ctx, key, spec);
      if ('direction' in spec) {
        const role = spec.direction === 'in' ? 'input' : 'output';
        const declare = (portName: string, type: HwType, field: FieldOfStruct | undefined): Declaration =>
          add(ctx.declare(role, portName, type, { site, ...domain, ...(field === undefined ? {} : { field }) }));
        return [[name, declareValue(key, spec.type, declare)]];
      }
      const forward = spec.stream === 'sink' ? 'input' : 'output';
      const backward = spec.stream === 'sink' ? 'output' : 'input';
      const stream = streamOf(key, spec.type, (portName, part, type, field) =>
        add(
          ctx.declare(part === 'ready' ? backward : forward, portName, type, {
            site,
            ...domain,
            stream: { name: key, part },
            ...(field === undefined ? {} : { field }),
          }),
        ),
      );
      return [[name, stream]];
    }),
  );
}

/** The clock that a port belongs to: the one that it states, or the only one. */
function portDomain(
  ctx: ModuleContext,
  port: string,
  spec: PortSpec | StreamSpec,
): Pick<Declaration, 'domain' | 'asynchronous'> {
  if ('asynchronous' in spec && spec.asynchronous === true) return { asynchronous: true };
  const { domains, moduleName: module } = ctx;
  const label = { location: spec.site.location, message: '' };
  const clocks = domainNames(domains);
  if (spec.clock !== undefined) {
    const domain = domains.find(({ name }) => name === spec.clock);
    if (domain === undefined) ctx.report('unknown-clock', { module, clock: spec.clock, clocks }, [label]);
    return domain === undefined ? {} : { domain };
  }
  const [only, ...others] = domains;
  if (others.length > 0) ctx.report('port-without-clock', { port, module, clocks }, [label]);
  return only === undefined ? {} : { domain: only };
}

/** A group of ports; each has the group's name in front of its own. */
function makeGroup(specs: PortSpecs, ports: Declaration[], prefix: string): unknown {
  const made: (specs: PortSpecs, ports: Declaration[], prefix: string) => unknown = makePorts;
  return made(specs, ports, prefix);
}

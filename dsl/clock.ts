import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { refuse, requireRecord } from './given.ts';
import type { ClockDomain } from './ir/clockDomain.ts';
import type { ModuleContext } from './moduleContext.ts';
import { isPort, type PortSpec, type PortSpecs, type StreamSpec } from './ports.ts';
import { CallSite } from './source/location.ts';
import { bool } from './types.ts';
import { called, type NoPromise } from './userCode.ts';

interface Common {
  /** The edge at which the domain's registers change; the rising one unless stated. */
  readonly edge?: 'rising' | 'falling';
  /** Whether there is an enable: while it is low nothing in the domain changes, but for a reset. */
  readonly enable?: boolean;
  /**
   * Names of the ports; `<clock>_clk`, `<clock>_rst` or `<clock>_rst_n`, and `<clock>_en` unless given, for a clock `clk`
   * without its name in front.
   */
  readonly ports?: { readonly clock?: string; readonly reset?: string; readonly enable?: string };
}

interface WithReset extends Common {
  /** Synchronous unless stated. An asynchronous reset acts at once, and has to end in time before an edge. */
  readonly reset?: 'synchronous' | 'asynchronous';
  /** The level at which it resets; high unless stated. */
  readonly active?: 'high' | 'low';
}

interface WithoutReset extends Common {
  readonly reset: 'none';
  readonly active?: never;
}

/**
 * What a clock domain is like. What is left out is as stated here where the module stands alone or on top; an instance
 * takes it from the domain that is connected to it.
 */
export type ClockOptions = WithReset | WithoutReset;

/** A declared clock, as a module's head has it. */
export interface ClockSpec {
  readonly edge: 'rising' | 'falling';
  readonly reset: { readonly kind: 'synchronous' | 'asynchronous'; readonly active: 'high' | 'low' } | undefined;
  readonly enable: boolean;
  readonly ports: NonNullable<Common['ports']>;
  readonly site: CallSite;
  /** What is not stated: an instance takes it from the domain that is its clock. */
  readonly open: {
    readonly edge: boolean;
    readonly enable: boolean;
    /** Whether the kind of the reset is; not where there is to be none. */
    readonly reset: boolean;
    /** Neither the level is stated nor a name for the port, which may tell of it: there need not be a reset at all. */
    readonly level: boolean;
  };
  /** The instance whose clock it became, where that made it what it is. */
  readonly instance?: CallSite;
}

/** Clocks by name. */
export interface ClockSpecs {
  readonly [name: string]: ClockSpec;
}

/** The clocks of a module that declares none: it has `clk` and `rst`. */
export type NoClocks = Record<never, never>;

/** A clock domain: one of those that a module's head declares, or one that `synchroniseReset` makes of it. */
export interface Clock {
  readonly clockName: string;
  /** Undefined while only the interface is described. */
  readonly domain: ClockDomain | undefined;
  /** The same port, stream or group of ports, in this domain. */
  port<const T extends PortSpec | StreamSpec | PortSpecs>(spec: T): T;
}

/** The clocks of a module as its head's `ports` and its body see them. */
export type Clocks<C> = { readonly [K in keyof C]: Clock };

function requireOneOf(option: string, given: string, known: readonly string[]): void {
  if (!known.includes(given))
    fail(
      'clock-misuse',
      { problem: `\`${option}\` of a clock is \`${given}\``, suggestion: `Give one of ${known.join(', ')}` },
      [callLabel()],
    );
}

/** A clock domain of a module, in the `clocks` of its head. */
export function clock(options: ClockOptions = {}): ClockSpec {
  requireRecord('The options of `clock`', options);
  const { edge = 'rising', enable = false, ports = {} } = options;
  requireRecord('The ports of a clock', ports);
  const { reset: kind = 'synchronous', active } = options;
  requireOneOf('reset', kind, ['synchronous', 'asynchronous', 'none']);
  requireOneOf('active', active ?? 'high', ['high', 'low']);
  requireOneOf('edge', edge, ['rising', 'falling']);
  const site = new CallSite(clock);
  if (kind === 'none' && active !== undefined)
    fail(
      'clock-misuse',
      { problem: '`active` is the level of a reset, but there is none', suggestion: 'Leave `active` out' },
      [callLabel()],
    );
  return {
    edge,
    enable,
    ports,
    site,
    reset: kind === 'none' ? undefined : { kind, active: active ?? 'high' },
    open: {
      edge: options.edge === undefined,
      enable: options.enable === undefined,
      reset: options.reset === undefined,
      level: active === undefined && ports.reset === undefined,
    },
  };
}

function marked(spec: PortSpec | StreamSpec | PortSpecs, mark: { clock?: string; asynchronous?: true }): unknown {
  requireRecord('What is to belong to a clock', spec);
  if (isPort(spec)) return { ...spec, ...mark };
  return Object.fromEntries(
    Object.entries(spec).map(([name, inner]) => [name, inner === undefined ? undefined : marked(inner, mark)]),
  );
}

/** A port, or a group of them, that changes at any time: it belongs to no clock, and has to be synchronised. */
export function asynchronous<const T extends PortSpec | PortSpecs>(spec: T): T;
export function asynchronous(spec: PortSpec | PortSpecs): unknown {
  return marked(spec, { asynchronous: true });
}

function portIn<const T extends PortSpec | StreamSpec | PortSpecs>(name: string, spec: T): T;
function portIn(name: string, spec: PortSpec | StreamSpec | PortSpecs): unknown {
  return marked(spec, { clock: name });
}

export const clockHandle = (clockName: string, domain?: ClockDomain): Clock => ({
  clockName,
  domain,
  port: spec => portIn(clockName, spec),
});

/** Clocks for describing an interface only. */
export function clockHandles<C extends ClockSpecs>(specs: C | undefined, domains?: readonly ClockDomain[]): Clocks<C>;
export function clockHandles(specs: ClockSpecs | undefined, domains: readonly ClockDomain[] = []): unknown {
  return Object.fromEntries(
    Object.keys(specs ?? {}).map(name => [
      name,
      clockHandle(
        name,
        domains.find(domain => domain.name === name),
      ),
    ]),
  );
}

/** Declares a module's clocks, with the ports of their resets and enables. */
export function declareClocks(ctx: ModuleContext, specs: ClockSpecs): readonly ClockDomain[] {
  const taken = new Set<string>();
  ctx.clockCount = Object.keys(specs).length;
  const named = (port: string, site: CallSite): string => {
    if (taken.has(port)) ctx.report('duplicate-name', { what: 'Port', name: port }, [placeOf(site)]);
    taken.add(port);
    return port;
  };
  return Object.entries(specs).map(([name, { edge, reset, enable, ports, site, instance }]) => {
    const suffix = reset?.active === 'low' ? 'rst_n' : 'rst';
    const signal = (port: string, clockPort: 'reset' | 'enable') =>
      ctx.declare('input', named(port, site), bool, { site, clockPort });
    const prefix = name === 'clk' ? '' : `${name}_`;
    const clockPort = ports.clock ?? `${prefix}clk`;
    const other = ctx.domains.find(({ clock: taken }) => taken === clockPort);
    if (other === undefined) named(clockPort, site);
    else
      ctx.report(
        'clock-misuse',
        {
          problem: `Clocks \`${other.name}\` and \`${name}\` of \`${ctx.moduleName}\` have one port, \`${clockPort}\``,
          suggestion: `Declare \`${other.name}\`, and make the other of it in the body, with \`oppositeEdge\` or \`enabledClock\``,
        },
        [placeOf(site), { location: other.site?.location, message: `\`${other.name}\` is declared here` }],
      );
    const domain: ClockDomain = {
      name,
      clock: clockPort,
      edge,
      reset:
        reset === undefined ? undefined : { ...reset, signal: signal(ports.reset ?? `${prefix}${suffix}`, 'reset') },
      enable: enable ? signal(ports.enable ?? `${prefix}en`, 'enable') : undefined,
      site,
      ...(instance === undefined ? {} : { instance }),
    };
    ctx.domains.push(domain);
    return domain;
  });
}

const placeOf = (site: CallSite) => ({ location: site.location, message: '' });

/** The domain behind a clock. */
export function domainOf(clocked: Clock, operation: string): ClockDomain {
  const { domains, moduleName } = context(operation);
  if (typeof clocked !== 'object' || clocked === null || !('clockName' in clocked))
    refuse(
      'A clock',
      'one of those that the body of a module is given',
      clocked,
      'A clock that a PLL or a gate makes comes in by a port: declare it in `clocks`, and join both in the top of the chip.',
    );
  const { domain, clockName } = clocked;
  const found = domain === undefined ? domains.find(({ name }) => name === clockName) : domain;
  if (found !== undefined && domains.includes(found)) return found;
  return fail('unknown-clock', { module: moduleName, clock: clockName, clocks: domainNames(domains) }, [callLabel()]);
}

export const domainNames = (domains: readonly Pick<ClockDomain, 'name'>[]): string =>
  domains.length === 0 ? 'none: it has `clk` and `rst`' : domains.map(({ name }) => `\`${name}\``).join(', ');

/**
 * What `body` makes belongs to that clock domain: registers, writes and synchronous reads of memories, assertions,
 * counters, pipelines, state machines, streams' blocks and instances. Gives back what `body` does.
 */
export function clocked<R extends NoPromise>(clockDomain: Clock, body: () => R): R {
  const domain = domainOf(clockDomain, 'clocked');
  return context('clocked').inDomain(domain, () => called('clocked', body));
}

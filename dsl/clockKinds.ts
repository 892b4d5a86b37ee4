import type { ClockSpec, ClockSpecs } from './clock.ts';
import type { ClockDomain, DomainReset } from './ir/clockDomain.ts';
import type { Surrounding } from './module.ts';
import type { CallSite } from './source/location.ts';

type ResetKind = Pick<DomainReset, 'kind' | 'active'> | undefined;

/** How a clock behaves, but for what its ports are called. */
export interface ClockKind {
  readonly edge: ClockDomain['edge'];
  readonly reset: ResetKind;
  readonly hasEnable: boolean;
}

/** The kind of a domain; undefined stands for the `clk` and `rst` of a module that declares no clocks. */
export const kindOf = (domain: ClockDomain | undefined): ClockKind =>
  domain === undefined
    ? { edge: 'rising', reset: { kind: 'synchronous', active: 'high' }, hasEnable: false }
    : { edge: domain.edge, reset: domain.reset, hasEnable: domain.enable !== undefined };

const resetPort = (reset: ResetKind): string =>
  reset?.kind === 'asynchronous' && reset.active === 'low' ? 'rst_n' : 'rst';

/** In what a kind differs from another, as it stands behind a module's name; empty where it does not. */
function differenceIn(kind: ClockKind, from: ClockKind): string {
  const { reset } = kind;
  const parts = [
    ...(reset?.kind === from.reset?.kind ? [] : [reset === undefined ? 'no_rst' : `async_${resetPort(reset)}`]),
    ...(kind.hasEnable && !from.hasEnable ? ['en'] : []),
    ...(kind.edge === from.edge ? [] : [kind.edge]),
  ];
  return parts.map(part => `_${part}`).join('');
}

/**
 * What a module that declares no clocks comes out as in a domain, where that is not what it is by itself. Another
 * polarity of a synchronous reset is made at the instance.
 */
export function surroundingOf(domain: ClockDomain | undefined, instance: CallSite): Surrounding | undefined {
  const kind = kindOf(domain);
  const suffix = differenceIn(kind, kindOf(undefined));
  if (suffix === '') return undefined;
  const { edge, hasEnable, reset } = kind;
  const isAsynchronous = reset?.kind === 'asynchronous';
  const clk: ClockSpec = {
    edge,
    enable: hasEnable,
    reset: reset === undefined ? undefined : { kind: reset.kind, active: isAsynchronous ? reset.active : 'high' },
    ports: {},
    site: instance,
    open: { edge: false, enable: false, reset: false, level: false },
    instance,
  };
  return { suffix, clocks: { clk } };
}

/** A declared clock as it is in a domain: what it leaves open is as there. */
function adapted(spec: ClockSpec, domain: ClockKind, instance: CallSite): ClockSpec {
  const { open } = spec;
  // A level, or a name for its port, that is stated tells that there is a reset.
  const takesReset = open.reset && (open.level || domain.reset !== undefined);
  const reset =
    !takesReset || domain.reset?.kind === spec.reset?.kind
      ? spec.reset
      : domain.reset && {
          kind: domain.reset.kind,
          active: open.level ? domain.reset.active : (spec.reset?.active ?? 'high'),
        };
  return {
    ...spec,
    edge: open.edge ? domain.edge : spec.edge,
    enable: open.enable ? domain.hasEnable : spec.enable,
    reset,
    instance,
  };
}

const kindOfSpec = ({ edge, reset, enable }: ClockSpec): ClockKind => ({ edge, reset, hasEnable: enable });

/**
 * What a module comes out as whose clocks are these domains, each of its clocks with the kind of its domain where it
 * leaves that open; undefined where that is what it is by itself.
 */
export function surroundingOfClocks(
  specs: ClockSpecs,
  domains: ReadonlyMap<string, ClockDomain | undefined>,
  instance: CallSite,
): Surrounding | undefined {
  const clocks = Object.entries(specs).map(([name, spec]) => {
    const inDomain = adapted(spec, kindOf(domains.get(name)), instance);
    return { name, inDomain, suffix: differenceIn(kindOfSpec(inDomain), kindOfSpec(spec)) };
  });
  const [first] = clocks;
  if (first === undefined || clocks.every(({ suffix }) => suffix === '')) return undefined;
  const isShared = clocks.every(({ suffix }) => suffix === first.suffix);
  return {
    suffix: isShared
      ? first.suffix
      : clocks.map(({ name, suffix }) => (suffix === '' ? '' : `_${name}${suffix}`)).join(''),
    clocks: Object.fromEntries(clocks.map(({ name, inDomain }) => [name, inDomain])),
  };
}

import type { AnyInstanceOptions } from './builder.ts';
import { type Clock, domainNames, domainOf } from './clock.ts';
import { callLabel, context, type ModuleContext } from './context.ts';
import type { ClockDomain, DomainReset } from './ir/clockDomain.ts';
import type { HwModule } from './ir/hwModule.ts';
import type { InstanceStatement } from './ir/statement.ts';
import type { AnyModule, Surrounding } from './module.ts';
import { clockUse } from './passes/lower/clocks.ts';
import { CallSite } from './source/location.ts';

type InstanceClocks = Pick<InstanceStatement, 'clocks' | 'domain'>;

/**
 * What a module that declares no clocks comes out as in the present domain, where that is not what it is by itself: the
 * kind of the domain's reset, its enable and its edge. Another polarity of a synchronous reset is made at the instance.
 */
export function surroundingOf(child: AnyModule): Surrounding | undefined {
  const { presentDomain } = context('inst');
  if (presentDomain === undefined || Object.keys(child.clocks).length > 0) return undefined;
  const { edge, enable, reset } = presentDomain;
  const isAsynchronous = reset?.kind === 'asynchronous';
  const resetName = isAsynchronous && reset.active === 'low' ? 'rst_n' : 'rst';
  const suffixes = [
    ...(reset === undefined ? ['no_rst'] : isAsynchronous ? [`async_${resetName}`] : []),
    ...(enable === undefined ? [] : ['en']),
    ...(edge === 'falling' ? ['falling'] : []),
  ];
  if (suffixes.length === 0) return undefined;
  return {
    suffix: suffixes.map(suffix => `_${suffix}`).join(''),
    clock: {
      edge,
      enable: enable !== undefined,
      reset:
        reset === undefined
          ? undefined
          : { kind: reset.kind, active: isAsynchronous ? reset.active : ('high' as const) },
      ports: { clock: 'clk', reset: resetName, enable: 'en' },
      site: new CallSite(),
    },
  };
}

interface Kind {
  readonly name: string;
  readonly edge: ClockDomain['edge'];
  readonly reset: Pick<DomainReset, 'kind'> | undefined;
  readonly hasEnable: boolean;
}

const kindOf = (domain: ClockDomain | undefined): Kind =>
  domain === undefined
    ? { name: 'clk', edge: 'rising', reset: { kind: 'synchronous' }, hasEnable: false }
    : { name: domain.name, edge: domain.edge, reset: domain.reset, hasEnable: domain.enable !== undefined };

/** Why a domain cannot be a child's clock, and what to do; nothing where it can. */
function mismatch(child: Kind, parent: Kind): { readonly problem: string; readonly suggestion: string } | undefined {
  if (child.edge !== parent.edge)
    return {
      problem: `it changes at the ${child.edge} edge, the domain at the ${parent.edge} one`,
      suggestion: 'Declare both with one `edge`',
    };
  if (child.reset !== undefined && parent.reset === undefined)
    return {
      problem: 'it needs a reset, and the domain has none',
      suggestion: "Declare the domain with a reset, or the instance's clock without",
    };
  if (child.reset !== undefined && parent.reset !== undefined && child.reset.kind !== parent.reset.kind)
    return {
      problem: `its reset is ${child.reset.kind}, that of the domain ${parent.reset.kind}`,
      suggestion:
        child.reset.kind === 'asynchronous'
          ? 'A synchronous reset may have glitches, which an asynchronous one acts on: declare both of one kind'
          : 'One net cannot reset in both ways: declare both of one kind',
    };
  if (parent.hasEnable && !child.hasEnable)
    return {
      problem: 'it has no enable, and would go on while the domain stands still',
      suggestion: 'Declare it with `enable: true`',
    };
  return undefined;
}

/** The domain that each clock of an instance takes: the one that is named, or the present one where there is one clock. */
export function childClocks(
  instance: string,
  child: AnyModule,
  described: HwModule,
  options: AnyInstanceOptions,
): InstanceClocks {
  const ctx = context('inst');
  const given: Readonly<Record<string, Clock | undefined>> = options.clocks ?? {};
  for (const name of Object.keys(given))
    if (!(name in child.clocks))
      ctx.report('unknown-clock', {
        module: child.name,
        clock: name,
        clocks: Object.keys(child.clocks).length === 0 ? domainNames([]) : domainNames(described.clocks),
      });
  if (described.clocks.length === 0) return clockUse(described).clock ? ctx.inClock(`Instance \`${instance}\``) : {};
  const clocks = new Map<ClockDomain, ClockDomain | undefined>();
  for (const own of described.clocks) {
    const named = given[own.name];
    if (named === undefined && described.clocks.length > 1) {
      ctx.report('unconnected-clock', { clock: own.name, instance, module: child.name }, [
        callLabel(),
        { location: own.site?.location, message: 'declared here' },
      ]);
      continue;
    }
    const domain = named === undefined ? ctx.inClock(`Instance \`${instance}\``).domain : domainOf(named, 'inst');
    checkKind(ctx, instance, child, own, domain);
    clocks.set(own, domain);
  }
  if (options.alsoReset !== undefined && described.clocks.some(({ reset }) => reset?.kind !== 'synchronous'))
    ctx.report('clock-misuse', {
      problem: `\`alsoReset\` is synchronous, but not every clock of instance \`${instance}\` has such a reset`,
      suggestion: 'Give the instance an input that clears it',
    });
  return { clocks };
}

function checkKind(
  ctx: ModuleContext,
  instance: string,
  child: AnyModule,
  own: ClockDomain,
  domain: ClockDomain | undefined,
): void {
  const parent = kindOf(domain);
  const wrong = mismatch(kindOf(own), parent);
  if (wrong === undefined) return;
  ctx.report('clock-mismatch', { clock: own.name, instance, module: child.name, domain: parent.name, ...wrong }, [
    callLabel(),
    { location: own.site?.location, message: "the instance's clock is declared here" },
    ...(domain === undefined ? [] : [{ location: domain.site?.location, message: 'the domain is declared here' }]),
  ]);
}

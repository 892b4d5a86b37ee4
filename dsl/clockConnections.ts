import type { AnyInstanceOptions } from './builder.ts';
import { type Clock, domainNames, domainOf } from './clock.ts';
import { type ClockKind, kindOf } from './clockKinds.ts';
import { callLabel, context } from './context.ts';
import type { ClockDomain } from './ir/clockDomain.ts';
import type { HwModule } from './ir/hwModule.ts';
import type { InstanceStatement } from './ir/statement.ts';
import type { AnyModule } from './module.ts';
import type { ModuleContext } from './moduleContext.ts';
import { clockUse } from './passes/lower/clocks.ts';

type InstanceClocks = Pick<InstanceStatement, 'clocks' | 'domain'>;

/** The parent's domain for each clock that a child declares; undefined stands for the parent's `clk` and `rst`. */
export type ConnectedClocks = ReadonlyMap<string, ClockDomain | undefined>;

/** The domain that each clock of an instance takes: the one that is named, or the present one where there is one clock. */
export function connectedClocks(instance: string, child: AnyModule, options: AnyInstanceOptions): ConnectedClocks {
  const ctx = context('inst');
  const given: Readonly<Record<string, Clock | undefined>> = options.clocks ?? {};
  const own = Object.entries(child.clocks);
  for (const name of Object.keys(given))
    if (!Object.hasOwn(child.clocks, name))
      ctx.report('unknown-clock', {
        module: child.name,
        clock: name,
        clocks: domainNames(own.map(([declared]) => ({ name: declared }))),
      });
  const connected = new Map<string, ClockDomain | undefined>();
  for (const [name, { site }] of own) {
    const named = Object.hasOwn(given, name) ? given[name] : undefined;
    if (named !== undefined) connected.set(name, domainOf(named, 'inst'));
    else if (own.length === 1) connected.set(name, ctx.inClock(`Instance \`${instance}\``).domain);
    else
      ctx.report('unconnected-clock', { clock: name, instance, module: child.name }, [
        callLabel(),
        { location: site.location, message: 'declared here' },
      ]);
  }
  return connected;
}

/** Why a domain cannot be a child's clock, and what to do; nothing where it can. */
function mismatch(
  child: ClockKind,
  parent: ClockKind,
  isBlackBox: boolean,
): { readonly problem: string; readonly suggestion: string } | undefined {
  const leave = (option: string): string =>
    isBlackBox
      ? 'A black box is as it is described: give it a domain of that kind'
      : `Leave \`${option}\` out where the instance's clock is declared, and it takes that of the domain`;
  if (child.edge !== parent.edge)
    return {
      problem: `it changes at the ${child.edge} edge, the domain at the ${parent.edge} one`,
      suggestion: leave('edge'),
    };
  if (child.reset !== undefined && parent.reset === undefined)
    return {
      problem: 'it needs a reset, and the domain has none',
      suggestion: isBlackBox
        ? leave('reset')
        : "Give the domain a reset, or say nothing of one for the instance's clock",
    };
  if (child.reset !== undefined && parent.reset !== undefined && child.reset.kind !== parent.reset.kind)
    return {
      problem: `its reset is ${child.reset.kind}, that of the domain ${parent.reset.kind}`,
      suggestion: leave('reset'),
    };
  if (parent.hasEnable && !child.hasEnable)
    return {
      problem: 'it has no enable, and would go on while the domain stands still',
      suggestion: isBlackBox ? 'Give it the clock that has no enable, and hold it by an input' : leave('enable'),
    };
  return undefined;
}

/** The domains of an instance of a described child, of which each has to be of the kind that the child's clock has. */
export function childClocks(
  instance: string,
  described: HwModule,
  connected: ConnectedClocks,
  options: AnyInstanceOptions,
): InstanceClocks {
  const ctx = context('inst');
  if (described.clocks.length === 0) return clockUse(described).clock ? ctx.inClock(`Instance \`${instance}\``) : {};
  const clocks = new Map<ClockDomain, ClockDomain | undefined>();
  for (const own of described.clocks) {
    // A module that declares no clocks has one of its own in a domain of another kind than it is for by itself.
    const domain = connected.size === 0 ? ctx.presentDomain : connected.get(own.name);
    checkKind(ctx, instance, described, own, domain);
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
  child: HwModule,
  own: ClockDomain,
  domain: ClockDomain | undefined,
): void {
  const wrong = mismatch(kindOf(own), kindOf(domain), child.blackBox !== undefined);
  if (wrong === undefined) return;
  ctx.report(
    'clock-mismatch',
    { clock: own.name, instance, module: child.baseName, domain: domain?.name ?? 'clk', ...wrong },
    [
      callLabel(),
      { location: own.site?.location, message: "the instance's clock is declared here" },
      ...(domain === undefined ? [] : [{ location: domain.site?.location, message: 'the domain is declared here' }]),
    ],
  );
}

import type { Configuration } from '../configuration.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import type { HwModule } from '../ir/hwModule.ts';
import type { EmittedModule } from '../passes/pipeline.ts';
import type { ConstrainedClock } from './constraints.ts';
import { crossingsOf, type DesignCrossings, hasCrossings } from './crossings.ts';
import type { TopOptions } from './topOptions.ts';

/** A clock of a top, as a script has to know it. */
export interface DesignClock extends ConstrainedClock {
  readonly name: string;
  readonly reset:
    | { readonly port: string; readonly kind: 'synchronous' | 'asynchronous'; readonly active: 'high' | 'low' }
    | undefined;
  readonly enable: string | undefined;
}

/** The clocks of a design and what crosses between them. */
export interface DesignTiming extends DesignCrossings {
  readonly clocks: readonly DesignClock[];
}

function clocksOf(top: HwModule, periods: Readonly<Record<string, number>>, options: TopOptions): DesignClock[] {
  if (top.clocks.length === 0) {
    const { clock = 'clk', reset = 'rst', resetActive = 'high' } = options;
    return [
      {
        name: 'clk',
        port: clock,
        edge: 'rising',
        period: periods.clk,
        reset: { port: reset, kind: 'synchronous', active: resetActive },
        enable: undefined,
      },
    ];
  }
  return top.clocks.map(({ name, clock, edge, reset, enable }) => ({
    name,
    port: clock,
    edge,
    period: periods[name],
    reset: reset === undefined ? undefined : { port: reset.signal.key, kind: reset.kind, active: reset.active },
    enable: enable?.key,
  }));
}

/**
 * What constraints and the manifest tell of a design's clocks; nothing of a design with one clock and no crossing, unless
 * its period is given.
 *
 * @throws DiagnosticError for a period of a clock that the design does not have, and for one that is none
 */
export function timingOf(
  { periods = {} }: Configuration,
  top: EmittedModule,
  library: readonly EmittedModule[],
  options: TopOptions,
): DesignTiming | undefined {
  const clocks = clocksOf(top.module, periods, options);
  for (const [name, period] of Object.entries(periods)) {
    if (!clocks.some(clock => clock.name === name))
      fail('unknown-clock', {
        module: top.module.name,
        clock: name,
        clocks: clocks.map(clock => `\`${clock.name}\``).join(', '),
      });
    if (!(period > 0) || !Number.isFinite(period))
      fail('clock-misuse', {
        problem: `Clock \`${name}\` of \`${top.module.name}\` has a period of ${period}`,
        suggestion: 'Give nanoseconds, more than 0',
      });
  }
  const modules = [top, ...library].map(({ module }) => module);
  if (!hasCrossings(modules) && Object.keys(periods).length === 0) return undefined;
  const { crossings, synchronisers } = crossingsOf(top, library);
  const renamed = (port: string | undefined): string | undefined =>
    clocks.find(({ name }) => name === port && top.module.clocks.length === 0)?.port ?? port;
  return {
    clocks,
    synchronisers,
    crossings: crossings.map(crossing => ({
      ...crossing,
      clock: renamed(crossing.clock) ?? crossing.clock,
      from: crossing.from.map(end => ({ ...end, clock: renamed(end.clock) })),
      to: crossing.to.map(end => ({ ...end, clock: renamed(end.clock) })),
    })),
  };
}

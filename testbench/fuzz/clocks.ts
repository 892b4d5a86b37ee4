import type { ClockOptions } from '../../dsl/index.ts';
import type { ClockPlan, ModulePlan } from './plan.ts';

/** What a module that declares no clock has. */
export const plainClock: ClockPlan = { edge: 'rising', reset: 'synchronous', active: 'high', enable: false };

/** The name under which a clock is declared; its ports begin with it. */
export const clockName = 'main';

/** The clock that a plan declares: in an instance, with what has to be as it is around it. */
export function declaredClock({ clock }: ModulePlan, surrounding: ClockPlan | undefined): ClockPlan | undefined {
  if (clock === undefined || surrounding === undefined) return clock;
  return {
    edge: surrounding.edge,
    // One net does not reset in two ways; a module may do without.
    reset: clock.reset === 'none' ? 'none' : surrounding.reset,
    active: clock.active,
    enable: clock.enable || surrounding.enable,
  };
}

/** A clock as the language takes it. */
export function optionsOf({ edge, reset, active, enable }: ClockPlan): ClockOptions {
  return reset === 'none' ? { edge, enable, reset } : { edge, enable, reset, active };
}

/** What the ports of a declared clock are given, as functions of `clk`, `rst`, `arst` and `en`, and at a time as numbers. */
export interface ClockPort {
  readonly name: string;
  readonly verilog: string;
  readonly valueAt: (controls: { readonly reset: boolean; readonly enable: boolean }) => boolean | undefined;
}

/** The ports of a declared clock. It has its edges when `clk` rises. */
export function clockPorts({ edge, reset, active, enable }: ClockPlan): ClockPort[] {
  const isLow = active === 'low';
  // One net must not reset in two ways.
  const net = reset === 'asynchronous' ? 'arst' : 'rst';
  return [
    { name: `${clockName}_clk`, verilog: edge === 'rising' ? 'clk' : '~clk', valueAt: () => undefined },
    ...(reset === 'none'
      ? []
      : [
          {
            name: `${clockName}_${isLow ? 'rst_n' : 'rst'}`,
            verilog: isLow ? `~${net}` : net,
            valueAt: (controls: { readonly reset: boolean }) => controls.reset !== isLow,
          },
        ]),
    ...(enable
      ? [
          {
            name: `${clockName}_en`,
            verilog: 'en',
            valueAt: (controls: { readonly enable: boolean }) => controls.enable,
          },
        ]
      : []),
  ];
}

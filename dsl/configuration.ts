import type { ClockOptions } from './clock.ts';
import type { AnyModule } from './module.ts';
import type { ParameterValue } from './structural.ts';

/** A named design point: a top module with values for its parameters. Plain typed data. */
export interface Configuration {
  /** Lower case with hyphens; the emitted top module has underscores in their place. */
  readonly name: string;
  /** What the design point is for, one sentence. */
  readonly description: string;
  readonly module: AnyModule;
  /** Parameters that differ from the module's defaults. */
  readonly values: Readonly<Record<string, ParameterValue>>;
  /**
   * What its clocks are like, by their names, where the module leaves that open: `{ clk: { reset: 'asynchronous' } }` for
   * one that declares none. Every module below takes it over.
   */
  readonly clocks?: Readonly<Record<string, ClockOptions>>;
  /** Nanoseconds between the edges of its clocks, by their names, for the constraints that come with the design. */
  readonly periods?: Readonly<Record<string, number>>;
}

/** The name of the top module that a configuration comes out as. */
export function topName(configuration: Pick<Configuration, 'name'>): string {
  return configuration.name.replaceAll('-', '_');
}

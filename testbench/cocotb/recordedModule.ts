import { bind } from '../../dsl/bind/bind.ts';
import type { Simulator } from '../../dsl/index.ts';
import type { HwModule } from '../../dsl/ir/hwModule.ts';
import { compile } from '../../dsl/simulate/compile.ts';

/** A module as it is emitted, with values for all its parameters, and the seed of what goes into it. */
export interface RecordedModule {
  readonly module: HwModule;
  readonly values: Readonly<Record<string, number>>;
  readonly seed: number;
}

/** The module in the built-in simulator. @param start seeds what registers and memories hold at the start */
export const simulatorOf = ({ module, values }: RecordedModule, start = 1): Simulator =>
  compile(bind(module, values), { seed: start, display: () => undefined });

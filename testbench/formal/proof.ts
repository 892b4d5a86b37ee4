import type { AnyModule, ParameterValue } from '../../dsl/index.ts';

/** Something to be proved: a module with assertions, in itself or in what it instantiates, with parameters so small that a solver can look at all of its states. */
export interface Proof {
  /** Lower case with hyphens. */
  readonly name: string;
  /** What is proved, one sentence. */
  readonly description: string;
  /** Its inputs may do anything, in every cycle, but for what it assumes; its reset is high in the first cycle. */
  readonly module: AnyModule;
  /** Parameters that differ from the module's defaults. */
  readonly values: Readonly<Record<string, ParameterValue>>;
}

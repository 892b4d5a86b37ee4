/** Blocks that the random regression drives, each with cases of its own. */
import type { Waves } from '../../verilator/waves.ts';
import { arrayFamily } from './arrayFamily.ts';
import { engineFamily } from './engineFamily.ts';
import type { CaseOutcome, Simulator } from './randomRun.ts';

/** What is printed of a binding. */
export interface BindingText {
  readonly configuration: string;
  readonly overrides: string;
}

/** The smallest failing case that was found, and what is wrong with it. */
export interface SmallestCase {
  readonly name: string;
  readonly fault: string | undefined;
}

/** Cases of one binding, built. */
export interface FamilyRunner {
  readonly run: (index: number) => Promise<CaseOutcome>;
  readonly shrink: (index: number) => Promise<SmallestCase>;
}

/** One case, by its name. */
export interface NamedCase {
  readonly name: string;
  readonly description: string;
  readonly run: (simulator: Simulator, waves: Waves, path?: string) => Promise<CaseOutcome>;
}

/** How one kind of block is drawn, run and made smaller. Designs are folders; a case depends on their order. */
export interface Family {
  /** The module of the configurations that cases are drawn from. */
  readonly module: string;
  readonly casesPerBinding: number;
  readonly caseName: (seed: number, index: number) => string;
  readonly binding: (designs: readonly string[], seed: number, binding: number) => BindingText;
  /** Builds the binding of a case. */
  readonly open: (
    designs: readonly string[],
    seed: number,
    index: number,
    simulator: Simulator,
  ) => Promise<FamilyRunner>;
  /** @throws UserError when there is no case of that name */
  readonly named: (designs: readonly string[], name: string) => NamedCase;
}

export const FAMILIES = { array: arrayFamily, engine: engineFamily } as const satisfies Record<string, Family>;

export type FamilyName = keyof typeof FAMILIES;

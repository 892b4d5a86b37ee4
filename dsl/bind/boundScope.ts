import type { ClockDomain } from '../ir/clockDomain.ts';
import type { HwModule, Region } from '../ir/hwModule.ts';
import type { InstanceStatement } from '../ir/statement.ts';
import type { CallSite } from '../source/location.ts';
import type { BoundDomain } from './boundClock.ts';
import type { BoundNode } from './boundNode.ts';

/** The module at the top, or an instance of one below it. */
export interface BoundInstance {
  /** Empty for the top; else a path such as `row[0].u_element`. */
  readonly path: string;
  readonly module: HwModule;
  readonly values: Readonly<Record<string, number>>;
  readonly parent: BoundInstance | undefined;
  /** Where the instance is described; undefined for the top. */
  readonly site: CallSite | undefined;
  /** Its clock domains; undefined stands for that of a module that declares none. */
  readonly domains: ReadonlyMap<ClockDomain | undefined, BoundDomain>;
  /** Resets it beside its domain, where it declares no clocks. */
  readonly alsoReset: BoundNode | undefined;
  /** The statement that it comes from, and where that stands; undefined for the top. */
  readonly origin: { readonly statement: InstanceStatement; readonly scope: BoundScope } | undefined;
}

/** A region at one value of its indices. */
export interface BoundScope {
  readonly region: Region;
  /** Empty for the top module. */
  readonly path: string;
  readonly instance: BoundInstance;
  /** The scope around it in its module. */
  readonly parent: BoundScope | undefined;
}

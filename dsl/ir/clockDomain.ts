import type { CallSite } from '../source/location.ts';
import type { Declaration } from './declaration.ts';

/** How a clock domain is reset. */
export interface DomainReset {
  readonly kind: 'synchronous' | 'asynchronous';
  /** The level at which it resets. */
  readonly active: 'high' | 'low';
  /** A port of the module, or a register that a reset synchroniser ends in. */
  readonly signal: Declaration;
}

/**
 * What registers, writes of memories and assertions are clocked by. What has none belongs to the clock that every module
 * has that declares no other: `clk` with a synchronous, active-high `rst`.
 */
export interface ClockDomain {
  readonly name: string;
  /** The module's port. Two domains with one clock are one to the check of crossings. */
  readonly clock: string;
  readonly edge: 'rising' | 'falling';
  readonly reset: DomainReset | undefined;
  /** While it is low nothing in the domain changes, but for a reset. */
  readonly enable: Declaration | undefined;
  readonly site: CallSite | undefined;
  /** The instance from whose domain it has its kind, where it leaves that open. */
  readonly instance?: CallSite;
}

/** What makes it safe that a value crosses between clocks. */
export type CrossingKind = 'bit' | 'gray' | 'one-hot' | 'quasi-static' | 'handshake';

/** How a value comes into a domain from another one. */
export interface Crossing {
  readonly kind: CrossingKind;
  /** Registers in a row, the value as it is, or registers that an asynchronous reset clears. */
  readonly through: 'synchroniser' | 'wire' | 'reset';
  readonly reason: string | undefined;
  readonly domain: ClockDomain | undefined;
}

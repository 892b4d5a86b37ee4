import type { ClockDomain } from '../ir/clockDomain.ts';
import type { BoundNode } from './boundNode.ts';

/** An edge of a port of the top, at which state changes. */
export interface BoundClock {
  readonly index: number;
  readonly port: string;
  readonly edge: 'rising' | 'falling';
  /** The clock whose other edge it is. */
  readonly oppositeOf?: BoundClock;
}

/** What state belongs to. */
export interface BoundDomain {
  /** As the module calls it in which it is declared. */
  readonly name: string;
  readonly clock: BoundClock;
  readonly reset: BoundReset | undefined;
  /** While it is 0 nothing changes, but for the reset. */
  readonly enable: BoundNode | undefined;
}

export interface BoundReset {
  readonly kind: 'synchronous' | 'asynchronous';
  /** 1 while it resets; undefined: while `rst` of the top is high. */
  readonly active: BoundNode | undefined;
}

/** A clock that the top declares. */
export interface BoundTopDomain {
  readonly declaration: ClockDomain;
  readonly bound: BoundDomain;
}

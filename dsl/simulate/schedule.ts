import type { BoundClock } from '../bind/boundClock.ts';
import type { BoundDesign } from '../bind/design.ts';
import { fail } from '../diagnostics/diagnostic.ts';

/** When a clock has its edges, in nanoseconds: every `period`, the first after `phase` and one period. */
export interface ClockTiming {
  readonly period: number;
  readonly phase?: number;
}

/** Nanoseconds between two edges where nothing else is said. */
export const PERIOD = 10;

interface Timed {
  readonly clock: BoundClock;
  readonly period: number;
  next: number;
}

/** What a clock is called by who steps through its edges: as the top calls it, its other edge with `_opposite` behind. */
export function clockName(design: BoundDesign, clock: BoundClock): string {
  if (clock.oppositeOf !== undefined) return `${clockName(design, clock.oppositeOf)}_opposite`;
  return design.domains.find(({ bound }) => bound.clock === clock)?.bound.name ?? clock.port;
}

/** Which clocks have an edge next, and when. */
export class Schedule {
  readonly #clocks: readonly Timed[];
  readonly #names: ReadonlyMap<string, BoundClock>;
  readonly #moduleName: string;
  /** When the last edge was. */
  time = 0;
  #due: readonly BoundClock[] | undefined;

  constructor(design: BoundDesign, timings: Readonly<Record<string, number | ClockTiming>> = {}) {
    this.#moduleName = design.name;
    this.#names = new Map(design.clocks.map(clock => [clockName(design, clock), clock]));
    const given = new Map(Object.entries(timings).map(([name, timing]) => [this.clock(name), timing]));
    for (const { oppositeOf } of given.keys())
      if (oppositeOf !== undefined)
        fail('clock-misuse', {
          problem: `A period is given for the other edge of \`${clockName(design, oppositeOf)}\``,
          suggestion: 'Give that of the clock: its other edge comes half a period apart',
        });
    this.#clocks = design.clocks.map(clock => {
      const timing = given.get(clock.oppositeOf ?? clock) ?? PERIOD;
      const { period, phase = 0 } = typeof timing === 'number' ? { period: timing } : timing;
      if (!(period > 0) || !(phase >= 0) || !Number.isFinite(period + phase))
        fail('clock-misuse', {
          problem: `A clock with a period of ${period} and a phase of ${phase} has no edges`,
          suggestion: 'Give a period above 0 and a phase of 0 or more, in nanoseconds',
        });
      return { clock, period, next: phase + (clock.oppositeOf === undefined ? period : period / 2) };
    });
  }

  /** A clock by its name. @throws DiagnosticError where there is none */
  clock(name: string): BoundClock {
    const found = this.#names.get(name);
    if (found !== undefined) return found;
    const clocks = [...this.#names.keys()].map(known => `\`${known}\``).join(', ');
    return fail('unknown-clock', { module: this.#moduleName, clock: name, clocks });
  }

  /** When the next edge is. */
  get nextTime(): number {
    return this.#clocks.reduce((first, { next }) => Math.min(first, next), Number.POSITIVE_INFINITY);
  }

  /** The clocks that have an edge next, all at once. */
  get due(): readonly BoundClock[] {
    if (this.#due === undefined) {
      const at = this.nextTime;
      this.#due = this.#clocks.filter(({ next }) => next === at).map(({ clock }) => clock);
    }
    return this.#due;
  }

  /** Passes the next edges. */
  advance(): void {
    const at = this.nextTime;
    for (const timed of this.#clocks) if (timed.next === at) timed.next += timed.period;
    this.time = at;
    this.#due = undefined;
  }

  /** When an edge is that a test asks for. */
  get forcedTime(): number {
    return this.#clocks.reduce((least, { period }) => Math.min(least, this.time + period), Number.POSITIVE_INFINITY);
  }

  /** Passes an edge of just these clocks, a period of the fastest from the last one; theirs go on from there. */
  force(clocks: readonly BoundClock[]): void {
    this.time = this.forcedTime;
    for (const timed of this.#clocks)
      if (clocks.includes(timed.clock)) timed.next = this.time + timed.period;
      else while (timed.next <= this.time) timed.next += timed.period;
    this.#due = undefined;
  }
}

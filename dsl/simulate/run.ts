import type { BoundClock } from '../bind/boundClock.ts';
import type { BoundDesign } from '../bind/design.ts';
import { Machine } from './machine.ts';
import { PathAccess } from './pathAccess.ts';
import type { Edge } from './recording.ts';
import { PERIOD, Schedule } from './schedule.ts';
import { Signals } from './signals.ts';
import { SimulationError } from './simulationError.ts';
import type { SimulatorOptions } from './simulator.ts';

/** Looks at the state before each edge. */
export type Observer = (inReset: boolean, edge: Edge) => void;

/** A compiled design as it runs: where it is in time, and what happens at its edges. */
export class Run {
  readonly design: BoundDesign;
  readonly schedule: Schedule;
  readonly signals: Signals;
  readonly machine: Machine;
  readonly access: PathAccess;
  readonly observers = new Set<Observer>();
  /** How often each cover statement was met, outside reset. */
  readonly covered: Float64Array;
  cycle = 0;
  #inReset = false;
  readonly #isSingle: boolean;

  constructor(design: BoundDesign, options: SimulatorOptions) {
    this.design = design;
    this.schedule = new Schedule(design, options.periods);
    this.signals = new Signals(design);
    this.#isSingle = design.clocks.length === 1;
    this.machine = new Machine(design, this.signals, options.seed ?? 1, {
      fault: (check, value) => {
        if (this.#inReset) return;
        throw new SimulationError(this.cycle, check?.message.replace('{}', String(value)) ?? '');
      },
      covered: cover => {
        if (!this.#inReset) this.covered[cover] = (this.covered[cover] ?? 0) + 1;
      },
      print: line => {
        if (!this.#inReset) (options.display ?? console.log)(line);
      },
    });
    this.covered = new Float64Array(this.machine.covers.length);
    this.access = new PathAccess(design, this.machine, this.signals);
  }

  /** Nanoseconds since the start. */
  get time(): number {
    return this.#isSingle ? this.cycle * PERIOD : this.schedule.time;
  }

  #sample(clocks: readonly BoundClock[], time: number): void {
    if (this.observers.size === 0) return;
    this.machine.settleResets();
    const edge = { clocks, begin: this.time, time };
    for (const observer of this.observers) observer(this.#inReset, edge);
  }

  /** One edge of some clocks; `pass` lets the time pass. */
  edge(clocks: readonly BoundClock[], time: number, pass: () => void): void {
    this.#sample(clocks, time);
    this.machine.settleResets();
    this.machine.edgeOf(clocks);
    this.access.isSettled = false;
    this.cycle++;
    pass();
  }

  /** So many edges, whichever clocks have them. */
  edges(count: number): void {
    const { design, machine, access, schedule, observers } = this;
    access.isSettled = false;
    if (!this.#isSingle) {
      for (let done = 0; done < count; done++) this.edge(schedule.due, schedule.nextTime, () => schedule.advance());
      return;
    }
    const inReset = this.#inReset;
    for (let done = 0; done < count; done++) {
      if (observers.size > 0) this.#sample(design.clocks, (this.cycle + 1) * PERIOD);
      machine.settleResets();
      machine.edge(inReset);
      access.isSettled = false;
      this.cycle++;
    }
  }

  /** Until every clock of those given has had so many edges. */
  edgesOf(count: number, clocks: readonly BoundClock[]): void {
    if (this.#isSingle) {
      this.edges(count);
      return;
    }
    const left = new Map(clocks.map(clock => [clock, count]));
    while ([...left.values()].some(edges => edges > 0)) {
      for (const clock of this.schedule.due) left.set(clock, (left.get(clock) ?? 0) - 1);
      this.edges(1);
    }
  }

  /** So many edges of every clock under reset. */
  reset(count: number): void {
    this.#inReset = true;
    this.machine.driveResets(true);
    try {
      this.edgesOf(count, this.design.clocks);
    } finally {
      this.#inReset = false;
      this.machine.driveResets(false);
      this.access.isSettled = false;
    }
  }
}

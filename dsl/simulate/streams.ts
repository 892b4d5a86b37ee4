import { garble, Protocol, textOf } from './beat.ts';
import { randomBits } from './random.ts';
import { SimulationError } from './simulationError.ts';
import type { Simulator } from './simulator.ts';
import type { PeekedValue, PortValue } from './values.ts';

/** Whether a stream stands still in a cycle, counted from the start of the run. */
export type Stalls = (cycle: number) => boolean;

/** Stalls in a part of the cycles, 0 to 1, at random. */
export function randomStalls(seed: number, part: number): Stalls {
  const next = randomBits(seed);
  return () => next() < part * 2 ** 32;
}

export interface StreamInput {
  readonly beats: readonly PortValue[];
  /** Cycles in which the next beat is not yet offered; an offered beat stays until it is taken. None unless given. */
  readonly stalls?: Stalls;
}

export interface StreamOutput {
  /** Beats to wait for; as many as are expected unless given. */
  readonly count?: number;
  /** What they have to be; enumerations by name. */
  readonly expected?: readonly PortValue[];
  /** Cycles in which the stream is not ready. None unless given. */
  readonly stalls?: Stalls;
}

/** Streams by name; a stream that is not named is idle as an input and always ready as an output. */
export interface StreamRun {
  readonly inputs?: Readonly<Record<string, StreamInput>>;
  readonly outputs?: Readonly<Record<string, StreamOutput>>;
  /** Cycles without a beat on any stream after which the run is given up; 10,000 unless stated. */
  readonly hangAfter?: number;
  /** Cycles that the run goes on after the last beat, to see those that nobody asked for; 16 unless stated. */
  readonly drain?: number;
  /** Seeds what an input's bits are while it offers nothing; 1 unless stated. */
  readonly seed?: number;
}

export interface StreamBeats {
  readonly values: readonly PeekedValue[];
  /** The cycle of each beat, from the start of the run. */
  readonly cycles: readonly number[];
}

export interface StreamOutcome {
  readonly outputs: Readonly<Record<string, StreamBeats>>;
  /** The cycle in which each beat was taken. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** Cycles up to the last beat, that included. */
  readonly cycles: number;
}

/** The clock of a stream among the ports; undefined where the design declares none. */
function clockOf({ design }: Simulator, stream: string): string | undefined {
  const port = design.ports.find(({ declaration }) => declaration.stream?.name === stream);
  const domain = port?.declaration.domain;
  return design.domains.find(({ declaration }) => declaration === domain)?.bound.name;
}

/** The streams of a design's ports, by direction. */
function streamNames({ design }: Simulator, direction: 'input' | 'output'): string[] {
  return design.ports.flatMap(port => {
    const { stream } = port.declaration;
    return stream?.part === 'valid' && port.direction === direction ? [stream.name] : [];
  });
}

class Source {
  readonly clock: string | undefined;
  readonly cycles: number[] = [];
  readonly #simulator: Simulator;
  readonly #name: string;
  readonly #input: StreamInput;
  readonly #random: () => number;
  #offered = false;

  constructor(simulator: Simulator, name: string, input: StreamInput, random: () => number) {
    this.#simulator = simulator;
    this.#random = random;
    this.#name = name;
    this.clock = clockOf(simulator, name);
    this.#input = input;
  }

  get done(): boolean {
    return this.cycles.length === this.#input.beats.length;
  }

  offer(cycle: number): void {
    const beat = this.#input.beats[this.cycles.length];
    if (!this.#offered) {
      this.#offered = beat !== undefined && this.#input.stalls?.(cycle) !== true;
      this.#simulator.poke(`${this.#name}_valid`, this.#offered);
      if (this.#offered && beat !== undefined) this.#simulator.poke(`${this.#name}_bits`, beat);
      else garble(this.#simulator, this.#name, this.#random);
    }
  }

  /** Whether the beat on offer is taken in this cycle. */
  settle(cycle: number): boolean {
    if (!this.#offered || this.#simulator.peekNumber(`${this.#name}_ready`) !== 1) return false;
    this.#offered = false;
    this.cycles.push(cycle);
    return true;
  }

  state(): string {
    return `input ${this.#name}: ${this.cycles.length} of ${this.#input.beats.length} beats taken`;
  }
}

class Sink {
  readonly clock: string | undefined;
  readonly values: PeekedValue[] = [];
  readonly cycles: number[] = [];
  readonly #simulator: Simulator;
  readonly #name: string;
  readonly #output: StreamOutput;
  readonly #protocol: Protocol;
  readonly #count: number;
  #ready = false;

  constructor(simulator: Simulator, name: string, output: StreamOutput) {
    this.#simulator = simulator;
    this.#name = name;
    this.clock = clockOf(simulator, name);
    this.#output = output;
    this.#protocol = new Protocol(name);
    this.#count = output.count ?? output.expected?.length ?? 0;
  }

  get done(): boolean {
    return this.values.length >= this.#count;
  }

  offer(cycle: number): void {
    this.#ready = this.#output.stalls?.(cycle) !== true;
    this.#simulator.poke(`${this.#name}_ready`, this.#ready);
  }

  /** Takes the beat of this cycle, if there is one. */
  settle(cycle: number): boolean {
    const { cycle: now } = this.#simulator;
    const valid = this.#simulator.peekNumber(`${this.#name}_valid`) === 1;
    const beat = this.values.length;
    const value = this.#simulator.peek(`${this.#name}_bits`);
    this.#protocol.check(now, beat, valid, this.#ready, value);
    if (!valid || !this.#ready) return false;
    if (this.done)
      throw new SimulationError(now, `stream ${this.#name} sent beat ${beat}, which is more than expected`);
    const expected = this.#output.expected?.[beat];
    if (expected !== undefined && textOf(expected) !== textOf(value))
      throw new SimulationError(
        now,
        `stream ${this.#name} sent ${textOf(value)} as beat ${beat}, where ${textOf(expected)} is expected`,
      );
    this.values.push(value);
    this.cycles.push(cycle);
    return true;
  }

  state(): string {
    return `output ${this.#name}: ${this.values.length} of ${this.#count} beats came`;
  }
}

/**
 * Drives and reads the streams of a design until every beat has passed. Between beats an input's bits are random.
 *
 * @throws SimulationError where an output breaks the streams' protocol or sends what is not expected, and for a hang
 */
export function runStreams(simulator: Simulator, run: StreamRun): StreamOutcome {
  const { hangAfter = 10_000, drain = 16 } = run;
  const random = randomBits(run.seed ?? 1);
  const known = (names: readonly string[], given: Readonly<Record<string, unknown>>): void => {
    for (const name of Object.keys(given))
      if (!names.includes(name)) throw new SimulationError(simulator.cycle, `there is no such stream: ${name}`);
  };
  const inputNames = streamNames(simulator, 'input');
  const outputNames = streamNames(simulator, 'output');
  known(inputNames, run.inputs ?? {});
  known(outputNames, run.outputs ?? {});
  const sources = new Map(
    inputNames.map(name => [name, new Source(simulator, name, run.inputs?.[name] ?? { beats: [] }, random)]),
  );
  const sinks = new Map(
    outputNames.map(name => [name, new Sink(simulator, name, run.outputs?.[name] ?? { count: 0 })]),
  );
  const all = [...sources.values(), ...sinks.values()];
  let last = -1;
  for (let cycle = 0; all.some(({ done }) => !done) || cycle <= last + drain; cycle++) {
    if (cycle - last > hangAfter)
      throw new SimulationError(
        simulator.cycle,
        `no beat for ${hangAfter} cycles: ${all.map(stream => stream.state()).join('; ')}`,
      );
    // A stream stands still until its own clock has an edge.
    const { due } = simulator;
    const moving = all.filter(({ clock }) => clock === undefined || due.includes(clock));
    for (const stream of moving) stream.offer(cycle);
    for (const stream of moving) if (stream.settle(cycle)) last = cycle;
    simulator.step();
  }
  return {
    outputs: Object.fromEntries([...sinks].map(([name, { values, cycles }]) => [name, { values, cycles }])),
    inputs: Object.fromEntries([...sources].map(([name, { cycles }]) => [name, cycles])),
    cycles: last + 1,
  };
}

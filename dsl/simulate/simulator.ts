import type { BoundClock, BoundDesign } from '../bind/design.ts';
import { DiagnosticError, fail } from '../diagnostics/diagnostic.ts';
import { checkModule } from '../passes/check/checkModule.ts';
import { Machine } from './machine.ts';
import { portNames, ValueAccess } from './ports.ts';
import { makeProbe, type Probe } from './probe.ts';
import { programOf } from './program.ts';
import { type Edge, Recorder, type Recording } from './recording.ts';
import { type ClockTiming, PERIOD, Schedule } from './schedule.ts';
import { scalarsOf } from './shape.ts';
import { type Found, Signals } from './signals.ts';
import { SimulationError } from './simulationError.ts';
import type { PeekedValue, PortValue } from './values.ts';

export interface SimulatorOptions {
  /** Seeds what hardware leaves open: registers without reset, memories without `init`, undefined reads. 1 unless stated. */
  readonly seed?: number;
  /** Takes the lines that `display` prints; they go to the console unless it is given. */
  readonly display?: (line: string) => void;
  /** Nanoseconds between the edges of each declared clock, by its name; 10 unless stated, all beginning together. */
  readonly periods?: Readonly<Record<string, number | ClockTiming>>;
}

/** How often a `cover` held. */
export interface Coverage {
  readonly message: string;
  /** The instance or loop iteration that it stands in; empty for the top. */
  readonly path: string;
  /** Cycles outside reset in which the condition held. */
  readonly count: number;
}

/**
 * A design that runs: two-state, one step a clock cycle; with several clocks, one step for every time at which any of
 * them has its edge. It starts as after a reset, with registers that have none and memories at random. Outputs follow
 * inputs at once, and registers at `step`; asynchronous resets act at once. Resets and enables of declared clocks are
 * inputs like others, which start inactive and enabled.
 */
export interface Simulator {
  readonly design: BoundDesign;
  /** Cycles stepped so far, those of resets included. */
  readonly cycle: number;
  /** Nanoseconds up to the last edge. */
  readonly time: number;
  /** The clocks whose edge the next step is. */
  readonly due: readonly string[];
  /**
   * Gives an input its value until it is given another; inputs start at 0.
   *
   * @throws DiagnosticError for an unknown port, an output, a value out of range or of another shape
   */
  poke(port: string, value: PortValue): void;
  /**
   * The present value of a port, or of anything inside, by its path: `grid.row[0].col[1].weight`, `queue.ram[3]`. A
   * number up to 32 bits, a bigint beyond; arrays for a vec or a memory, a record for a struct, the name of an
   * enumeration's value.
   *
   * @throws DiagnosticError where nothing has that path
   */
  peek(path: string): PeekedValue;
  /** The scalars of a value as numbers, a vec's in the order of packing. @throws RangeError beyond 53 bits */
  peekNumbers(path: string): number[];
  /** All bits of a value as one unsigned number, packed as `pack` does: what a Verilog simulator shows. */
  peekBits(path: string): bigint;
  /** A scalar as a number, an enumeration's as its code. @throws RangeError for a vec, and beyond 53 bits */
  peekNumber(path: string): number;
  /**
   * Runs cycles; with the name of a clock, until that one has had so many edges.
   *
   * @throws SimulationError where an index is beyond the end and its value is used, and for a violated assertion; the
   * state is then that before the cycle
   */
  step(cycles?: number, clock?: string): void;
  /** An edge of just these clocks, whatever their periods: for interleavings that a test chooses itself. */
  tick(...clocks: readonly string[]): void;
  /** Runs cycles with every reset active, so many of each clock: nothing is checked in them. */
  reset(cycles?: number): void;
  /**
   * Writes down, from now on, what values are in each cycle: those at the paths given, `ports` or `all` that has a path.
   *
   * @throws DiagnosticError where nothing has a path, and for a memory
   */
  record(paths?: readonly string[] | 'ports' | 'all'): Recording;
  /**
   * Calls `sample` in every cycle, before its clock edge, with whether it is one of reset, and whose edge it is; gives
   * back what ends that.
   */
  observe(sample: (inReset: boolean, clocks: readonly string[]) => void): () => void;
  /** The counts of all `cover` statements, those at 0 too. */
  coverage(): Coverage[];
}

/** The program of a design, for looking at. */
export const programText = (design: BoundDesign): string => programOf(design).text;

/** Refuses a design that has no meaning with its values, with what the checks say of it. */
function refuse({ module, values }: BoundDesign, kind: string): never {
  const { diagnostics } = checkModule(module, [values]);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return fail('internal', { problem: `a design with problems (${kind}) cannot be simulated` });
}

/**
 * Compiles a design to JavaScript.
 *
 * @throws DiagnosticError for a combinational loop, and for a design that its values give no meaning
 */
export function compile(design: BoundDesign, options: SimulatorOptions = {}): Simulator {
  const [problem] = design.problems;
  if (problem !== undefined) refuse(design, problem.kind);
  let cycle = 0;
  let inReset = false;
  let settled = false;
  const schedule = new Schedule(design, options.periods);
  const isSingle = design.clocks.length === 1;
  const signals = new Signals(design);
  const machine = new Machine(design, signals, options.seed ?? 1, {
    fault: (check, value) => {
      if (!inReset) throw new SimulationError(cycle, check?.message.replace('{}', String(value)) ?? '');
    },
    covered: cover => {
      if (!inReset) covered[cover] = (covered[cover] ?? 0) + 1;
    },
    print: line => {
      if (!inReset) (options.display ?? console.log)(line);
    },
  });
  const { inputs, outputs, layout, memories, covers } = machine;
  const covered = new Float64Array(covers.length);

  const clockNames = design.clocks.map(
    clock => design.domains.find(({ bound }) => bound.clock === clock)?.bound.name ?? clock.port,
  );
  const directions = portNames(design);
  const ports = new Map<string, ValueAccess>();
  for (const [name, direction] of directions) {
    const found = signals.find(name);
    if (found?.kind !== 'value') continue;
    const [values, slots] =
      direction === 'input' ? [inputs, layout.inputSlots] : ([outputs, layout.outputSlots] as const);
    ports.set(name, new ValueAccess(name, found.shape, values, slots));
  }
  const unknown = (name: string): never =>
    fail('unknown-port', {
      module: design.name,
      port: name,
      ports: [...ports.keys()].map(port => `\`${port}\``).join(', '),
    });
  const find = (path: string): Found => signals.find(path) ?? unknown(path);
  const probes = new Map<string, { readonly probe: Probe; readonly access: ValueAccess }>();
  /** Something inside, by its path: a program is compiled for it when it is first asked for. */
  const inside = (path: string): ValueAccess => {
    let known = probes.get(path);
    if (known === undefined) {
      const found = find(path);
      if (found.kind === 'memory')
        return fail('type-mismatch', {
          operation: 'peekNumbers',
          expected: 'a value',
          actual: `memory \`${path}\``,
          suggestion: 'Use `peek`.',
        });
      const leaves = scalarsOf(found.shape).map(({ scalar }) => scalar.leaf);
      const probe = makeProbe(design, machine, leaves);
      known = { probe, access: new ValueAccess(path, found.shape, probe.values, probe.slots) };
      probes.set(path, known);
    }
    if (!settled) machine.settleResets();
    known.probe.settle(machine.state);
    return known.access;
  };
  const settle = (): void => {
    machine.settleResets();
    machine.computeOutputs();
    settled = true;
  };
  const valueAt = (path: string): ValueAccess => {
    const access = ports.get(path);
    if (access === undefined) return inside(path);
    if (!settled && directions.get(path) === 'output') settle();
    return access;
  };
  const word = (memory: number, address: number, width: number): number | bigint => {
    const value = memories[memory]?.[address] ?? 0;
    return width <= 32 ? Number(value) : BigInt(value);
  };
  const peek = (path: string): PeekedValue => {
    if (ports.has(path)) return valueAt(path).read();
    const found = find(path);
    if (found.kind === 'value') return inside(path).read();
    const { index, depth, width } = found.memory;
    if (found.word !== undefined) return word(index, found.word, width);
    return Array.from({ length: depth }, (_, address) => word(index, address, width));
  };

  const observers = new Set<(inReset: boolean, edge: Edge) => void>();
  const sampleAll = (clocks: readonly BoundClock[], time: number): void => {
    if (observers.size === 0) return;
    machine.settleResets();
    const edge = { clocks, begin: isSingle ? cycle * PERIOD : schedule.time, time };
    for (const sample of observers) sample(inReset, edge);
  };
  /** One edge of some clocks. */
  const edge = (clocks: readonly BoundClock[], time: number, pass: () => void): void => {
    sampleAll(clocks, time);
    machine.settleResets();
    machine.edgeOf(clocks);
    settled = false;
    cycle++;
    pass();
  };
  const run = (cycles: number): void => {
    settled = false;
    for (let done = 0; done < cycles; done++) {
      if (isSingle) {
        sampleAll(design.clocks, (cycle + 1) * PERIOD);
        machine.settleResets();
        machine.edge(inReset);
        settled = false;
        cycle++;
      } else edge(schedule.due, schedule.nextTime, () => schedule.advance());
    }
  };
  /** Runs until every clock of those given has had so many edges. */
  const runClocks = (cycles: number, clocks: readonly BoundClock[]): void => {
    if (isSingle) {
      run(cycles);
      return;
    }
    const left = new Map(clocks.map(clock => [clock, cycles]));
    while ([...left.values()].some(edges => edges > 0)) {
      for (const clock of schedule.due) left.set(clock, (left.get(clock) ?? 0) - 1);
      run(1);
    }
  };
  return {
    design,
    get cycle() {
      return cycle;
    },
    poke: (name, value) => {
      const access = ports.get(name) ?? unknown(name);
      if (directions.get(name) !== 'input')
        fail('type-mismatch', {
          operation: 'poke',
          expected: 'an input',
          actual: `output \`${name}\``,
          suggestion: 'Only inputs are given values from outside.',
        });
      access.write(value);
      settled = false;
    },
    peek,
    peekNumbers: path => valueAt(path).readNumbers(),
    peekBits: path => valueAt(path).readBits(),
    peekNumber: path => {
      const [value, ...others] = valueAt(path).readNumbers();
      if (value === undefined || others.length > 0) throw new RangeError(`${path} is a vec: use peekNumbers.`);
      return value;
    },
    get time() {
      return isSingle ? cycle * PERIOD : schedule.time;
    },
    get due() {
      return schedule.due.map(({ index }) => clockNames[index] ?? '');
    },
    step: (cycles = 1, name) => {
      if (name === undefined) run(cycles);
      else runClocks(cycles, [schedule.clock(name)]);
    },
    tick: (...names) => {
      const clocks = names.map(name => schedule.clock(name));
      edge(clocks, schedule.forcedTime, () => schedule.force(clocks));
    },
    reset: (cycles = 1) => {
      inReset = true;
      machine.driveResets(true);
      try {
        runClocks(cycles, design.clocks);
      } finally {
        inReset = false;
        machine.driveResets(false);
        settled = false;
      }
    },
    record: (paths = 'ports') => {
      const names = paths === 'ports' ? design.ports.map(({ name }) => name) : paths === 'all' ? signals.names : paths;
      const chosen = [...names].map(path => {
        const found = find(path);
        if (found.kind === 'value') return { path, shape: found.shape };
        return fail('type-mismatch', {
          operation: 'record',
          expected: 'a value',
          actual: `memory \`${path}\``,
          suggestion: 'Record what is read from it.',
        });
      });
      const recorder = new Recorder(design, chosen, leaves => makeProbe(design, machine, leaves));
      observers.add((resets, edge) => recorder.sample(cycle, resets, machine.state, edge));
      return recorder;
    },
    observe: sample => {
      const observer = (resets: boolean, { clocks }: Edge): void =>
        sample(
          resets,
          clocks.map(({ index }) => clockNames[index] ?? ''),
        );
      observers.add(observer);
      return () => void observers.delete(observer);
    },
    coverage: () =>
      covers.map(({ message, scope }, number) => ({ message, path: scope.path, count: covered[number] ?? 0 })),
  };
}

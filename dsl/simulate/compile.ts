import type { BoundClock } from '../bind/boundClock.ts';
import type { BoundDesign } from '../bind/design.ts';
import { DiagnosticError, fail } from '../diagnostics/diagnostic.ts';
import { checkModule } from '../passes/check/checkModule.ts';
import { Machine } from './machine.ts';
import { PathAccess } from './pathAccess.ts';
import { makeProbe } from './probe.ts';
import { type Edge, Recorder } from './recording.ts';
import { clockName, PERIOD, Schedule } from './schedule.ts';
import { Signals } from './signals.ts';
import { SimulationError } from './simulationError.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';

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
  const { covers } = machine;
  const covered = new Float64Array(covers.length);

  const clockNames = design.clocks.map(clock => clockName(design, clock));
  const access = new PathAccess(design, machine, signals);
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
    access.isSettled = false;
    cycle++;
    pass();
  };
  const run = (cycles: number): void => {
    access.isSettled = false;
    for (let done = 0; done < cycles; done++) {
      if (isSingle) {
        sampleAll(design.clocks, (cycle + 1) * PERIOD);
        machine.settleResets();
        machine.edge(inReset);
        access.isSettled = false;
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
    poke: (name, value) => access.write(name, value),
    peek: path => access.read(path),
    peekNumbers: path => access.value(path).readNumbers(),
    peekBits: path => access.value(path).readBits(),
    peekNumber: path => {
      const [value, ...others] = access.value(path).readNumbers();
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
        access.isSettled = false;
      }
    },
    record: (paths = 'ports') => {
      const names = paths === 'ports' ? design.ports.map(({ name }) => name) : paths === 'all' ? signals.names : paths;
      const chosen = [...names].map(path => {
        const found = access.find(path);
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

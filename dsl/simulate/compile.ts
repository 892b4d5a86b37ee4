import type { BoundDesign } from '../bind/design.ts';
import { DiagnosticError, fail } from '../diagnostics/diagnostic.ts';
import { checkModule } from '../passes/check/checkModule.ts';
import { makeProbe } from './probe.ts';
import { type Edge, Recorder } from './recording.ts';
import { Run } from './run.ts';
import { clockName } from './schedule.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';

/** Refuses a design that has no meaning with its values, with what the checks say of it. */
function refuse({ module, values }: BoundDesign, kind: string): never {
  const { diagnostics } = checkModule(module, [values]);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return fail('internal', { problem: `a design with problems (${kind}) cannot be simulated` });
}

/** Records values from now on. */
function record(run: Run, paths: readonly string[] | 'ports' | 'all'): Recorder {
  const { design, machine, signals, access } = run;
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
  run.observers.add((inReset, edge) => recorder.sample(run.cycle, inReset, machine.state, edge));
  return recorder;
}

/**
 * Compiles a design to JavaScript.
 *
 * @throws DiagnosticError for a combinational loop, and for a design that its values give no meaning
 */
export function compile(design: BoundDesign, options: SimulatorOptions = {}): Simulator {
  const [problem] = design.problems;
  if (problem !== undefined) refuse(design, problem.kind);
  const run = new Run(design, options);
  const { access, machine, schedule } = run;
  const clockNames = design.clocks.map(clock => clockName(design, clock));
  return {
    design,
    get cycle() {
      return run.cycle;
    },
    get time() {
      return run.time;
    },
    get due() {
      return schedule.due.map(({ index }) => clockNames[index] ?? '');
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
    step: (cycles = 1, name) => {
      if (name === undefined) run.edges(cycles);
      else run.edgesOf(cycles, [schedule.clock(name)]);
    },
    tick: (...names) => {
      const clocks = names.map(name => schedule.clock(name));
      run.edge(clocks, schedule.forcedTime, () => schedule.force(clocks));
    },
    reset: (cycles = 1) => run.reset(cycles),
    record: (paths = 'ports') => record(run, paths),
    observe: sample => {
      const observer = (inReset: boolean, { clocks }: Edge): void => {
        const names = clocks.map(({ index }) => clockNames[index] ?? '');
        sample(inReset, names);
      };
      run.observers.add(observer);
      return () => void run.observers.delete(observer);
    },
    coverage: () =>
      machine.covers.map(({ message, scope }, number) => ({
        message,
        path: scope.path,
        count: run.covered[number] ?? 0,
      })),
  };
}

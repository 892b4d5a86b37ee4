import type { BoundDesign } from '../bind/design.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { helpers } from './operations.ts';
import { type PeekedValue, PortAccess, type PortValue } from './ports.ts';
import { programOf } from './program.ts';
import { randomBits, randomValue } from './random.ts';
import { SimulationError } from './simulationError.ts';
import { makeArray, type Values, writeSlot } from './storage.ts';

export interface SimulatorOptions {
  /** Seeds what hardware leaves open: registers without reset, and memories. 1 unless stated. */
  readonly seed?: number;
}

/**
 * A design that runs: two-state, one step a clock cycle. It starts as after a reset, with registers that have none and
 * memories at random. Outputs follow inputs at once, and registers at `step`.
 */
export interface Simulator {
  readonly design: BoundDesign;
  /** Cycles stepped so far, those of resets included. */
  readonly cycle: number;
  /**
   * Gives an input its value until it is given another; inputs start at 0.
   *
   * @throws DiagnosticError for an unknown port, an output, a value out of range or of another shape
   */
  poke(port: string, value: PortValue): void;
  /** The present value of a port: a number up to 32 bits, a bigint beyond, arrays for a vec. */
  peek(port: string): PeekedValue;
  /** The scalars of a port as numbers, a vec's in the order of packing. @throws RangeError beyond 53 bits */
  peekNumbers(port: string): number[];
  /** The value of a scalar port as a number. @throws RangeError for a vec, and beyond 53 bits */
  peekNumber(port: string): number;
  /**
   * Runs cycles.
   *
   * @throws SimulationError where an index is beyond the end and its value is used, and for a violated assertion; the
   * state is then that before the cycle
   */
  step(cycles?: number): void;
  /** Runs cycles with the reset active: nothing is checked in them. */
  reset(cycles?: number): void;
}

interface Program {
  edge(state: Values, next: Values): void;
  outputs(state: Values, next: Values): void;
}

interface Environment {
  readonly inputs: Values;
  readonly outputs: Values;
  readonly temporaries: Values;
  readonly memories: readonly (Int32Array | Float64Array | bigint[])[];
  readonly helpers: typeof helpers;
  fault(check: number, value: number | bigint): void;
}

/** The program of a design, for looking at. */
export const programText = (design: BoundDesign): string => programOf(design).text;

/**
 * Compiles a design to JavaScript.
 *
 * @throws DiagnosticError for a combinational loop, and for a design with problems
 */
export function compile(design: BoundDesign, options: SimulatorOptions = {}): Simulator {
  const [problem] = design.problems;
  if (problem !== undefined)
    fail('internal', { problem: `a design with problems (${problem.kind}) cannot be simulated` });
  const { text, checks, layout } = programOf(design);
  const next = randomBits(options.seed ?? 1);
  const inputs = layout.inputs.make();
  const outputs = layout.outputs.make();
  let [state, following] = [layout.state.make(), layout.state.make()];
  const resets = design.registers.flatMap(({ leaf, reset }) => {
    const slot = layout.registerSlots.get(leaf);
    return slot === undefined || reset === undefined ? [] : [{ slot, reset }];
  });
  const applyReset = (values: Values): void => {
    for (const { slot, reset } of resets) writeSlot(values, slot, reset);
  };
  for (const [{ width, signed }, slot] of layout.registerSlots)
    writeSlot(state, slot, randomValue(next, width, signed));
  applyReset(state);
  const memories = design.memories.map(({ width, signed, depth }) => {
    const words = makeArray({ width, signed }, depth);
    for (let address = 0; address < depth; address++) {
      const word = randomValue(next, width, signed);
      if (Array.isArray(words)) words[address] = word;
      else words[address] = Number(word);
    }
    return words;
  });
  let cycle = 0;
  let inReset = false;
  let settled = false;
  const environment: Environment = {
    inputs,
    outputs,
    temporaries: layout.temporaries.make(),
    memories,
    helpers,
    fault: (check, value) => {
      if (!inReset) throw new SimulationError(cycle, checks[check]?.message.replace('{}', String(value)) ?? '');
    },
  };
  const program: Program = new Function('env', text)(environment);
  const ports = new Map(
    design.ports.map(port => [
      port.name,
      port.direction === 'input'
        ? new PortAccess(port, inputs, layout.inputSlots)
        : new PortAccess(port, outputs, layout.outputSlots),
    ]),
  );
  const portOf = (name: string): PortAccess =>
    ports.get(name) ??
    fail('unknown-port', {
      module: design.name,
      port: name,
      ports: [...ports.keys()].map(port => `\`${port}\``).join(', '),
    });
  const settledPort = (name: string): PortAccess => {
    const access = portOf(name);
    if (!settled && access.port.direction === 'output') {
      program.outputs(state, following);
      settled = true;
    }
    return access;
  };
  const run = (cycles: number): void => {
    settled = false;
    for (let done = 0; done < cycles; done++) {
      program.edge(state, following);
      if (inReset) applyReset(following);
      [state, following] = [following, state];
      cycle++;
    }
  };
  return {
    design,
    get cycle() {
      return cycle;
    },
    poke: (name, value) => {
      const access = portOf(name);
      if (access.port.direction !== 'input')
        fail('type-mismatch', {
          operation: 'poke',
          expected: 'an input',
          actual: `output \`${name}\``,
          suggestion: 'Only inputs are given values from outside.',
        });
      access.write(value);
      settled = false;
    },
    peek: name => settledPort(name).read(),
    peekNumbers: name => settledPort(name).readNumbers(),
    peekNumber: name => {
      const [value, ...others] = settledPort(name).readNumbers();
      if (value === undefined || others.length > 0) throw new RangeError(`${name} is a vec: use peekNumbers.`);
      return value;
    },
    step: (cycles = 1) => run(cycles),
    reset: (cycles = 1) => {
      inReset = true;
      try {
        run(cycles);
      } finally {
        inReset = false;
      }
    },
  };
}

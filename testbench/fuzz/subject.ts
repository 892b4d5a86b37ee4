import type { BoundPort } from '../../dsl/bind/boundLeaf.ts';
import { DiagnosticError } from '../../dsl/diagnostics/diagnostic.ts';
import { checkDesign } from '../../dsl/passes/check/checkDesign.ts';
import { noSource } from '../../dsl/passes/lower/names.ts';
import { emitModule, modulesOf } from '../../dsl/passes/pipeline.ts';
import { simulate } from '../../dsl/simulate/simulate.ts';
import type { Simulator } from '../../dsl/simulate/simulator.ts';
import type { Random } from '../random.ts';
import { type ClockPort, clockPorts } from './clocks.ts';
import { type Described, describe } from './describe.ts';
import { type Binding, INIT_CYCLES, type ModulePlan } from './plan.ts';

/** What is drawn: a module, and the values of its parameters at which it runs. */
export interface FuzzCase {
  readonly plan: ModulePlan;
  readonly bindings: readonly Binding[];
}

type PortValue = Parameters<Simulator['poke']>[1];
type PeekedValue = ReturnType<Simulator['peek']>;

/** A port at one binding. */
interface Port {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly width: number;
  readonly bound: BoundPort;
}

/** A module at one binding: one instance in the test bench. */
export interface Instance {
  readonly binding: Binding;
  readonly simulator: Simulator;
  /** Its ports but clock, reset and those of the start. */
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly inputBits: number;
  readonly outputBits: number;
}

/** A described, checked and emitted case. */
export interface Subject {
  readonly name: string;
  /** The ports of its declared clock; without one it has `clk` and `rst`. */
  readonly clockPorts: readonly ClockPort[] | undefined;
  readonly described: Described;
  /** Verilog modules, what is instantiated first. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  readonly portNames: ReadonlySet<string>;
  readonly kept: readonly string[];
  readonly instances: readonly Instance[];
}

const bits = (ports: readonly Port[]): number => ports.reduce((sum, { width }) => sum + width, 0);

/** @throws whatever the language throws: for a plan, each of them is a fault of the language */
export function subjectOf({ plan, bindings }: FuzzCase, name: string): Subject {
  return subjectFrom(describe(plan, name), bindings, name);
}

function subjectFrom(described: Described, bindings: readonly Binding[], name: string): Subject {
  const ownClock = described.clock === undefined ? undefined : clockPorts(described.clock);
  const shared = new Set(['init', 'init_address', ...(ownClock ?? []).map(port => port.name)]);
  const top = described.module.elaborate();
  const reports = checkDesign(
    top,
    bindings.map(binding => ({ ...binding })),
  );
  const diagnostics = [...reports.values()].flatMap(report => report.diagnostics);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  const emitted = modulesOf(top).map(module => emitModule(module, { source: noSource, prefix: '' }));
  const instances = bindings.map((binding): Instance => {
    const simulator = simulate(described.module, { ...binding }, { seed: 1 });
    const ports = simulator.design.ports
      .filter(port => !shared.has(port.name))
      .map(bound => ({
        name: bound.name,
        direction: bound.direction,
        width: bound.leaves.reduce((sum, { width }) => sum + width, 0),
        bound,
      }));
    const inputs = ports.filter(({ direction }) => direction === 'input');
    const outputs = ports.filter(({ direction }) => direction === 'output');
    return { binding, simulator, inputs, outputs, inputBits: bits(inputs), outputBits: bits(outputs) };
  });
  return {
    name,
    clockPorts: ownClock,
    described,
    texts: emitted.map(({ verilog, text }) => ({ name: verilog.name, text })),
    portNames: new Set(emitted.at(-1)?.verilog.ports.map(port => port.name)),
    kept: top.kept,
    instances,
  };
}

/** What all instances are given in each cycle. */
export interface Controls {
  readonly reset: boolean;
  /** Of the clocks that have an enable. */
  readonly enable: boolean;
  readonly init: boolean;
  readonly initAddress: number;
}

export function controlsOf(cycles: number, source: Random): Controls[] {
  return Array.from({ length: cycles }, (_, cycle) => {
    const starting = cycle < INIT_CYCLES;
    return {
      reset: starting || source.chance(0.03),
      enable: starting || source.chance(0.85),
      init: starting,
      initAddress: starting ? cycle % 16 : source.integer(0, 15),
    };
  });
}

/** Random inputs of an instance, each cycle one number with the first port in the low bits; corners among them. */
export function inputsOf({ inputs }: Instance, cycles: number, source: Random): bigint[] {
  const draw = (width: number): bigint => {
    const half = 1n << BigInt(width - 1);
    if (source.chance(0.4)) return BigInt.asUintN(width, source.pick([0n, 1n, half - 1n, half, 2n * half - 1n, -2n]));
    return source.chance(0.2) ? BigInt.asUintN(width, source.bits(3)) : source.bits(width);
  };
  const leaves = inputs.flatMap(({ bound }) => bound.leaves.map(({ width }) => width));
  return Array.from({ length: cycles }, () => joined(leaves.map(width => ({ width, value: draw(width) }))));
}

/** Numbers side by side, the first in the low bits. */
function joined(parts: readonly { readonly width: number; readonly value: bigint }[]): bigint {
  let result = 0n;
  let at = 0n;
  for (const { width, value } of parts) {
    result |= BigInt.asUintN(width, value) << at;
    at += BigInt(width);
  }
  return result;
}

/** A value of a port as the simulator takes it, cut from a number. */
function portValue({ leaves }: BoundPort, value: bigint): PortValue {
  const root: PortValue[] = [];
  let at = 0n;
  let only: PortValue = 0n;
  for (const { width, signed, position } of leaves) {
    const part = BigInt.asUintN(width, value >> at);
    at += BigInt(width);
    const scalar = signed ? BigInt.asIntN(width, part) : part;
    if (position.length === 0) only = scalar;
    else place(root, position, scalar);
  }
  return root.length === 0 ? only : root;
}

function place(into: PortValue[], position: readonly number[], scalar: bigint): void {
  const [first = 0, ...rest] = position;
  if (rest.length === 0) {
    into[first] = scalar;
    return;
  }
  const known = into[first];
  const inner: PortValue[] = Array.isArray(known) ? known : [];
  into[first] = inner;
  place(inner, rest, scalar);
}

const flat = (value: PeekedValue): readonly bigint[] =>
  typeof value === 'object' ? Object.values(value).flatMap(flat) : [BigInt(value)];

/** Runs an instance in the built-in simulator: its outputs in each cycle, joined as the inputs are. */
export function runBuiltIn(
  { clockPorts: ports }: Pick<Subject, 'clockPorts'>,
  { simulator, inputs, outputs }: Instance,
  controls: readonly Controls[],
  rows: readonly bigint[],
): bigint[] {
  return controls.map(({ reset, enable, init, initAddress }, cycle) => {
    for (const { name, valueAt } of ports ?? []) {
      const value = valueAt({ reset, enable });
      if (value !== undefined) simulator.poke(name, value);
    }
    simulator.poke('init', init);
    simulator.poke('init_address', initAddress);
    let rest = rows[cycle] ?? 0n;
    for (const { name, width, bound } of inputs) {
      simulator.poke(name, portValue(bound, rest));
      rest >>= BigInt(width);
    }
    const parts = outputs.flatMap(({ name, bound }) => {
      const values = flat(simulator.peek(name));
      return bound.leaves.map(({ width }, index) => ({ width, value: values[index] ?? 0n }));
    });
    if (reset && ports === undefined) simulator.reset(1);
    else simulator.step(1);
    return joined(parts);
  });
}

import type { BoundPort } from '../../../dsl/bind/boundLeaf.ts';
import type { AnyModule, PortValue, Simulator } from '../../../dsl/index.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runVectorsInIcarus } from '../../icarus/runVectors.ts';
import { type Random, random } from '../../random.ts';
import { packRows, unpackRows, vectorLayout } from '../../streams/vectors.ts';
import { buildModel } from '../../verilator/model.ts';
import { runVectors } from '../../verilator/runVectors.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';
import type { Numbers, Row } from '../language/tools.ts';

/** What the ports of a design were, twice for every edge: before it, and after it; once more where both edges matter. */
export interface ClockTrace {
  readonly inputs: Row[];
  readonly outputs: Row[];
}

export interface TraceOptions {
  readonly seed: number;
  readonly instants: number;
  /** Instants at the beginning in which resets are active, everything is enabled and every clock has its edge. */
  readonly settling: number;
  /** Values of inputs in the settling instants that are not random. */
  readonly settle: (instant: number) => Row;
  /** How often a reset is active later on, 0 to 1; a tenth of the time unless given. */
  readonly resets?: number;
}

/** A value of a port that is a number, a flag, or a vec of those. */
function randomValue({ leaves, declaration }: BoundPort, source: Random): PortValue {
  const values = leaves.map(({ width, signed }) =>
    signed ? BigInt.asIntN(width, source.bits(width)) : source.bits(width),
  );
  const [only] = values;
  return only !== undefined && declaration.type.kind !== 'vec' ? only : values;
}

/**
 * Random inputs, resets and enables, and random clocks at a time, in the built-in simulator. Clocks are inputs of the
 * rows, at rest in the first row of an instant and at their edge in the second.
 */
export function clockTrace(module: AnyModule, parameters: Numbers, options: TraceOptions): ClockTrace {
  const simulator: Simulator = simulate(module, parameters, { seed: options.seed });
  const { design } = simulator;
  const source = random(options.seed);
  const trace: ClockTrace = { inputs: [], outputs: [] };
  const resets = new Map(
    design.domains.flatMap(({ declaration: { reset } }) =>
      reset === undefined ? [] : [[reset.signal.key, reset.active === 'high' ? 1n : 0n] as const],
    ),
  );
  const enables = new Set(design.domains.flatMap(({ declaration: { enable } }) => enable?.key ?? []));
  const names = design.domains.map(({ bound }) => bound.name);
  const row = (direction: 'input' | 'output'): Row =>
    Object.fromEntries(
      design.ports.filter(port => port.direction === direction).map(({ name }) => [name, simulator.peekBits(name)]),
    );
  const clocksAt = (due: readonly string[]): Row =>
    Object.fromEntries(
      design.domains.map(({ bound: { name, clock } }) => [
        clock.port,
        due.includes(name) === (clock.edge === 'rising') ? 1n : 0n,
      ]),
    );
  const write = (due: readonly string[]): void => {
    trace.inputs.push({ ...row('input'), ...clocksAt(due) });
    trace.outputs.push(row('output'));
  };
  for (let instant = 0; instant < options.instants; instant++) {
    const isSettling = instant < options.settling;
    const given = isSettling ? options.settle(instant) : {};
    for (const port of design.ports) {
      const { name } = port;
      if (port.direction !== 'input') continue;
      const active = resets.get(name);
      const chance =
        active === undefined ? undefined : isSettling || source.chance(options.resets ?? 0.1) ? active : 1n - active;
      const enabled = !enables.has(name) ? undefined : isSettling || source.chance(0.6) ? 1n : 0n;
      simulator.poke(name, given[name] ?? chance ?? enabled ?? randomValue(port, source));
    }
    const due = isSettling ? names : names.filter(() => source.chance(0.5));
    write([]);
    simulator.tick(...due);
    write(due);
    const back = design.clocks.flatMap(({ oppositeOf }) => {
      const domain = design.domains.find(({ bound }) => bound.clock === oppositeOf);
      return domain !== undefined && due.includes(domain.bound.name) ? [`${domain.bound.name}_opposite`] : [];
    });
    if (back.length > 0) {
      simulator.tick(...back);
      write([]);
    }
  }
  return trace;
}

/** Outputs that Verilator, under two seeds, and Icarus give otherwise, from row `from` on. */
export async function differencesInSimulators(
  source: VerilogSource,
  { inputs, outputs }: ClockTrace,
  from: number,
  isMeant: (name: string, outputs: Row) => boolean = () => true,
): Promise<string[]> {
  const withoutClock = { ...source, signals: { clock: 'no clock of its own' } };
  const model = await buildModel(withoutClock);
  const layout = vectorLayout(model.ports, model.signals.clock);
  const job = { cycles: inputs.length, inputs: packRows(layout.inputs, inputs) };
  const compare = (simulator: string, bytes: Uint8Array): string[] => {
    const rows = unpackRows(layout.outputs, bytes);
    return outputs.flatMap((expected, at) =>
      Object.entries(expected).flatMap(([name, value]) =>
        at < from || rows[at]?.[name] === value || !isMeant(name, expected)
          ? []
          : [`${name} in row ${at}: ${rows[at]?.[name]} in ${simulator}, not ${value}`],
      ),
    );
  };
  const found = [1, 2].flatMap(seed => compare(`Verilator, seed ${seed}`, runVectors(model, { ...job, seed }).outputs));
  if (!(await icarusAvailability()).available) return found;
  return [...found, ...compare('Icarus', (await runVectorsInIcarus(await icarusModel(withoutClock), job)).outputs)];
}

import type { PeekedValue, PortValue, Simulator } from '../../dsl/index.ts';
import { textOf } from '../../dsl/simulate/beat.ts';
import { monitorStream } from '../../dsl/simulate/monitor.ts';
import { SimulationError } from '../../dsl/simulate/simulationError.ts';
import { randomStalls, type Stalls } from '../../dsl/simulate/streams.ts';
import { random } from '../random.ts';
import { isNamed, type PortGroup, portGroups, randomValue } from './portGroups.ts';
import { type RecordedModule, simulatorOf } from './recordedModule.ts';
import type { StreamVectors } from './vectors.ts';

const ELEMENTS = 100;
/** Cycles without an element after which nothing more is expected. */
const QUIET = 300;
const MOST_CYCLES = 50_000;

/** A stream of the block, with its bits. */
interface Side {
  readonly name: string;
  readonly clock: string | undefined;
  readonly bits: PortGroup;
}

function sides({ design }: Simulator, direction: 'input' | 'output'): Side[] {
  return portGroups(design.ports).flatMap(bits => {
    const [port] = bits.ports;
    const stream = port?.declaration.stream;
    if (stream?.part !== 'bits' || bits.direction !== direction) return [];
    const domain = port?.declaration.domain;
    const clock = design.domains.find(({ declaration }) => declaration === domain)?.bound.name;
    return [{ name: stream.name, clock, bits }];
  });
}

interface Outcome {
  /** How many elements of each input were taken. */
  readonly taken: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, readonly PeekedValue[]>>;
  /** Whether it came to rest. */
  readonly rests: boolean;
}

/** Offers elements under stalls until nothing moves any more. */
function run(
  simulator: Simulator,
  elements: Readonly<Record<string, readonly PortValue[]>>,
  stalls: (stream: number) => Stalls,
): Outcome {
  simulator.reset(2);
  const inputs = sides(simulator, 'input').map((side, index) => ({
    ...side,
    stalls: stalls(index),
    taken: 0,
    offered: false,
  }));
  const outputs = sides(simulator, 'output').map((side, index) => ({
    ...side,
    stalls: stalls(inputs.length + index),
    monitor: monitorStream(simulator, side.name, side.clock),
  }));
  let last = 0;
  let cycle = 0;
  for (; cycle - last < QUIET && cycle < MOST_CYCLES; cycle++) {
    const moves = ({ clock }: Side): boolean => clock === undefined || simulator.due.includes(clock);
    const moving = inputs.filter(moves);
    for (const side of moving) {
      const element = elements[side.name]?.[side.taken];
      if (!side.offered) side.offered = element !== undefined && !side.stalls(cycle);
      simulator.poke(`${side.name}_valid`, side.offered);
      if (side.offered && element !== undefined) simulator.poke(side.bits.key, element);
    }
    for (const side of outputs.filter(moves)) simulator.poke(`${side.name}_ready`, !side.stalls(cycle));
    for (const side of moving)
      if (side.offered && simulator.peekNumber(`${side.name}_ready`) === 1) {
        side.offered = false;
        side.taken++;
        last = cycle;
      }
    const before = outputs.reduce((sum, { monitor }) => sum + monitor.values.length, 0);
    simulator.step();
    if (outputs.reduce((sum, { monitor }) => sum + monitor.values.length, 0) > before) last = cycle;
  }
  return {
    taken: Object.fromEntries(inputs.map(({ name, taken }) => [name, taken])),
    outputs: Object.fromEntries(outputs.map(({ name, monitor }) => [name, monitor.values])),
    rests: cycle < MOST_CYCLES,
  };
}

/** Runs under several stalls; none where the block does not allow them, or breaks the streams' protocol itself. */
function outcomesOf(recorded: RecordedModule, elements: Readonly<Record<string, readonly PortValue[]>>): Outcome[] {
  try {
    return [0, 0.2, 0.4, 0.6, 0.8, 0.4, 0.6, 0.8].map((part, index) => {
      const seeds = random(recorded.seed + index);
      return run(simulatorOf(recorded, index + 1), elements, () => randomStalls(seeds.uint32(), part));
    });
  } catch (error) {
    if (error instanceof SimulationError) return [];
    throw error;
  }
}

/**
 * Elements that leave a block with streams for random ones that enter; undefined where they depend on stalls, on what
 * registers and memories held before, or never end.
 */
export function recordStreams(recorded: RecordedModule): StreamVectors | undefined {
  const source = random(recorded.seed);
  const first = simulatorOf(recorded);
  const elements = Object.fromEntries(
    sides(first, 'input').map(({ name, bits }) => [
      name,
      Array.from({ length: ELEMENTS }, () => randomValue(bits, source)),
    ]),
  );
  const outcomes = outcomesOf(recorded, elements);
  const [outcome] = outcomes;
  if (outcome === undefined || !outcomes.every(({ rests }) => rests)) return undefined;
  const text = ({ taken, outputs }: Outcome): string => JSON.stringify(taken) + textOf(outputs);
  if (outcomes.some(other => text(other) !== text(outcome))) return undefined;
  const complete = sides(first, 'output').every(({ name, bits }) =>
    (outcome.outputs[name] ?? []).every(value => isNamed(bits, value)),
  );
  if (!complete || Object.values(outcome.outputs).every(({ length }) => length === 0)) return undefined;
  return {
    kind: 'streams',
    inputs: Object.fromEntries(
      Object.entries(elements).map(([name, list]) => [name, list.slice(0, outcome.taken[name] ?? 0)]),
    ),
    outputs: outcome.outputs,
  };
}

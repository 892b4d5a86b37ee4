import { ranged } from '../../dsl/bind/binaryValue.ts';
import type { BoundLeaf } from '../../dsl/bind/boundLeaf.ts';
import type { PortValue, Simulator } from '../../dsl/index.ts';
import { SimulationError } from '../../dsl/simulate/simulationError.ts';
import { UserError } from '../../scripts/userError.ts';
import { type Random, random } from '../random.ts';
import { KnownValues } from './knownValues.ts';
import { isNamed, type PortGroup, portGroups, randomValue } from './portGroups.ts';
import { type RecordedModule, simulatorOf } from './recordedModule.ts';
import type { Cycle, CycleVectors } from './vectors.ts';

const CYCLES = 300;
/** How often inputs are drawn anew that the block does not allow. */
const MOST_TRIES = 100;

/** Which streams offered an element in the last cycle that was not taken: it stays. */
type Pending = ReadonlyMap<string, PortValue>;

function drawInputs(groups: readonly PortGroup[], pending: Pending, source: Random): Record<string, PortValue> {
  const inputs: Record<string, PortValue> = {};
  for (const group of groups) {
    const stream = group.ports[0]?.declaration.stream;
    const kept = stream === undefined ? undefined : pending.get(stream.name);
    if (stream?.part === 'valid') inputs[group.key] = kept !== undefined || source.chance(0.6);
    else if (stream?.part === 'ready') inputs[group.key] = source.chance(0.6);
    else if (stream?.part === 'bits') inputs[group.key] = kept ?? randomValue(group, source);
    else inputs[group.key] = randomValue(group, source);
  }
  return inputs;
}

/** Outputs that are known; the bits of a stream only where it offers them. */
function knownOutputs(simulator: Simulator, known: KnownValues, groups: readonly PortGroup[]) {
  const outputs: Record<string, PortValue> = {};
  for (const group of groups) {
    const stream = group.ports[0]?.declaration.stream;
    const value = simulator.peek(group.key);
    const isOffered = stream?.part !== 'bits' || simulator.peekNumber(`${stream.name}_valid`) === 1;
    const isKnown = group.ports.every(({ leaves }) => leaves.every(leaf => known.of(leaf) !== undefined));
    if (isOffered && isKnown && isNamed(group, value)) outputs[group.key] = value;
  }
  return outputs;
}

/** The elements that the streams offer and that are not taken in this cycle. */
function pendingAfter(simulator: Simulator, groups: readonly PortGroup[], inputs: Readonly<Record<string, PortValue>>) {
  const pending = new Map<string, PortValue>();
  for (const { key, ports } of groups) {
    const stream = ports[0]?.declaration.stream;
    const value = inputs[key];
    if (stream?.part !== 'bits' || value === undefined) continue;
    if (inputs[`${stream.name}_valid`] === true && simulator.peekNumber(`${stream.name}_ready`) === 0)
      pending.set(stream.name, value);
  }
  return pending;
}

/**
 * Ports of a block cycle by cycle, under random inputs that keep to the streams' protocol and to what the block assumes.
 *
 * @throws UserError where no inputs can be found that the block allows
 */
export function recordCycles(recorded: RecordedModule): CycleVectors {
  const source = random(recorded.seed);
  const simulator = simulatorOf(recorded);
  const { design } = simulator;
  const known = new KnownValues(design);
  const inputPorts = design.ports.filter(({ direction }) => direction === 'input');
  const groups = portGroups(design.ports.filter(({ declaration }) => declaration.clockPort === undefined));
  const inputGroups = groups.filter(({ direction }) => direction === 'input');
  const outputGroups = groups.filter(({ direction }) => direction === 'output');
  const tell = (): void => {
    for (const { leaves } of inputPorts) for (const leaf of leaves) known.give(leaf, leafValue(simulator, leaf));
  };

  const reset = simulator.observe(inReset => {
    tell();
    known.step(inReset);
  });
  simulator.reset(2);
  reset();

  let refusal = '';
  let pending: Pending = new Map();
  const cycles: Cycle[] = [];
  for (let tries = 0; cycles.length < CYCLES && tries < MOST_TRIES; tries++) {
    const inputs = drawInputs(inputGroups, pending, source);
    for (const [key, value] of Object.entries(inputs)) simulator.poke(key, value);
    tell();
    const outputs = knownOutputs(simulator, known, outputGroups);
    const left = pendingAfter(simulator, inputGroups, inputs);
    try {
      simulator.step();
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      refusal = error.message;
      continue;
    }
    known.step(false);
    cycles.push({ inputs, outputs });
    pending = left;
    tries = -1;
  }
  if (cycles.length < CYCLES)
    throw new UserError(
      `No vectors can be recorded of ${recorded.module.name}: in cycle ${cycles.length} it allows none of ${MOST_TRIES} random inputs. Of the last it says: ${refusal}`,
      'Inputs are drawn at random, and drawn anew where an assertion or an assumption does not hold.',
    );
  return { kind: 'cycles', cycles };
}

/** The present value of an input. */
const leafValue = (simulator: Simulator, leaf: BoundLeaf): bigint => ranged(leaf, simulator.peekBits(leaf.name));

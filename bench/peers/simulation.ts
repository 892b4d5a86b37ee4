import { UserError } from '../../scripts/userError.ts';
import { random as seeded } from '../../testbench/random.ts';
import { writeBits } from '../../testbench/streams/bits.ts';
import { type VectorLayout, vectorLayout } from '../../testbench/streams/vectors.ts';
import type { Model } from '../../testbench/verilator/model.ts';
import { runVectors } from '../../testbench/verilator/runVectors.ts';

export type Kind = 'random' | 'steady';

export const kinds: readonly Kind[] = ['random', 'steady'];

/** A peer's array of `size` x `size`, compiled. */
export interface NamedModel {
  readonly name: string;
  readonly model: Model;
}

/** Thousands of cycles a second of CPU time, one number a round. */
export type Speeds = Readonly<Record<Kind, readonly number[]>>;

export interface Rounds {
  /** Elements in a row. */
  readonly size: number;
  readonly cycles: number;
  readonly rounds: number;
}

/** The first cycles, in which both banks of weights are loaded; a reset ends within. */
const loading = (size: number): number => 2 * size + 2;

/**
 * Registers without a reset start at random. By this cycle a vector has come out, also where one enters by the throw of a
 * coin, and results depend on none of them.
 */
const settled = (size: number): number => loading(size) + 2 * size + 100;

/**
 * Rows of inputs, the same for every peer: ports stand in the order of their names, and the reset, whatever it is called,
 * comes last. Data are always random. Random control: a vector, a bank, a load by the throw of a coin. Steady: a vector
 * in every cycle, with the weights that were loaded first.
 */
export function inputRows(layout: VectorLayout, reset: string, kind: Kind, { size, cycles }: Rounds): Uint8Array {
  const random = seeded(kind === 'random' ? 1 : 2);
  const { rowBytes, fields } = layout.inputs;
  const rows = new Uint8Array(cycles * rowBytes);
  for (let cycle = 0; cycle < cycles; cycle++) {
    const isLoading = cycle < loading(size);
    const fixed: Readonly<Record<string, boolean>> = {
      [reset]: cycle < 2,
      ...(isLoading || kind === 'steady' ? { in_valid: !isLoading, load: isLoading, in_bank: false } : {}),
      ...(isLoading ? { load_bank: cycle >= loading(size) - size } : {}),
      ...(!isLoading && kind === 'steady' ? { load_bank: true } : {}),
    };
    for (const { name, width, offset } of fields) {
      // Drawn in any case, so that every kind of input has its own place in the sequence.
      const drawn = random.bits(width);
      const known = fixed[name];
      writeBits(rows, cycle * rowBytes + offset, width, known === undefined ? drawn : BigInt(known));
    }
  }
  return rows;
}

const shape = ({ inputs, outputs }: VectorLayout, reset: string): string =>
  [...inputs.fields.map(({ name, width }) => `${name === reset ? 'reset' : name}:${width}`), '->']
    .concat(outputs.fields.map(({ name, width }) => `${name}:${width}`))
    .join(' ');

/**
 * Runs all models in turn, `rounds` times, the first of a round another each time, so that what disturbs the machine
 * falls on all alike.
 *
 * @throws UserError when a model has other ports than the first, or computes other results; RangeError when there are too
 *   few cycles to tell
 */
export function compareSpeeds(
  models: readonly NamedModel[],
  options: Rounds,
  progress: (round: number) => void,
): ReadonlyMap<string, Speeds> {
  if (options.cycles < 2 * settled(options.size))
    throw new RangeError(
      `${options.cycles} cycles are too few to compare arrays of ${options.size} x ${options.size}.`,
    );
  const speeds = new Map(models.map(({ name }) => [name, { random: [] as number[], steady: [] as number[] }]));
  const [first] = models;
  if (first === undefined) return speeds;
  const layouts = models.map(({ model }) => vectorLayout(model.ports, model.signals.clock));
  const [layout] = layouts;
  if (layout === undefined) return speeds;
  const expectedShape = shape(layout, first.model.signals.reset);
  models.forEach(({ name, model }, index) => {
    const found = layouts[index];
    const seen = found === undefined ? '' : shape(found, model.signals.reset);
    if (seen !== expectedShape) throw new UserError(`${name} has the ports ${seen}, ${first.name} ${expectedShape}.`);
  });
  const from = settled(options.size) * layout.outputs.rowBytes;
  for (const kind of kinds) {
    const inputs = inputRows(layout, first.model.signals.reset, kind, options);
    const job = { cycles: options.cycles, inputs };
    const expected = runVectors(first.model, job).outputs.subarray(from);
    for (const { name, model } of models) {
      const seen = runVectors(model, job).outputs.subarray(from);
      if (Buffer.compare(seen, expected) !== 0)
        throw new UserError(`${name} computes other results than ${first.name} with ${kind} inputs.`);
    }
    for (let round = 0; round < options.rounds; round++) {
      progress(round + (kind === 'random' ? 0 : options.rounds));
      models.forEach((_, turn) => {
        const chosen = models[(turn + round) % models.length];
        if (chosen === undefined) return;
        const start = process.cpuUsage();
        runVectors(chosen.model, job);
        const { user, system } = process.cpuUsage(start);
        speeds.get(chosen.name)?.[kind].push((1000 * options.cycles) / (user + system));
      });
    }
  }
  return speeds;
}

import type { BoundPort } from '../bind/design.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { nestValues, type PeekedValue, type PortValue, shapeOf } from './ports.ts';
import { randomValue } from './random.ts';
import type { Simulator } from './simulator.ts';

/** A struct of a stream, field by field. */
interface BeatRecord {
  readonly [field: string]: Beat;
}

interface PeekedRecord {
  readonly [field: string]: PeekedBeat;
}

/** One element of a stream: the value of its bits, or of every field of a struct. */
export type Beat = PortValue | BeatRecord;
export type PeekedBeat = PeekedValue | PeekedRecord;

const isRecord = (beat: Beat): beat is BeatRecord => typeof beat === 'object' && !Array.isArray(beat);

/** The ports that carry the elements of one stream. */
export class StreamData {
  readonly #simulator: Simulator;
  readonly #name: string;
  readonly #ports: readonly BoundPort[];

  constructor(simulator: Simulator, name: string) {
    this.#simulator = simulator;
    this.#name = name;
    this.#ports = simulator.design.ports.filter(({ declaration: { stream } }) => {
      return stream?.name === name && stream.part === 'bits';
    });
  }

  poke(beat: Beat): void {
    const given = leafPaths(beat);
    const known = new Set(this.#ports.map(port => pathOf(port).join('.')));
    for (const path of known) if (!given.has(path)) this.#refuse(path, 'is missing');
    for (const path of given.keys()) if (!known.has(path)) this.#refuse(path, 'is none of its fields');
    for (const port of this.#ports) {
      const value = given.get(pathOf(port).join('.'));
      if (value !== undefined) this.#simulator.poke(port.name, value);
    }
  }

  #refuse(path: string, problem: string): never {
    return fail('type-mismatch', {
      operation: `a beat of ${this.#name}`,
      expected: `the fields ${this.#ports.map(port => pathOf(port).join('.')).join(', ')}`,
      actual: path === '' ? 'one value' : `a beat in which ${path} ${problem}`,
      suggestion: 'Give a record with every field of a struct, and one value for everything else.',
    });
  }

  peek(): PeekedBeat {
    const [first] = this.#ports;
    if (first !== undefined && pathOf(first).length === 0) return this.#simulator.peek(first.name);
    return nested(this.#ports.map(port => ({ path: pathOf(port), value: this.#simulator.peek(port.name) })));
  }

  /** Nobody may depend on the bits of a stream that offers nothing. */
  garble(random: () => number): void {
    for (const port of this.#ports) {
      const scalars = port.leaves.map(({ width, signed }) => randomValue(random, width, signed));
      this.#simulator.poke(port.name, nestValues(shapeOf(port), scalars));
    }
  }
}

const pathOf = ({ declaration }: BoundPort): readonly string[] => declaration.field?.path ?? [];

/** The values of a beat by the fields that lead to them; a value that is no struct stands under the empty path. */
function leafPaths(beat: Beat, prefix: readonly string[] = []): Map<string, PortValue> {
  if (!isRecord(beat)) return new Map([[prefix.join('.'), beat]]);
  return new Map(Object.entries(beat).flatMap(([field, inner]) => [...leafPaths(inner, [...prefix, field])]));
}

interface PathValue {
  readonly path: readonly string[];
  readonly value: PeekedValue;
}

function nested(entries: readonly PathValue[]): PeekedRecord {
  const fields = new Map<string, PathValue[]>();
  for (const { path, value } of entries) {
    const [field = '', ...rest] = path;
    fields.set(field, [...(fields.get(field) ?? []), { path: rest, value }]);
  }
  return Object.fromEntries(
    [...fields].map(([field, inner]): [string, PeekedBeat] => {
      const [only] = inner;
      return [field, only !== undefined && only.path.length === 0 ? only.value : nested(inner)];
    }),
  );
}

import type { BoundClock } from '../bind/boundClock.ts';
import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundDesign } from '../bind/design.ts';
import type { Probe } from './probe.ts';
import { representation } from './representation.ts';
import { type ScalarShape, type Shape, scalarsOf } from './shape.ts';
import type { Values } from './storage.ts';
import { vcdText } from './vcd.ts';
import { type WaveOptions, wavesText } from './waves.ts';

/** The values of one scalar over time. */
export interface Track {
  /** The path under which it was asked for. */
  readonly name: string;
  readonly scalar: ScalarShape;
  /** Where the value changed, in order; the first is that of the first cycle. */
  readonly changes: { readonly cycle: number; readonly value: number | bigint }[];
}

/** The edges that end a cycle; when it begins and when they are, in nanoseconds. */
export interface Edge {
  readonly clocks: readonly BoundClock[];
  readonly begin: number;
  readonly time: number;
}

/** What some values were, cycle by cycle. A cycle's values are those before its clock edge. */
export interface Recording {
  /** Cycles written down so far. */
  readonly cycles: number;
  /**
   * The waveforms as text, one line a scalar: bits as `▁▁▔▔`, others as `│12 │13`; for inline snapshots.
   *
   * @throws RangeError where `from` and `to` leave no cycle that was written down
   */
  waves(options?: WaveOptions): string;
  /** The waveforms as a value change dump, for viewers: instances and loops as scopes, 10 ns a cycle. */
  vcd(): string;
}

/** Writes down what values are. */
export class Recorder implements Recording {
  readonly design: BoundDesign;
  readonly tracks: readonly Track[];
  /** The first cycle; undefined before anything was written down. */
  first: number | undefined;
  cycles = 0;
  /** What ended each cycle. */
  readonly edges: Edge[] = [];
  /** Where the reset changed. */
  readonly resets: { readonly cycle: number; readonly value: number }[] = [];
  readonly #probe: Probe;
  readonly #places: readonly { readonly array: Int32Array | Float64Array | bigint[]; readonly index: number }[];

  constructor(
    design: BoundDesign,
    chosen: readonly { readonly path: string; readonly shape: Shape }[],
    makeProbe: (leaves: readonly BoundLeaf[]) => Probe,
  ) {
    this.design = design;
    this.tracks = chosen.flatMap(({ path, shape }) =>
      scalarsOf(shape).map(({ suffix, scalar }) => ({ name: `${path}${suffix}`, scalar, changes: [] })),
    );
    this.#probe = makeProbe(this.tracks.map(({ scalar }) => scalar.leaf));
    this.#places = this.tracks.map(({ scalar: { leaf } }) => ({
      array: this.#probe.values[representation(leaf)],
      index: this.#probe.slots.get(leaf)?.index ?? 0,
    }));
  }

  sample(cycle: number, inReset: boolean, state: Values, edge: Edge): void {
    this.#probe.settle(state);
    this.first ??= cycle;
    this.cycles = cycle - this.first + 1;
    this.edges[cycle - this.first] = edge;
    const reset = Number(inReset);
    if (this.resets.at(-1)?.value !== reset) this.resets.push({ cycle, value: reset });
    for (let at = 0; at < this.tracks.length; at++) {
      const place = this.#places[at];
      const changes = this.tracks[at]?.changes;
      const value = place?.array[place.index] ?? 0;
      const last = changes?.at(-1);
      if (last?.cycle === cycle) {
        // A step that a check refused is done again: what was in the cycle is what was there in the end.
        changes?.pop();
        if (changes?.at(-1)?.value !== value) changes?.push({ cycle, value });
      } else if (last?.value !== value) changes?.push({ cycle, value });
    }
  }

  waves(options: WaveOptions = {}): string {
    return wavesText(this, options);
  }

  vcd(): string {
    return vcdText(this);
  }
}
